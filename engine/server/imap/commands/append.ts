/**
 * APPEND and REPLACE as whole lines, with messages made of URLs alone. With literals it is append/run-append.ts that reads
 * them. RFC 9051 6.3.12, RFC 4469 (CATENATE), RFC 8508 (REPLACE)
 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { appendWhole } from '../append/append-messages.ts';
import { command, LOGGED_IN, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { SessionState } from '../imap-session.ts';

export const append = wholeLine('APPEND', LOGGED_IN);
export const replace = wholeLine('REPLACE', SELECTED);
export const uidReplace = wholeLine('UID REPLACE', SELECTED);

function wholeLine(name: string, states: readonly SessionState[]): AnyCommand {
  return command({
    states,
    mayReportExpunge: true,
    parse(line) {
      const rest = line.rest();
      if (!/ CATENATE \(/i.test(rest)) throw new ImapSyntaxError(`${name} needs a mailbox and a message literal`);
      return rest;
    },
    run: (session, rest, tag) => appendWhole(session, [`${tag} ${name}${rest}`]),
  });
}
