/** STARTTLS. RFC 9051 6.2.1: what the client sent in clear after it is dropped. */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { command, noArguments } from '../imap-command.ts';

export const startTls = command({
  states: ['notAuthenticated'],
  mayReportExpunge: false,
  parse: noArguments,
  async run(session, _, tag) {
    const { upgradeTls, emit } = session.services;
    if (session.isTls) throw new ImapSyntaxError('TLS is already on');
    if (upgradeTls === null) throw new ImapSyntaxError('this server has no certificate yet');
    session.respond.tagged(tag, 'OK', null, 'begin TLS now');
    await session.respond.flush();
    try {
      await session.connection.startTls(upgradeTls);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      emit('tls.failed', { protocol: 'imap', peer: session.peer, reason }, { session: session.id });
      throw error;
    }
    return { isAnswered: true };
  },
});
