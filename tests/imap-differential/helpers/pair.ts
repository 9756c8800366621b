/** Our IMAP server and Debian's Dovecot side by side, a session with each. For tests. */
import { startDovecot } from '../../helpers/dovecot-peer.ts';
import { PASSWORD, startImap } from '../../helpers/imap-harness.ts';
import { SQLITE } from '../../helpers/mail-stores.ts';
import { ImapPeer } from './imap-peer.ts';

export interface Pair {
  readonly ours: ImapPeer;
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
  await ours.fine(`LOGIN ayse@ornek.test {${password.length}+}\r\n${password}`);
  await theirs.fine(`LOGIN ${dovecot.login} ${dovecot.password}`);
  return {
    ours,
    theirs,
    bugs: () => imap.events.filter(({ code }) => code === 'engine.bug'),
    async stop() {
      ours.close();
      theirs.close();
      await imap.stop();
      await opened.close();
      await dovecot.stop();
    },
  };
}
