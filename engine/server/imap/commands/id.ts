/** ID: who is who, for the log. RFC 2971 */
import type { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { string } from '../../../protocol/imap/response-text.ts';
import { ANY_STATE, command } from '../imap-command.ts';

const MOST_FIELDS = 30;

export const id = command({
  states: ANY_STATE,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const fields = line.maybeWord('NIL') ? [] : line.listOrEmpty(() => field(line));
    line.end();
    if (fields.length > MOST_FIELDS) throw new ImapSyntaxError(`at most ${MOST_FIELDS} ID fields`);
    return new Map(fields);
  },
  async run(session, fields) {
    const name = [fields.get('name'), fields.get('version')]
      .filter((word) => word !== undefined && word !== '')
      .join(' ');
    session.clientName = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
    session.respond.untagged(`ID ("name" "Postane" "version" ${string(session.services.version)})`);
  },
});

function field(line: CommandParser): [string, string] {
  const name = line.string('field name').toLowerCase();
  line.space();
  return [name, line.nstring('field value') ?? ''];
}
