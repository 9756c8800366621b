/** Where everything lies, and how to copy it safely as long as there is no backup of our own. */
import { useTranslation } from 'react-i18next';
import { useControl } from '../../api/control-context.tsx';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyBox } from '../../ui/copy.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { StoreCheck } from '../health/store-check.tsx';

export function StorageSettings() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { desktop } = useControl();
  const query = useControlQuery('status.get', undefined);
  if (query.data === undefined) {
    return (
      <Card title={t('settings.dataFolder')}>
        {query.error === null ? (
          <Skeleton rows={2} />
        ) : (
          <ErrorState what={t('settings.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Card>
    );
  }
  return (
    <>
      <Card title={t('settings.dataFolder')}>
        <div className="grid gap-3 p-4">
          <p className="text-ink2">{t('settings.dataFolderLead')}</p>
          <CopyBox text={query.data.dataFolder} what={t('settings.thePath')} />
        </div>
        <Facts items={[[t('settings.free'), formats.bytes(query.data.diskFreeBytes)]]} />
      </Card>
      <Card title={t('settings.backup')}>
        <div className="grid gap-2 p-4">
          <p>{t('settings.backupNone')}</p>
          <ol className="list-decimal ps-5">
            <li>{t('settings.backupStep1')}</li>
            <li>{t('settings.backupStep2')}</li>
            <li>{t('settings.backupStep3')}</li>
          </ol>
          <p className="text-ink2">{t('settings.backupWhy')}</p>
          {desktop !== null && (
            <div>
              <Button onClick={() => void desktop.quit()}>{t('settings.quit')}</Button>
            </div>
          )}
        </div>
      </Card>
      <StoreCheck />
    </>
  );
}
