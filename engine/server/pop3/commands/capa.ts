/** CAPA: only what works in this state. RFC 2449 5, 6 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const capa: Pop3Command = {
  state: 'any',
  async run(session, argument) {
    numbers(argument, 0);
    const mayLogIn = session.isSecure && session.maildrop === null;
    const lines = [
      'TOP',
      'UIDL',
      'RESP-CODES',
      'AUTH-RESP-CODE',
      'PIPELINING',
      ...(mayLogIn ? ['USER', 'SASL PLAIN'] : []),
      ...(session.canStartTls ? ['STLS'] : []),
      'IMPLEMENTATION Postane',
    ];
    await session.write(`+OK What is offered\r\n${lines.join('\r\n')}\r\n.\r\n`);
    return null;
  },
};
