import { QueryClientProvider } from '@tanstack/react-query';
import { I18nextProvider } from 'react-i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import type { Account, AppPassword } from '../../../engine/control/contract.ts';
import type { AccountId, AppPasswordId, UnixMs } from '../../../engine/model/ids.ts';
import { ControlProvider } from '../../api/control-context.tsx';
import type { Control } from '../../api/control.ts';
import { createQueryClient } from '../../api/use-query.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import type { Language } from '../../state/preferences.ts';
import { ToastProvider } from '../../ui/toast.tsx';
import { AppPasswords } from './app-passwords.tsx';

const account = { id: 7 as AccountId, address: { localpart: 'ayse', domain: 'firma.test' } } as Account;
const made = (more: Partial<AppPassword>): AppPassword => ({
  ...{ id: 1 as AppPasswordId, accountId: account.id, label: 'Telefon', protocols: ['imap', 'submission'] },
  ...{ createdAt: 0 as UnixMs, expiresAt: null, lastUse: null, ...more },
});
const ago = (minutes: number): UnixMs => (Date.now() - minutes * 60_000) as UnixMs;

/** What stands in the section, as text, when the engine has answered with these. */
function shown(language: Language, items: readonly AppPassword[]): string {
  vi.stubGlobal('navigator', { languages: [language] });
  const queries = createQueryClient();
  queries.setQueryData(['appPasswords.list', { account: account.id }], items);
  const markup = renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <ControlProvider control={{ client: {}, desktop: null } as unknown as Control}>
        <I18nextProvider i18n={createI18n(language)}>
          <ToastProvider>
            <AppPasswords account={account} />
          </ToastProvider>
        </I18nextProvider>
      </ControlProvider>
    </QueryClientProvider>,
  );
  return markup
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}
afterEach(() => vi.unstubAllGlobals());

test.each([
  [
    'en',
    'None yet.',
    'Not used yet.',
    /Last used 2 minutes ago \(.+\) from 192\.0\.2\.7 by SMTP\. Expired 5 minutes ago/,
  ],
  [
    'tr',
    'Henüz yok.',
    'Henüz kullanılmadı.',
    /Son kullanım: 2 dakika önce \(.+\), 192\.0\.2\.7 adresinden, SMTP ile\. Süresi doldu \(5 dakika önce\)/,
  ],
] as const)(
  'each says in %s what it opens, when it was used and whether it still holds',
  (language, none, unused, used) => {
    expect(shown(language, [])).toContain(none);
    expect(shown(language, [made({})])).toContain(`Telefon IMAP, SMTP ${unused}`);
    const lastUse = { at: ago(2), protocol: 'submission', peer: '192.0.2.7' } as const;
    expect(shown(language, [made({ lastUse, expiresAt: ago(5) })])).toMatch(used);
  },
);
