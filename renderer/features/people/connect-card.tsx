/** The values for a mail program, from the ports that are really open. */
import { useTranslation } from 'react-i18next';
import type { ListenerStatus, Protocol } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { Card, Facts } from '../../ui/card.tsx';

/** The first open one of the given services. */
export function openListener(listeners: readonly ListenerStatus[], wanted: readonly Protocol[]): ListenerStatus | null {
  for (const protocol of wanted) {
    const found = listeners.find((listener) => listener.protocol === protocol && listener.state === 'listening');
    if (found !== undefined) return found;
  }
  return null;
}
export function ConnectCard({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  const { data: status } = useControlQuery('status.get', undefined);
  if (status === undefined) return null;
  const value = (listener: ListenerStatus | null): string =>
    listener === null
      ? t('common.none')
      : t('people.connectValue', { host: status.hostname, port: listener.port, tls: t(`health.tls.${listener.tls}`) });
  return (
    <div className="mt-4">
      <Card title={t('people.connect')}>
        <p className="px-4 pt-3 text-small text-ink2">{t('people.connectLead')}</p>
        <Facts
          items={[
            [t('people.connectIncoming'), value(openListener(status.listeners, ['imaps', 'imap']))],
            [t('people.connectOutgoing'), value(openListener(status.listeners, ['submissions', 'submission']))],
            [t('people.connectUser'), address],
          ]}
        />
        <p className="border-t border-line px-4 py-2.5 text-small text-ink2">{t('people.connectCa')}</p>
      </Card>
    </div>
  );
}
