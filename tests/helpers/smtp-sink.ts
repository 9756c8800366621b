/** A remote SMTP server that takes everything and remembers each letter's Message-ID. For tests. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface SmtpSink {
  readonly port: number;
  /** How often each Message-ID was taken. */
  readonly taken: ReadonlyMap<string, number>;
  close(): Promise<void>;
}
export async function startSmtpSink(host = '127.0.0.1'): Promise<SmtpSink> {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      let head = '';
      stream.on('data', (piece: Buffer) => {
        if (head.length < 20_000) head += piece.toString('latin1');
      });
      stream.on('end', () => {
        const id = /^Message-ID:\s*<([^>]+)>/im.exec(head)?.[1] ?? '(none)';
        taken.set(id, (taken.get(id) ?? 0) + 1);
        done();
      });
    },
  });
  server.on('error', () => undefined); // a sender that was killed
  server.listen(0, host);
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
