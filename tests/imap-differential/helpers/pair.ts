/** Our IMAP server and Debian's Dovecot side by side, a session with each. For tests. */
import { startDovecot } from '../../helpers/dovecot-peer.ts';
import { PASSWORD, startImap } from '../../helpers/imap-harness.ts';
import { SQLITE } from '../../helpers/mail-stores.ts';
import { ImapPeer } from './imap-peer.ts';

export interface Pair {
  readonly ours: ImapPeer;
  /** Ours once more, for letters as they are: with internationalized addresses, which Dovecot shows to everybody. RFC 9755 3 */
  readonly oursInUtf8: ImapPeer;
  readonly theirs: ImapPeer;
  /** What our server could not do and should have. */
  bugs(): unknown[];
  stop(): Promise<void>;
}

export async function startPair(): Promise<Pair> {
  const dovecot = await startDovecot();
  const opened = await SQLITE.open();
  const imap = await startImap(opened.store);
  const ours = await ImapPeer.connect(imap.tlsPort, true);
  const theirs = await ImapPeer.connect(dovecot.imapPort, false);
  const password = Buffer.from(PASSWORD).toString('latin1');
  const oursInUtf8 = await ImapPeer.connect(imap.tlsPort, true);
  for (const peer of [ours, oursInUtf8]) await peer.fine(`LOGIN ayse@ornek.test {${password.length}+}\r\n${password}`);
  await oursInUtf8.fine('ENABLE UTF8=ACCEPT');
  await theirs.fine(`LOGIN ${dovecot.login} ${dovecot.password}`);
  return {
    ours,
    oursInUtf8,
    theirs,
    bugs: () => imap.events.filter(({ code }) => code === 'engine.bug'),
    async stop() {
      ours.close();
      oursInUtf8.close();
      theirs.close();
      await imap.stop();
      await opened.close();
      await dovecot.stop();
    },
  };
}
