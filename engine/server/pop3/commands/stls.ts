/** STLS. RFC 2595 4 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { err, type Pop3Command } from '../pop3-session.ts';

export const stls: Pop3Command = {
  state: 'authorization',
  async run(session, argument) {
    numbers(argument, 0);
    if (session.isSecure) return err('encryptedAlready');
    if (!session.canStartTls) return err('noEncryption');
    session.userName = null;
    session.isUtf8 = false;
    await session.startTls();
    return null;
  },
};
