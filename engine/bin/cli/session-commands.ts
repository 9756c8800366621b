/** postane session list, end: the mail programs that are connected. */
import { command } from './command.ts';
import { CannotError } from './cli-error.ts';
import { table, time } from './table.ts';

export const sessionCommands = [
  command('session list', 'mail programs that are connected now', async ({ control, args, show }) => {
    args.end();
    const sessions = await control.call('sessions.list', undefined);
    show(sessions, () =>
      sessions.length === 0
        ? 'No mail program is connected.\n'
        : table(
            ['ID', 'PROTOCOL', 'ACCOUNT', 'FROM', 'PROGRAM', 'MAILBOX', 'TLS', 'SINCE', 'BYTES IN', 'BYTES OUT'],
            sessions.map((one) => [
              one.id,
              one.protocol.toUpperCase(),
              one.account ?? '-',
              one.peer,
              one.client ?? '-',
              one.mailbox ?? '-',
              one.tls ?? 'none',
              time(one.since),
              String(one.bytesIn),
              String(one.bytesOut),
            ]),
          ),
    );
  }),
  command(
    'session end ID',
    'tell a mail program that its session ends, and end it',
    async ({ control, args, show }) => {
      const id = args.word('ID');
      args.end();
      const { affected } = await control.call('sessions.end', { id });
      if (affected === 0) throw new CannotError(`there is no session ${id}; see: postane session list`);
      show({ affected }, () => 'The session was ended.\n');
    },
  ),
];
