/** One connected mail program: where from, how encrypted, the mailboxes of its account; and the button that ends it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSession } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { useToasts } from '../../ui/toast.tsx';

interface SessionDialogProps {
  readonly session: MailSession;
  readonly onClose: () => void;
}
export function SessionDialog({ session, onClose }: SessionDialogProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const name = session.account ?? session.peer;
  if (asks) return <EndSession id={session.id} name={name} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title={name} description={session.client ?? t('sessions.unnamed')} wide>
      <Facts
        items={[
          [t('sessions.from'), session.peer],
          [t('sessions.columnProtocol'), session.protocol.toUpperCase()],
          [t('sessions.encryption'), session.tls ?? t('sessions.clear')],
          [t('sessions.columnMailbox'), session.mailbox ?? t('sessions.noMailbox')],
        ]}
      />
      {session.account !== null && <Mailboxes address={session.account} />}
      <DialogActions>
        <Button onClick={() => setAsks(true)}>{t('sessions.end')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Mailboxes({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useControlQuery('mailboxes.list', { address });
  if (data === undefined) return null;
  return (
    <section aria-label={t('sessions.mailboxes')} className="mt-4">
      <h3 className="px-4 text-small font-semibold">{t('sessions.mailboxes')}</h3>
      <div className="max-h-64 overflow-auto" tabIndex={0}>
        <Facts
          items={data.map(({ name, messages, unseen, bytes }) => [
            name,
            t('sessions.mailboxCounts', { messages, unseen, size: formats.bytes(bytes) }),
          ])}
        />
      </div>
    </section>
  );
}

function EndSession(props: { readonly id: string; readonly name: string; readonly onClose: () => void }) {
  const { id, name, onClose } = props;
  const { t } = useTranslation();
  const { say } = useToasts();
  const end = useAction('sessions.end', t('sessions.endFailed'));
  const run = async (): Promise<void> => {
    const answer = await end.run({ id });
    onClose();
    if (answer !== undefined) say(t(answer.affected > 0 ? 'sessions.ended' : 'sessions.endedBefore'));
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => void run()}
      title={t('sessions.endTitle', { name })}
      body={t('sessions.endBody')}
      action={t('sessions.end')}
      busy={end.busy}
    />
  );
}
