/** ENABLE. RFC 9051 6.3.1, RFC 5161, RFC 7162 3.2.3 (CONDSTORE, QRESYNC), RFC 9586 3.1 (UIDONLY), RFC 9755 3 (UTF8=ACCEPT) */
import { enableArguments } from '../../../protocol/imap/enable-arguments.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';

/** In the order in which they are named to the client. */
const EXTENSIONS: readonly {
  readonly name: string;
  isOn(session: ImapSession): boolean;
  turnOn(session: ImapSession): void;
}[] = [
  { name: 'CONDSTORE', isOn: (session) => session.isCondstore, turnOn: (session) => session.enableCondstore() },
  {
    name: 'QRESYNC',
    isOn: (session) => session.isQresync,
    turnOn(session) {
      session.isQresync = true;
      session.enableCondstore();
    },
  },
  { name: 'UTF8=ACCEPT', isOn: (session) => session.isUtf8, turnOn: (session) => void (session.isUtf8 = true) },
  {
    name: 'UIDONLY',
    isOn: (session) => session.isUidOnly,
    turnOn: (session) => void (session.isUidOnly = true),
  },
  { name: 'IMAP4rev2', isOn: (session) => session.isRev2, turnOn: (session) => void (session.isRev2 = true) },
];

export const enable = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: enableArguments,
  async run(session, words) {
    const wanted = EXTENSIONS.filter(({ name, isOn }) => words.includes(name.toUpperCase()) && !isOn(session));
    session.respond.untagged(['ENABLED', ...wanted.map(({ name }) => name)].join(' '));
    for (const extension of wanted) extension.turnOn(session);
  },
});
