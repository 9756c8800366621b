/** Rules of mailbox names: '/' separated levels, INBOX in one spelling. RFC 9051 5.1 */
import type { AccountLanguage } from '../model/account.ts';
import type { SpecialUse } from '../model/mailbox.ts';
import { MailError } from '../model/errors.ts';

export const INBOX = 'INBOX';
export const MAILBOX_LIMITS = { nameBytes: 1_000, levels: 32, perAccount: 10_000, keywords: 500 } as const;

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
