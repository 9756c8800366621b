/** postane queue list, show, and its actions. */
import type { QueueItem } from '../../control/contract.ts';
import { UsageError } from './cli-error.ts';
import { command, type CliCommand } from './command.ts';
import { allPages } from './lookup.ts';
import { table, time } from './table.ts';

const LIVE = ['scheduled', 'delivering', 'held'] as const;
const outcomeText = (item: QueueItem): string =>
  item.lastOutcome === null ? '' : item.lastOutcome.kind === 'delivered' ? 'delivered' : item.lastOutcome.detail;

function action(
  word: string,
  what: string,
  method: 'queue.retryNow' | 'queue.hold' | 'queue.release' | 'queue.fail' | 'queue.drop',
): CliCommand {
  return command(`queue ${word} ID...|--all`, what, async ({ control, args, show }) => {
    const all = args.flag('--all');
    const ids = args.rest().map(idOf);
    if (all === ids.length > 0)
      throw new UsageError(`name the entries or say --all: postane queue ${word} ID...|--all`);
    const { affected } = await control.call(method, all ? { filter: { states: [...LIVE] } } : { ids });
    show({ affected }, () => `${affected} ${affected === 1 ? 'entry' : 'entries'}.\n`);
  });
}
export function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0)
    throw new UsageError(`${text} is no id of the queue; see: postane queue list`);
  return Number(text);
}
export const queueCommands = [
  command('queue list [--domain NAME]', 'letters on their way out', async ({ control, args, show }) => {
    const domain = args.option('--domain') ?? undefined;
    args.end();
    const items = await allPages((after) => control.call('queue.list', { after, states: [...LIVE], domain }));
    show(items, () =>
      items.length === 0
        ? 'The queue is empty.\n'
        : table(
            ['ID', 'STATE', 'FROM', 'TO', 'TRIES', 'NEXT TRY', 'LAST WORDS'],
            items.map((item) => [
              String(item.id),
              item.state,
              item.sender || '<>',
              item.recipient,
              String(item.attempts),
              item.state === 'held' ? '-' : time(item.nextAttemptAt),
              outcomeText(item),
            ]),
          ),
    );
  }),
  command('queue show ID', 'one entry with all its attempts', async ({ control, args, show }) => {
    const id = idOf(args.word('ID'));
    args.end();
    const detail = await control.call('queue.get', { id });
    const { item, attempts } = detail;
    show(detail, () => {
      const lines = attempts.map(
        (attempt) =>
          `  ${time(attempt.startedAt)}  ${attempt.outcome.kind}  ${attempt.outcome.kind === 'delivered' ? `${attempt.outcome.reply.code} ${attempt.outcome.reply.text}` : attempt.outcome.detail}\n`,
      );
      return `${item.sender || '<>'} -> ${item.recipient}\n${item.subject}\n${item.state}, ${item.attempts} attempts, next ${time(item.nextAttemptAt)}, until ${time(item.expiresAt)}\n${lines.join('')}`;
    });
  }),
  action('retry', 'try now', 'queue.retryNow'),
  action('hold', 'keep back until released', 'queue.hold'),
  action('release', 'let held letters go on', 'queue.release'),
  action('fail', 'give up and tell the sender', 'queue.fail'),
  action('drop', 'give up and tell nobody', 'queue.drop'),
  command('queue pause', 'send nothing until resumed', async ({ control, args, show }) => {
    args.end();
    await control.call('queue.pause');
    show({ paused: true }, () => 'Sending is paused. Letters are still taken and kept.\n');
  }),
  command('queue resume', 'send again', async ({ control, args, show }) => {
    args.end();
    await control.call('queue.resume');
    show({ paused: false }, () => 'Sending goes on.\n');
  }),
];
