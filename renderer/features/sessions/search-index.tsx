/** How far the search index is; searches are right meanwhile. */
import { useTranslation } from 'react-i18next';
import { useControlQuery } from '../../api/use-query.ts';
import { Card } from '../../ui/card.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

export function SearchIndex() {
  const { t } = useTranslation();
  const { data } = useControlQuery('search.progress', undefined, { refetchEveryMs: 5_000 });
  if (data === undefined) return null;
  const { indexed, last } = data;
  const isReady = indexed >= last;
  return (
    <Card className="mb-3">
      <div className="flex items-center gap-3 px-4 py-2.5 text-small">
        <StatusChip tone={isReady ? 'ok' : 'accent'}>{t('sessions.index')}</StatusChip>
        <span className="min-w-0 flex-1">
          {isReady ? t('sessions.indexReady') : t('sessions.indexBuilding', { indexed, last })}
        </span>
      </div>
    </Card>
  );
}
