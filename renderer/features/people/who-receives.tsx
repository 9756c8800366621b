/** Answers "who receives a letter to this address?" by asking the engine's own routing. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Response } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';

export function WhoReceives() {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const query = useControlQuery('addresses.resolve', { address: asked }, { when: asked !== '' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(typed.trim());
  };
  return (
    <Card className="mb-3" title={t('aliases.who')}>
      <form noValidate onSubmit={submit} className="px-4 py-3">
        <TextField
          className="max-w-[480px]"
          mono
          label={t('aliases.whoLabel')}
          placeholder={t('aliases.whoPlaceholder')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={
            asked !== '' && query.error !== null ? `${t('aliases.whoWrong')} ${failureText(query.error)}` : undefined
          }
          after={
            <Button type="submit" disabled={typed.trim() === ''} busy={query.isFetching}>
              {t('aliases.whoAsk')}
            </Button>
          }
        />
        <p role="status" className="text-ink2">
          {query.data !== undefined && <Receivers answer={query.data} />}
        </p>
      </form>
    </Card>
  );
}
function Receivers({ answer }: { readonly answer: Response<'addresses.resolve'> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (answer.kind === 'unknown') return t('aliases.whoUnknown');
  if (answer.kind === 'foreign') return t('aliases.whoForeign');
  const parts = [
    answer.accounts.length > 0 ? t('aliases.whoAccounts', { list: formats.list(answer.accounts) }) : '',
    answer.remote.length > 0 ? t('aliases.whoRemote', { list: formats.list(answer.remote) }) : '',
  ];
  return parts.filter(Boolean).join(' ');
}
