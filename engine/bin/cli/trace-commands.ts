/** postane trace: the story of a letter, by address, Message-ID, subject, or id of the queue. */
import type { LetterStory } from '../../control/contract.ts';
import type { DatedFact } from '../../model/letter.ts';
import { assertNever } from '../../lib/assert.ts';
import { CannotError } from './cli-error.ts';
import { command, type CliContext } from './command.ts';
import { time } from './table.ts';

const MOST_LETTERS = 20;

async function storiesOf({ control }: CliContext, what: string): Promise<LetterStory[]> {
  if (/^\d{1,15}$/.test(what)) {
    const { item } = await control.call('queue.get', { id: Number(what) });
    return [await control.call('letters.get', { id: item.letterId })];
  }
  const text = what.replace(/^<|>$/g, '');
  const { items } = await control.call('letters.search', { text, limit: MOST_LETTERS });
  return Promise.all(items.map(({ id }) => control.call('letters.get', { id })));
}
function factText({ fact }: DatedFact): string {
  switch (fact.kind) {
    case 'accepted':
      return `accepted by ${fact.origin.via}${fact.origin.peer === null ? '' : ` from ${fact.origin.peer}`}${fact.origin.login === null ? '' : ` (${fact.origin.login})`}, ${fact.sizeBytes} bytes`;
    case 'checked':
      return `SPF ${fact.result.spf.result}, DKIM ${fact.result.dkim.map((key) => key.result).join(' ') || 'none'}, DMARC ${fact.result.dmarc.result}`;
    case 'signed':
      return `signed by ${fact.selector}._domainkey.${fact.domain}`;
    case 'stored':
      return `put into ${fact.mailbox} of ${fact.account}`;
    case 'queued':
      return `queued for ${fact.recipient} as ${fact.entryId}`;
    case 'attempt':
      return `attempt ${fact.number} to ${fact.recipient}: ${fact.outcome.kind}: ${fact.outcome.kind === 'delivered' ? `${fact.outcome.reply.code} ${fact.outcome.reply.text}` : fact.outcome.detail}`;
    case 'reported':
      return `${fact.report} report for ${fact.recipient} sent to the sender`;
    case 'action':
      return `${fact.action} for ${fact.recipient} by ${fact.by}`;
    case 'expunged':
      return `deleted from ${fact.mailbox} of ${fact.account} by ${fact.by}`;
    default:
      return assertNever(fact, 'fact');
  }
}
export const traceCommands = [
  command('trace ADDRESS|MESSAGE-ID|QUEUE-ID', 'what became of a letter', async (context) => {
    const what = context.args.word('ADDRESS, MESSAGE-ID or QUEUE-ID');
    context.args.end();
    const stories = await storiesOf(context, what);
    if (stories.length === 0 && !context.json) throw new CannotError(`no letter is known with ${what}`);
    context.show(stories, () =>
      stories
        .map(
          ({ letter, facts }) =>
            `${letter.subject || '(no subject)'}\n${letter.sender || '<>'} -> ${letter.recipients.map((one) => `${one.address} (${one.state})`).join(', ')}\n${facts.map((fact) => `  ${time(fact.at)}  ${factText(fact)}\n`).join('')}`,
        )
        .join('\n'),
    );
  }),
];
