/** Every command the server knows. Anything else is unknown, also what the library would answer. RFC 5321 4.1.1 */
import { auth } from './commands/auth.ts';
import { bdat } from './commands/bdat.ts';
import { data } from './commands/data.ts';
import { ehlo, helo } from './commands/ehlo.ts';
import { mail } from './commands/mail.ts';
import { rcpt } from './commands/rcpt.ts';
import { expn, help, noop, quit, rset, vrfy } from './commands/small-commands.ts';
import { starttls } from './commands/starttls.ts';
import { xclient } from './commands/xclient.ts';
import type { SmtpCommand } from './smtp-session.ts';

export const COMMANDS: ReadonlyMap<string, SmtpCommand> = new Map(
  Object.entries({
    EHLO: ehlo,
    HELO: helo,
    MAIL: mail,
    RCPT: rcpt,
    DATA: data,
    BDAT: bdat,
    RSET: rset,
    NOOP: noop,
    QUIT: quit,
    VRFY: vrfy,
    EXPN: expn,
    HELP: help,
    STARTTLS: starttls,
    AUTH: auth,
    XCLIENT: xclient,
  }),
);
