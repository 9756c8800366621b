/** APPEND as a whole line: its message is missing. With a message it is append/run-append.ts that reads it. RFC 9051 6.3.12 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { command, LOGGED_IN } from '../imap-command.ts';

export const appendWithoutMessage = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(): never {
    throw new ImapSyntaxError('APPEND needs a mailbox and a message literal');
  },
  async run() {},
});
