/** CAPA: only what works in this state. RFC 2449 5, 6; RFC 6856 2, 3 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const capa: Pop3Command = {
  state: 'any',
  async run(session, argument) {
    numbers(argument, 0);
    const { loginDelaySeconds, expireDays } = session.deps.policy();
    const isSignedIn = session.maildrop !== null;
    const lines = [
      'TOP',
      'UIDL',
      'RESP-CODES',
      'AUTH-RESP-CODE',
      'PIPELINING',
      'UTF8 USER',
      'LANG',
      `EXPIRE ${expireDays ?? 'NEVER'}`,
      ...(loginDelaySeconds > 0 ? [`LOGIN-DELAY ${loginDelaySeconds}`] : []),
      ...(session.isSecure && !isSignedIn
        ? ['USER', `SASL ${session.deps.authenticator.offersScram ? 'SCRAM-SHA-256-PLUS SCRAM-SHA-256 ' : ''}PLAIN`]
        : []),
      ...(session.canStartTls && !isSignedIn ? ['STLS'] : []),
      'IMPLEMENTATION Postane',
    ];
    await session.begin('offered');
    await session.write(`${lines.join('\r\n')}\r\n.\r\n`);
    return null;
  },
};
