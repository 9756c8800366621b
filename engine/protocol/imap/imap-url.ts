/** URLs that name a message of the account's own mailboxes, or a section of it. RFC 5092 5, RFC 4469 (CATENATE) */
import { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { section, type Section } from './section.ts';

export interface MessageUrl {
  /** Unicode. */
  readonly mailbox: string;
  /** null: whatever it is now. */
  readonly uidValidity: number | null;
  readonly uid: number;
  readonly section: Section;
  readonly partial: { readonly offset: number; readonly count: number } | null;
}
const MESSAGE_URL =
  /^\/(?!\/)([^;]+?)\/?(?:;UIDVALIDITY=(\d{1,10}))?\/;UID=(\d{1,10})(?:\/;SECTION=([^;/]+(?:\/[^;]+)*))?(?:\/;PARTIAL=(\d{1,15})(?:\.(\d{1,15}))?)?$/i;
const WHOLE: Section = { path: [], text: { kind: 'all' } };

/** null: no URL of a message here. Absolute ones name other servers, or accounts: those are never ours to read. */
export function parseMessageUrl(url: string): MessageUrl | null {
  const found = MESSAGE_URL.exec(url);
  if (found === null) return null;
  const [, mailbox = '', uidValidity, uid, sectionText, offset, count] = found;
  const name = decoded(mailbox);
  const asked = sectionText === undefined ? WHOLE : parseSection(decoded(sectionText));
  if (name === null || asked === null || Number(uid) === 0) return null;
  const whole = Number.MAX_SAFE_INTEGER;
  return {
    mailbox: name.toUpperCase() === 'INBOX' ? 'INBOX' : name,
    uidValidity: uidValidity === undefined ? null : Number(uidValidity),
    uid: Number(uid),
    section: asked,
    partial:
      offset === undefined ? null : { offset: Number(offset), count: count === undefined ? whole : Number(count) },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function parseSection(text: string | null): Section | null {
  if (text === null) return null;
  const line = new CommandParser(`[${text}]`);
  try {
    const found = section(line);
    line.end();
    return found;
  } catch (error) {
    if (error instanceof ImapSyntaxError) return null;
    throw error;
  }
}
