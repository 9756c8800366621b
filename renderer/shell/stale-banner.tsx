/** Says that the engine is away and how old the shown things are; they stay readable meanwhile. */
import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { useConnection } from '../state/connection.ts';

export function StaleBanner() {
  const { t } = useTranslation();
  const formats = useFormats();
  const link = useConnection((state) => state.link);
  const lastOpenAt = useConnection((state) => state.lastOpenAt);
  return (
    <div role="alert">
      {link !== 'open' && lastOpenAt !== null && (
        <p className="flex items-center gap-2.5 border-b border-line bg-warn-weak px-[34px] py-2 text-small text-warn">
          <CloudOff size={16} strokeWidth={1.75} aria-hidden className="flex-none" />
          <span className="num">
            {t('common.stale', { time: formats.timeSeconds(lastOpenAt) })} {t('common.staleReconnecting')}
          </span>
        </p>
      )}
    </div>
  );
}
