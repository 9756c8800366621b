/** CREATE. RFC 9051 6.3.4, RFC 6154 3 (USE), RFC 8474 4.1 (MAILBOXID) */
import { SPECIAL_USES, type SpecialUse } from '../../../model/mailbox.ts';
import type { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import { assertMailboxName } from '../mailbox-name-rules.ts';
import { mailboxId } from '../mailbox-status.ts';
import { ImapRefusal } from '../refusal.ts';

export const create = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const name = line.mailbox();
    const uses = line.maybe(' ') ? createParameters(line) : [];
    line.end();
    return { name, uses };
  },
  async run(session, { name: asked, uses }) {
    // A trailing separator only says that children will follow.
    const name = asked.replace(/\/$/, '');
    assertMailboxName(name);
    if (uses.length > 1) throw new ImapRefusal('USEATTR', 'a mailbox has one special use');
    const use = uses[0] ?? null;
    const specialUse = use === null ? null : SPECIAL_USES.find((known) => known === use);
    if (specialUse === undefined) throw new ImapRefusal('USEATTR', `the special use \\${use ?? ''} is not offered`);
    if (specialUse !== null) await assertFree(specialUse, await session.store.mailboxes.list(session.viewer));
    const created = await session.store.mailboxes.create(session.viewer, name, specialUse);
    return { code: `MAILBOXID (${mailboxId(created)})` };
  },
});

/** "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")" */
function createParameters(line: CommandParser): string[] {
  line.take('(');
  line.oneOf(['USE'], 'CREATE parameter');
  line.space();
  const uses = line.listOrEmpty(() => {
    line.take('\\');
    return line.atom('special use').toLowerCase();
  });
  line.take(')');
  return uses;
}

async function assertFree(
  use: SpecialUse,
  mailboxes: readonly { readonly name: string; readonly specialUse: SpecialUse | null }[],
): Promise<void> {
  const holder = mailboxes.find((mailbox) => mailbox.specialUse === use);
  if (holder !== undefined) throw new ImapRefusal('USEATTR', `${holder.name} has the special use \\${use} already`);
}
