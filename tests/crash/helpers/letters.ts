/** Letters for the crash tests. */
import type { AcceptInput, LocalCopy, QueuedCopy } from '../../../engine/store/intake-store.ts';
import type { Account } from '../../../engine/model/account.ts';
import { NO_FLAGS } from '../../../engine/model/flags.ts';
import type { LetterId, UnixMs } from '../../../engine/model/ids.ts';

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}
export function message(subject: string, text: string): string {
  return `From: z@remote.example\r\nTo: ayse@example.com\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@remote.example>\r\n\r\n${text}\r\n`;
}
export function localCopy(account: Account): LocalCopy {
  const prefix = bytes('Return-Path: <z@remote.example>\r\n');
  return {
    accountId: account.id,
    mailbox: 'INBOX',
    recipient: account.address,
    prefix,
    flags: NO_FLAGS,
    ignoreQuota: false,
  };
}
export function queuedCopy(address: string): QueuedCopy {
  const [localpart = '', domain = ''] = address.split('@');
  return {
    recipient: { localpart, domain },
    prefix: bytes('Received: by us\r\n'),
    expiresAt: 4e12 as UnixMs,
    dsn: null,
    heldFor: null,
  };
}
/** Without body and recipients. */
export function letter(letterId: LetterId): Omit<AcceptInput, 'body' | 'local' | 'remote'> {
  return {
    letterId,
    direction: 'in',
    sender: { localpart: 'z', domain: 'remote.example' },
    origin: { via: 'mx', peer: null, helo: null, tls: null, accountId: null, login: null },
    needsSmtpUtf8: false,
    needs8Bit: false,
    submittedBy: null,
    facts: [],
  };
}
