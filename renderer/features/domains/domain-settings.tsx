/** What a domain can be told: where letters to unknown names go, whether it is in use, and its end. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Domain } from '../../../engine/control/contract.ts';
import type { AccountId } from '../../../engine/model/ids.ts';
import { useAction } from '../../api/use-action.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { ROUTES } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useToasts } from '../../ui/toast.tsx';

const REFUSE = 'none';

export function DomainSettings({ domain }: { readonly domain: Domain }) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const { data: people } = useControlQuery('accounts.list', { limit: 500 });
  const update = useAction('domains.update', t('domains.changeFailed'));
  const change = async (patch: {
    readonly catchAll?: AccountId | null;
    readonly status?: Domain['status'];
  }): Promise<void> => {
    if ((await update.run({ id: domain.id, ...patch })) !== undefined) say(t('domains.changed'));
  };
  const options = [
    { value: REFUSE, label: t('domains.catchAllNone') },
    ...(people?.items ?? []).map((account) => ({
      value: String(account.id),
      label: `${account.displayName} (${account.address.localpart}@${account.address.domain})`,
    })),
  ];
  return (
    <Card title={t('domains.settings')} actions={<RemoveDomain domain={domain} />}>
      <div className="grid gap-5 p-4 min-[900px]:grid-cols-2">
        <Select
          label={t('domains.catchAll')}
          hint={t('domains.catchAllHint')}
          value={domain.catchAll === null ? REFUSE : String(domain.catchAll)}
          options={options}
          onChange={(value) => void change({ catchAll: value === REFUSE ? null : (Number(value) as AccountId) })}
        />
        <Switch
          label={t('domains.switchOff')}
          hint={t('domains.switchOffHint')}
          checked={domain.status === 'active'}
          onChange={(active) => void change({ status: active ? 'active' : 'disabled' })}
        />
      </div>
    </Card>
  );
}
function RemoveDomain({ domain }: { readonly domain: Domain }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { say } = useToasts();
  const [asked, setAsked] = useState(false);
  const remove = useAction('domains.remove', t('domains.removeFailed'));
  const run = async (): Promise<void> => {
    const answer = await remove.run({ id: domain.id });
    setAsked(false);
    if (answer === undefined) return;
    say(t('domains.removed', { domain: domain.name }));
    go(ROUTES.domains);
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {t('domains.remove')}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => void run()}
        title={t('domains.removeTitle', { domain: domain.name })}
        body={t('domains.removeBody')}
        action={t('domains.remove')}
        busy={remove.busy}
        typed={domain.name}
      />
    </>
  );
}
