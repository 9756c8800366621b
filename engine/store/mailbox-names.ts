/** Rules of mailbox names: '/' separated levels, INBOX in one spelling. RFC 9051 5.1 */
import type { AccountLanguage, Address } from '../model/account.ts';
import type { SpecialUse } from '../model/mailbox.ts';
import { MailError } from '../model/errors.ts';
import { addressOf, addressText } from './address-text.ts';

export const INBOX = 'INBOX';
export const MAILBOX_LIMITS = { nameBytes: 1_000, levels: 32, perAccount: 10_000, keywords: 500 } as const;

/** Where mailboxes of other accounts appear. RFC 9051 6.3.10 */
export const OTHER_USERS = 'Other Users';

export function sharedName(owner: Address, name: string): string {
  return `${OTHER_USERS}/${addressText(owner)}/${name}`;
}
/** @returns null for a name among the viewer's own mailboxes; `name` is '' for the account as a whole */
export function splitSharedName(wanted: string): { readonly owner: Address; readonly name: string } | null {
  const [first, owner, ...rest] = wanted.normalize('NFC').split('/');
  if (first !== OTHER_USERS || owner === undefined) return null;
  return { owner: addressOf(owner), name: normalName(rest.join('/')) };
}
/** INBOX spelled our way, also as a first level. */
export function normalName(name: string): string {
  return name.normalize('NFC').replace(/^inbox(?=\/|$)/i, INBOX);
}
/** @throws MailError cannot */
export function requireGoodName(name: string): string {
  const normal = normalName(name);
  const levels = normal.split('/');
  if (levels.some((level) => level.trim() === '')) throw new MailError('cannot', 'A mailbox name has no empty levels.');
  if (/[\u0000-\u001f\u007f\ufffd]/.test(normal))
    throw new MailError('cannot', 'A mailbox name has no control characters.');
  if (Buffer.byteLength(normal) > MAILBOX_LIMITS.nameBytes || levels.length > MAILBOX_LIMITS.levels) {
    throw new MailError(
      'cannot',
      `A mailbox name has at most ${MAILBOX_LIMITS.nameBytes} octets in ${MAILBOX_LIMITS.levels} levels.`,
    );
  }
  return normal;
}
/** Names above this one, outermost first. */
export function parentNames(name: string): string[] {
  const levels = name.split('/');
  return levels.slice(1).map((_, i) => levels.slice(0, i + 1).join('/'));
}

const STANDARD: Readonly<Record<AccountLanguage, Readonly<Record<SpecialUse, string>>>> = {
  en: { archive: 'Archive', drafts: 'Drafts', junk: 'Junk', sent: 'Sent', trash: 'Trash' },
  tr: { archive: 'Arşiv', drafts: 'Taslaklar', junk: 'İstenmeyen', sent: 'Gönderilmiş', trash: 'Çöp' },
};
/** Mailboxes that a new account has beside INBOX. */
export function standardMailboxes(language: AccountLanguage): readonly (readonly [SpecialUse, string])[] {
  return Object.entries(STANDARD[language]) as [SpecialUse, string][];
}
/** Not a name for own mailboxes: it would hide those of others. @throws MailError cannot */
export function requireOwnName(name: string): string {
  const good = requireGoodName(name);
  if (good === OTHER_USERS || good.startsWith(`${OTHER_USERS}/`))
    throw new MailError('cannot', `"${OTHER_USERS}" is where mailboxes of other accounts appear; choose another name.`);
  return good;
}
