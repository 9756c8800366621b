/** The tags that say which mailbox takes a copy, of `fileinto` and of `:fcc`. RFC 5490 3.2, RFC 8579 4, RFC 9042 3, RFC 5232 5 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Arguments, TagRule } from '../compile/arguments.ts';
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';
import { RunError } from '../run/run-error.ts';
import type { MailboxTarget } from '../run/seam.ts';
import { FLAGS_TAG, flagsOf } from './flags.ts';

export const TARGET_TAGS: Readonly<Record<string, TagRule>> = {
  ...FLAGS_TAG,
  create: { takes: null, extension: 'mailbox' },
  specialuse: { takes: 'text', extension: 'special-use', group: 'target' },
  mailboxid: { takes: 'text', extension: 'mailboxid', group: 'target' },
};
const LONGEST_NAME = 1_000;

/** @param name the mailbox; checked when it holds no variable, else at each run */
export function compileTarget(args: Arguments, name: Template): (machine: Machine) => MailboxTarget {
  const specialUse = args.tagText('specialuse');
  const mailboxId = args.tagText('mailboxid');
  const flags = args.tagTexts('flags');
  const create = args.has('create');
  const problem = name.constant === null ? null : nameProblem(name.constant);
  if (problem !== null) throw new ScriptError('badMailbox', name.at, problem);
  if (specialUse !== null && specialUse.constant !== null && !/^\\[a-z]+$/i.test(specialUse.constant))
    throw new ScriptError(
      'badMailbox',
      specialUse.at,
      `"${specialUse.constant}" is no use of a mailbox. Write it as "\\\\Junk"`,
    );
  return (machine) => ({
    name: canonicalName(checkedName(name.expand(machine))),
    create,
    specialUse: specialUse?.expand(machine) ?? null,
    mailboxId: mailboxId?.expand(machine) ?? null,
    flags: flagsOf(flags, machine),
  });
}

/** RFC 9051 5.1 */
function canonicalName(name: string): string {
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
}

function checkedName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== null) throw new RunError('badValue', problem);
  return name;
}

/** null: it can be a mailbox's name. */
function nameProblem(name: string): string | null {
  if (name === '') return 'The name of the mailbox is empty';
  if (name.length > LONGEST_NAME) return `The name of the mailbox is longer than ${LONGEST_NAME} characters`;
  if (name.includes('\ufffd')) return 'The name of the mailbox holds a part of a character';
  return /[\x00-\x1f\x7f]/.test(name) ? 'The name of the mailbox holds a control character' : null;
}
