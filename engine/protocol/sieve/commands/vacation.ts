/** `vacation`. RFC 5230, RFC 6131 (:seconds), RFC 8580 (:fcc) */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Arguments } from '../compile/arguments.ts';
import type { CommandDefinition } from '../compile/definition.ts';
import type { Template } from '../compile/template.ts';
import { readAddress } from '../message/address-text.ts';
import type { Machine } from '../run/machine.ts';
import { RunError } from '../run/run-error.ts';
import type { MailboxTarget } from '../run/seam.ts';
import { compileTarget, TARGET_TAGS } from './target.ts';
import { vacationSilence } from './vacation-silence.ts';

const DAY = 86_400;
const DEFAULT_DAYS = 7;
const MOST_SECONDS = 90 * DAY;
const LONGEST_SUBJECT = 250;

export const vacationCommand: CommandDefinition = {
  extension: 'vacation',
  signature: {
    tags: {
      ...TARGET_TAGS,
      days: { takes: 'number', group: 'period' },
      seconds: { takes: 'number', group: 'period', extension: 'vacation-seconds' },
      subject: { takes: 'text' },
      from: { takes: 'text' },
      addresses: { takes: 'texts' },
      mime: { takes: null },
      handle: { takes: 'text' },
      fcc: { takes: 'text', extension: 'fcc' },
    },
    positional: ['text'],
  },
  compile(args) {
    const fcc = compileFcc(args);
    const from = args.tagText('from');
    const addresses = args.tagTexts('addresses') ?? [];
    for (const address of from === null ? addresses : [from, ...addresses]) checkAddress(address);
    const seconds = readSeconds(args);
    const reason = args.text(0);
    const subject = args.tagText('subject');
    const handle = args.tagText('handle');
    const mime = args.has('mime');
    return (machine) => {
      const own = addresses.map((address) => address.expand(machine));
      const said = {
        reason: reason.expand(machine),
        subject: subject?.expand(machine) ?? null,
        from: from?.expand(machine) ?? null,
      };
      machine.actions.vacation({
        kind: 'vacation',
        to: machine.context.envelopeFrom,
        silence: vacationSilence(machine, own),
        seconds,
        handle: handle?.expand(machine) ?? JSON.stringify([said.reason, said.subject, said.from, mime]),
        subject: said.subject === null ? defaultSubject(machine) : oneLine(said.subject),
        from: said.from === null ? null : checkedFrom(said.from),
        reason: said.reason,
        mime,
        fcc: fcc?.(machine) ?? null,
      });
    };
  },
};

/** The tags of the mailbox belong to `:fcc` and are nothing without it. RFC 8580 3 */
function compileFcc(args: Arguments): ((machine: Machine) => MailboxTarget) | null {
  const name = args.tagText('fcc');
  if (name !== null) {
    const target = compileTarget(args, name);
    // The internal variable is about the letter that came, not about the reply.
    return args.has('flags') ? target : (machine) => ({ ...target(machine), flags: [] });
  }
  const alone = Object.keys(TARGET_TAGS).find((tag) => args.has(tag));
  if (alone === undefined) return null;
  throw new ScriptError(
    'missingArgument',
    args.at,
    `:${alone} says where the copy of the reply goes and wants :fcc with a mailbox`,
  );
}

/** At least a day when it is said in days; 0 seconds answer every time. RFC 5230 4.1, RFC 6131 2 */
function readSeconds(args: Arguments): number {
  const seconds = args.tagNumber('seconds');
  if (seconds !== null) return Math.min(seconds, MOST_SECONDS);
  return Math.min(Math.max(args.tagNumber('days') ?? DEFAULT_DAYS, 1) * DAY, MOST_SECONDS);
}

function checkAddress({ constant, at }: Template): void {
  if (constant !== null && readAddress(constant) === null)
    throw new ScriptError('badAddress', at, `"${constant}" is no mail address. Write it as name@example.com`);
}

/** As written: a name before the address is kept. */
function checkedFrom(text: string): string {
  if (readAddress(text) === null)
    throw new RunError('badValue', `"${text}" is no mail address from which an absence note could come`);
  return text.trim();
}

/** RFC 5230 4.3 */
function defaultSubject({ letter }: Machine): string {
  return oneLine(`Auto: ${letter.fields('subject')[0] ?? ''}`);
}

function oneLine(text: string): string {
  const line = text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
  return [...line].slice(0, LONGEST_SUBJECT).join('');
}
