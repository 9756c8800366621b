/** App passwords: how one is made and told from other passwords, and what it opens (docs/decisions/0015). */
import { timingSafeEqual } from 'node:crypto';
import type { LoginProtocol } from './authenticator.ts';
import { CONSONANTS, spokenPassword, VOWELS } from './first-password.ts';
import type { AppPassword, AppPasswordProtocol } from '../model/app-password.ts';
import type { UnixMs } from '../model/ids.ts';

/** One more than a first password has: the shape says what a text can be. 72 random bits. */
const GROUPS = 6;
const GROUP = `(?:[${CONSONANTS}][${VOWELS}]){2}`;
const SHAPE = new RegExp(`^${GROUP}(?:-${GROUP}){${GROUPS - 1}}$`);

export const newAppPassword = (): string => spokenPassword(GROUPS);
/** Whether the text may be one: only then is one looked for. */
export const looksLikeAppPassword = (text: string): boolean => SHAPE.test(text);

const OPENED_BY: Readonly<Record<LoginProtocol, AppPasswordProtocol | null>> = {
  imap: 'imap',
  pop3: 'pop3',
  smtp: 'submission',
  web: null,
  control: null,
};
/** @returns null where an app password opens nothing */
export const appProtocolOf = (protocol: LoginProtocol): AppPasswordProtocol | null => OPENED_BY[protocol];

export const isExpired = ({ expiresAt }: AppPassword, now: UnixMs): boolean => expiresAt !== null && expiresAt <= now;

/** @returns for the log, why it does not open the protocol now; null when it does */
export function appPasswordRefusal(appPassword: AppPassword, protocol: LoginProtocol, now: UnixMs): string | null {
  const { label, protocols } = appPassword;
  if (isExpired(appPassword, now)) return `the app password "${label}" has expired`;
  const opened = appProtocolOf(protocol);
  return opened !== null && protocols.includes(opened) ? null : `the app password "${label}" is not for ${protocol}`;
}
/** All are compared, wherever the one that fits stands. */
export function appPasswordWithKey(
  keys: readonly { readonly storedKey: Uint8Array; readonly appPassword: AppPassword | null }[],
  storedKey: Uint8Array,
): AppPassword | null {
  let found: AppPassword | null = null;
  for (const key of keys) if (timingSafeEqual(key.storedKey, storedKey)) found = key.appPassword;
  return found;
}
