/** GETMETADATA and SETMETADATA: annotations of mailboxes and of the server. RFC 5464 4 */
import { MailError } from '../../../model/errors.ts';
import type { MailboxId } from '../../../model/ids.ts';
import {
  getMetadataArguments,
  setMetadataArguments,
  type GetMetadataArguments,
} from '../../../protocol/imap/metadata-arguments.ts';
import { string } from '../../../protocol/imap/response-text.ts';
import { METADATA_LIMITS, type MetadataEntry } from '../../../store/metadata-store.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { requireMailbox } from '../mailbox-access.ts';
import { ImapRefusal } from '../refusal.ts';

export const getMetadata = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: getMetadataArguments,
  async run(session, args) {
    const { id, shownName } = await placeOf(session, args.name);
    const all = await session.store.metadata.entries(session.viewer, id);
    const found = wanted(args, all);
    const fitting = found.filter(({ value }) => value === null || value.length <= args.maxSize);
    if (fitting.length > 0) {
      const pairs = fitting.map(({ name, value }) => `${name} ${value === null ? 'NIL' : written(value)}`);
      session.respond.untagged(`METADATA ${shownName} (${pairs.join(' ')})`);
    }
    if (fitting.length === found.length) return {};
    const longest = Math.max(...found.map(({ value }) => value?.length ?? 0));
    return { code: `METADATA LONGENTRIES ${longest}`, text: 'some entries are longer than asked for' };
  },
});

export const setMetadata = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: setMetadataArguments,
  async run(session, { name, settings }) {
    const { id } = await placeOf(session, name);
    if (settings.some(({ value }) => (value?.length ?? 0) > METADATA_LIMITS.valueBytes))
      throw new ImapRefusal(
        `METADATA MAXSIZE ${METADATA_LIMITS.valueBytes}`,
        `a value may have ${METADATA_LIMITS.valueBytes} octets`,
      );
    try {
      await session.store.metadata.set(session.viewer, id, settings);
    } catch (error) {
      if (error instanceof MailError && error.code === 'limit')
        throw new ImapRefusal('METADATA TOOMANY', error.message, { cause: error });
      throw error;
    }
  },
});

async function placeOf(
  session: ImapSession,
  name: string,
): Promise<{ readonly id: MailboxId | null; readonly shownName: string }> {
  if (name === '') return { id: null, shownName: '""' };
  const mailbox = await requireMailbox(session, name, 'r');
  return { id: mailbox.id, shownName: session.name(mailbox.name) };
}

/** Entries asked for by name, NIL where there are none, and those below them as deep as asked. */
function wanted(
  { entries, depth }: GetMetadataArguments,
  all: readonly MetadataEntry[],
): readonly { readonly name: string; readonly value: Uint8Array | null }[] {
  const found = all.filter(({ name }) =>
    entries.some((entry) => {
      if (name === entry) return true;
      return name.startsWith(`${entry}/`) && name.slice(entry.length + 1).split('/').length <= depth;
    }),
  );
  if (depth > 0) return found;
  return [...new Set(entries)].map((name) => found.find((one) => one.name === name) ?? { name, value: null });
}

function written(value: Uint8Array): string {
  const octets = Buffer.from(value).toString('latin1');
  return octets.includes('\0') ? `~{${octets.length}}\r\n${octets}` : string(octets);
}
