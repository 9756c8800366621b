/** The app passwords of a person: what each opens, when it was last used, and the way to revoke it. */
import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Account, AppPassword } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { MakeAppPasswordDialog } from './make-app-password.tsx';

/** The last use is told by no topic: it changes with every sign-in. */
const REFRESH_MS = 15_000;

export function AppPasswords({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const [makes, setMakes] = useState(false);
  const [revoked, setRevoked] = useState<AppPassword | null>(null);
  const query = useControlQuery('appPasswords.list', { account: account.id }, { refetchEveryMs: REFRESH_MS });
  return (
    <div className="mt-4">
      <Card
        title={t('appPasswords.title')}
        actions={
          <Button icon={Plus} onClick={() => setMakes(true)}>
            {t('appPasswords.make')}
          </Button>
        }
      >
        <p className="border-b border-line px-4 py-2.5 text-small text-ink2">{t('appPasswords.lead')}</p>
        {query.error !== null ? (
          <ErrorState what={t('appPasswords.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeleton rows={2} />
        ) : (
          <AppPasswordList items={query.data} onRevoke={setRevoked} />
        )}
      </Card>
      <MakeAppPasswordDialog account={account} open={makes} onClose={() => setMakes(false)} />
      <RevokeAppPassword appPassword={revoked} onClose={() => setRevoked(null)} />
    </div>
  );
}

interface AppPasswordListProps {
  readonly items: readonly AppPassword[];
  readonly onRevoke: (appPassword: AppPassword) => void;
}
function AppPasswordList({ items, onRevoke }: AppPasswordListProps) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="px-4 py-3 text-small text-ink2">{t('appPasswords.empty')}</p>;
  return (
    <ul aria-label={t('appPasswords.list')}>
      {items.map((item) => (
        <li key={item.id} className="flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0">
          <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            <p>
              <span className="font-[550]">{item.label}</span>{' '}
              <span className="text-small text-ink2">
                {item.protocols.map((protocol) => t(`appPasswords.short.${protocol}`)).join(', ')}
              </span>
            </p>
            <p className="num text-small text-ink2">
              <Sentences item={item} />
            </p>
          </div>
          <Button
            kind="danger"
            aria-label={t('appPasswords.revokeNamed', { label: item.label })}
            onClick={() => onRevoke(item)}
          >
            {t('appPasswords.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
/** When it was last used and how long it holds. */
function Sentences({ item: { lastUse, expiresAt } }: { readonly item: AppPassword }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const use =
    lastUse === null
      ? t('appPasswords.neverUsed')
      : t('appPasswords.lastUse', {
          relative: formats.relative(lastUse.at, now),
          at: formats.shortTime(lastUse.at, now),
          peer: lastUse.peer,
          protocol: t(`appPasswords.short.${lastUse.protocol}`),
        });
  if (expiresAt === null) return use;
  const end =
    expiresAt > now
      ? t('appPasswords.validUntil', { at: formats.dateTime(expiresAt) })
      : t('appPasswords.expired', { relative: formats.relative(expiresAt, now) });
  return `${use} ${end}`;
}

function RevokeAppPassword({
  appPassword,
  onClose,
}: {
  readonly appPassword: AppPassword | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const revoke = useAction('appPasswords.revoke', t('appPasswords.revokeFailed'));
  const label = appPassword?.label ?? '';
  const run = async (): Promise<void> => {
    if (appPassword === null) return;
    const answer = await revoke.run({ id: appPassword.id });
    onClose();
    if (answer !== undefined) say(t('appPasswords.revoked', { label, sessions: answer.sessionsEnded }));
  };
  return (
    <ConfirmDialog
      open={appPassword !== null}
      onClose={onClose}
      onConfirm={() => void run()}
      title={t('appPasswords.revokeTitle', { label })}
      body={t('appPasswords.revokeBody')}
      action={t('appPasswords.revoke')}
      busy={revoke.busy}
    />
  );
}
