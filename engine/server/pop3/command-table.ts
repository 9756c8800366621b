/** Every command the server knows. RFC 1939 5 to 7, RFC 2449, RFC 2595, RFC 5034, RFC 6856 */
import { auth } from './commands/auth.ts';
import { capa } from './commands/capa.ts';
import { dele } from './commands/dele.ts';
import { lang } from './commands/lang.ts';
import { list } from './commands/list.ts';
import { noop } from './commands/noop.ts';
import { pass } from './commands/pass.ts';
import { quit } from './commands/quit.ts';
import { retr } from './commands/retr.ts';
import { rset } from './commands/rset.ts';
import { stat } from './commands/stat.ts';
import { stls } from './commands/stls.ts';
import { top } from './commands/top.ts';
import { uidl } from './commands/uidl.ts';
import { user } from './commands/user.ts';
import { utf8 } from './commands/utf8.ts';
import type { Pop3Command } from './pop3-session.ts';

export const COMMANDS: ReadonlyMap<string, Pop3Command> = new Map(
  Object.entries({
    USER: user,
    PASS: pass,
    AUTH: auth,
    CAPA: capa,
    STLS: stls,
    LANG: lang,
    UTF8: utf8,
    STAT: stat,
    LIST: list,
    UIDL: uidl,
    RETR: retr,
    TOP: top,
    DELE: dele,
    RSET: rset,
    NOOP: noop,
    QUIT: quit,
  }),
);
