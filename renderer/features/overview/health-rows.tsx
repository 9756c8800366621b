/** The checks of the server, one line each: icon, name, figure or verdict. */
import { Check, CircleHelp, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HealthItem } from '../../../engine/control/contract.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useText } from '../../i18n/use-text.ts';
import { Row } from '../../ui/card.tsx';
import { cx } from '../../ui/class-names.ts';
import { TONE_TEXT } from '../../ui/tone.ts';
import { HEALTH_TONE, healthText } from './attention-text.ts';

const HEALTH_ICON: Readonly<Record<HealthItem['state'], LucideIcon>> = {
  ok: Check,
  warn: TriangleAlert,
  bad: X,
  unknown: CircleHelp,
};

export function HealthRows({ items }: { readonly items: readonly HealthItem[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const say = useText();
  return (
    <ul>
      {items.map((item) => {
        const Icon = HEALTH_ICON[item.state];
        const detail = item.code === 'dns' && item.params['domain'] !== undefined ? ` · ${item.params['domain']}` : '';
        return (
          <li key={`${item.code}${detail}`} className="border-b border-line last:border-b-0">
            <Row className="py-[9px]">
              <Icon
                size={17}
                strokeWidth={1.75}
                aria-hidden
                className={cx('flex-none', TONE_TEXT[HEALTH_TONE[item.state]])}
              />
              <span className="sr-only">{t(`health.state.${item.state}`)}:</span>
              <p className="min-w-0 flex-1 text-small font-[550] [overflow-wrap:anywhere]">
                {t(`health.item.${item.code}`)}
                {detail}
              </p>
              <p className="num text-end text-small text-ink2">{say(healthText(item, formats))}</p>
            </Row>
          </li>
        );
      })}
    </ul>
  );
}
