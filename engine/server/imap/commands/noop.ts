/** NOOP, and CHECK of rev1: a moment to hear of changes. RFC 9051 6.1.2, RFC 3501 6.4.1 */
import { ANY_STATE, command, noArguments, SELECTED } from '../imap-command.ts';

export const noop = command({ states: ANY_STATE, mayReportExpunge: true, parse: noArguments, async run() {} });
/** Everything answered is durable already: there is nothing to do. */
export const check = command({ states: SELECTED, mayReportExpunge: true, parse: noArguments, async run() {} });
