/** STARTTLS. RFC 9051 6.2.1: what the client sent in clear after it is dropped. */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { command, noArguments } from '../imap-command.ts';

export const startTls = command({
  states: ['notAuthenticated'],
  mayReportExpunge: false,
  parse: noArguments,
  async run(session, _, tag) {
    if (session.isTls) throw new ImapSyntaxError('TLS is already on');
    if (!session.services.offersStartTls) throw new ImapSyntaxError('TLS is not offered here');
    await session.respond.flush();
    await session.connection.startTls(`${tag} OK begin TLS now\r\n`);
    return { isAnswered: true };
  },
});
