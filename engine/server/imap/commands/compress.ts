/** COMPRESS DEFLATE: after its OK both sides speak DEFLATE, inside TLS where there is TLS. RFC 4978 3 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { humanText } from '../../../protocol/imap/response-text.ts';
import { tellChanges } from '../changes.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import { ImapRefusal } from '../refusal.ts';

export const compress = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const algorithm = line.word('algorithm');
    line.end();
    return algorithm;
  },
  async run(session, algorithm, tag) {
    const { connection, respond, services } = session;
    if (algorithm !== 'DEFLATE') throw new ImapSyntaxError('DEFLATE is offered, nothing else');
    if (connection.isCompressed) throw new ImapRefusal('COMPRESSIONACTIVE', 'DEFLATE is on already');
    if (connection.framer.pendingBytes > 0)
      throw new ImapSyntaxError('nothing may be sent after COMPRESS before its answer came');
    if (!services.admitCompression(session))
      throw new ImapRefusal('LIMIT', 'the account has as many compressed sessions as it may; go on without');
    await tellChanges(session, true);
    respond.tagged(tag, 'OK', null, humanText('DEFLATE is on'));
    await respond.flush();
    connection.startCompression();
    return { isAnswered: true };
  },
});
