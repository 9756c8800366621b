/** What can be done with queue entries; what cannot be taken back asks first, what can offers to undo. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../engine/control/contract.ts';
import type { QueueState } from '../../../engine/model/queue.ts';
import { useAction } from '../../api/use-action.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToasts } from '../../ui/toast.tsx';

export const QUEUE_ACTIONS = ['retryNow', 'hold', 'release', 'fail', 'drop'] as const;
export type QueueAction = (typeof QUEUE_ACTIONS)[number];
type Target = Request<'queue.retryNow'>;

/** What makes sense for an entry in this state. */
export function actionsFor(state: QueueState): readonly QueueAction[] {
  switch (state) {
    case 'scheduled':
      return ['retryNow', 'hold', 'fail', 'drop'];
    case 'held':
      return ['release', 'fail', 'drop'];
    case 'delivering':
    case 'delivered':
    case 'failed':
    case 'dropped':
      return [];
  }
}
const OPPOSITE: Partial<Record<QueueAction, 'hold' | 'release'>> = { hold: 'release', release: 'hold' };
/** From this many on, deleting is typed. */
const TYPED_FROM = 10;

export interface QueueActions {
  readonly act: (action: QueueAction, ids: readonly number[]) => void;
  readonly busy: boolean;
  /** The question that is being asked; to be placed on the screen. */
  readonly dialog: ReactNode;
}
export function useQueueActions(onDone?: () => void): QueueActions {
  const { t } = useTranslation();
  const { say } = useToasts();
  const [asked, setAsked] = useState<{ readonly action: 'fail' | 'drop'; readonly ids: readonly number[] } | null>(
    null,
  );
  const failed = t('queue.actionFailed');
  const actions = {
    retryNow: useAction('queue.retryNow', failed),
    hold: useAction('queue.hold', failed),
    release: useAction('queue.release', failed),
    fail: useAction('queue.fail', failed),
    drop: useAction('queue.drop', failed),
  };
  const run = async (action: QueueAction, ids: readonly number[], mayUndo = true): Promise<void> => {
    const answer = await actions[action].run({ ids: [...ids] } as Target);
    setAsked(null);
    if (answer === undefined) return;
    const opposite = mayUndo ? OPPOSITE[action] : undefined;
    const undo = opposite && { label: t('queue.undo'), run: () => void run(opposite, ids, false) };
    say(t(`queue.did.${action}`, { count: answer.affected }), undo);
    onDone?.();
  };
  const act = (action: QueueAction, ids: readonly number[]): void => {
    if (ids.length === 0) return;
    if (action === 'fail' || action === 'drop') setAsked({ action, ids });
    else void run(action, ids);
  };
  const count = asked?.ids.length ?? 0;
  const dialog = (
    <ConfirmDialog
      open={asked !== null}
      onClose={() => setAsked(null)}
      onConfirm={() => asked && void run(asked.action, asked.ids)}
      title={t(asked?.action === 'drop' ? 'queue.dropTitle' : 'queue.failTitle')}
      body={t(asked?.action === 'drop' ? 'queue.dropBody' : 'queue.failBody')}
      action={t(`queue.act.${asked?.action ?? 'fail'}`, { count })}
      busy={actions.fail.busy || actions.drop.busy}
      {...(count >= TYPED_FROM ? { typed: String(count) } : {})}
    />
  );
  return { act, busy: Object.values(actions).some((action) => action.busy), dialog };
}
