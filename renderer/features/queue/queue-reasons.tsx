/** Why letters wait, one card for each reason and destination: what it means, whether waiting helps, what can be done for all. */
import { useTranslation } from 'react-i18next';
import type { QueueGroup, QueueItem } from '../../../engine/control/contract.ts';
import { useControl } from '../../api/control-context.tsx';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import type { Text } from '../../i18n/create-i18n.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TechnicalDetail } from '../../ui/technical-detail.tsx';
import { reasonText } from '../messages/outcome-text.ts';
import { collectEntries } from './collect-entries.ts';
import { actionsFor, useQueueActions, type QueueAction, type QueueActions } from './use-queue-actions.tsx';

/** Whether an entry belongs to a group, by the rules the engine groups by. */
export function isInGroup(item: QueueItem, reason: string): boolean {
  if (item.state === 'held' || reason === 'held') return item.state === reason;
  const outcome = item.lastOutcome;
  if (outcome === null || outcome.kind === 'delivered') return reason === 'notTried';
  return outcome.reason === reason;
}
function groupText(reason: string): { readonly what: Text; readonly next: Text } {
  if (reason === 'notTried') return { what: { key: 'queue.groupNoReason' }, next: { key: 'queue.groupNoReasonNext' } };
  if (reason === 'held') return { what: { key: 'story.verdict.held' }, next: { key: 'story.verdict.heldLead' } };
  return reasonText(reason);
}

export function QueueReasons() {
  const { t } = useTranslation();
  const query = useControlQuery('queue.groups', undefined);
  const actions = useQueueActions();
  if (query.data === undefined) {
    return (
      <Card>
        {query.error === null ? (
          <Skeleton />
        ) : (
          <ErrorState what={t('queue.groupsFailed')} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Card>
    );
  }
  if (query.data.length === 0) {
    return (
      <Card>
        <EmptyState title={t('queue.emptyTitle')}>{t('queue.emptyBody')}</EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid gap-3">
      {query.data.map((group) => (
        <Reason key={group.key} group={group} actions={actions} />
      ))}
      {actions.dialog}
    </div>
  );
}
function Reason({ group, actions }: { readonly group: QueueGroup; readonly actions: QueueActions }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const say = useText();
  const { client } = useControl();
  const text = groupText(group.reason);
  const possible = actionsFor(group.reason === 'held' ? 'held' : 'scheduled');
  const act = async (action: QueueAction): Promise<void> => {
    const entries = await collectEntries(client, { states: ['scheduled', 'held'], domain: group.domain }, (item) =>
      isInGroup(item, group.reason),
    );
    actions.act(
      action,
      entries.map((item) => item.id),
    );
  };
  return (
    <Card title={`${group.domain} · ${t('queue.groupEntries', { count: group.entries })}`}>
      <div className="px-4 py-3">
        <p className="font-[550]">{say(text.what)}</p>
        <p className="text-ink2">{say(text.next)}</p>
        <p className="num mt-1 text-small text-ink2">
          {t('queue.leadOldest', { time: formats.shortTime(group.oldestAt, now) })}{' '}
          {group.nextAttemptAt !== null && t('queue.groupNext', { time: formats.shortTime(group.nextAttemptAt, now) })}
        </p>
        {group.lastReply !== null && <TechnicalDetail text={group.lastReply} />}
        <div className="mt-3 flex flex-wrap gap-2">
          {possible.map((action) => (
            <Button
              key={action}
              kind={action === 'fail' || action === 'drop' ? 'danger' : 'plain'}
              busy={actions.busy}
              onClick={() => void act(action)}
            >
              {t(`queue.short.${action}`)}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  );
}
