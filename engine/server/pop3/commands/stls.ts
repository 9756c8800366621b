/** STLS. RFC 2595 4 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { err, type Pop3Command } from '../pop3-session.ts';

export const stls: Pop3Command = {
  state: 'authorization',
  async run(session, argument) {
    numbers(argument, 0);
    if (session.isSecure) return err('The connection is encrypted already');
    if (!session.canStartTls) return err('Encryption is not offered here');
    session.userName = null;
    await session.startTls();
    return null;
  },
};
