/** Octets that a URL of CATENATE names: of messages the account may read, and of no others. RFC 4469, RFC 5092 */
import type { Mailbox } from '../../../model/mailbox.ts';
import { has } from '../../../model/mailbox-rights.ts';
import { parseMessageUrl, type MessageUrl } from '../../../protocol/imap/imap-url.ts';
import { printable } from '../../../protocol/imap/command-parser.ts';
import { cutSlices, sectionSlices } from '../fetch/octet-source.ts';
import { OpenBody } from '../fetch/open-body.ts';
import type { ImapSession } from '../imap-session.ts';
import { ImapRefusal } from '../refusal.ts';

const LONGEST_CODE = 500;

/** @throws ImapRefusal BADURL */
export async function* urlOctets(session: ImapSession, url: string): AsyncGenerator<Uint8Array> {
  const refusal = (text: string): ImapRefusal =>
    new ImapRefusal(`BADURL "${printable(url.slice(0, LONGEST_CODE)).replace(/[\\"\]]/g, '?')}"`, text);
  const named = parseMessageUrl(url);
  if (named === null) throw refusal('that is no URL of a message here');
  const mailbox = await session.store.mailboxes.find(session.viewer, named.mailbox);
  if (mailbox === null || !has(mailbox.rights, 'r')) throw refusal(`there is no mailbox ${named.mailbox}`);
  if (named.uidValidity !== null && named.uidValidity !== mailbox.uidValidity)
    throw refusal('the mailbox is not the one it was: its UIDVALIDITY is another');
  const body = await openMessage(session, mailbox, named);
  if (body === null) throw refusal('there is no such message');
  try {
    const slices = await sectionSlices(body, named.section);
    if (slices === null) throw refusal('the message has no such section');
    for (const slice of cutSlices(slices, named.partial)) {
      if (slice instanceof Uint8Array) yield slice;
      else yield* (await body.reader()).stream(slice.start, slice.end);
    }
  } finally {
    body.close();
  }
}

async function openMessage(session: ImapSession, mailbox: Mailbox, { uid }: MessageUrl): Promise<OpenBody | null> {
  const { rows } = await session.store.messages.page({
    mailboxId: mailbox.id,
    viewer: session.viewer,
    ranges: [[uid, uid]],
    fields: ['prefix', 'mimeIndex'],
  });
  const [row] = rows;
  return row === undefined ? null : new OpenBody(row, session.store.bodies);
}
