/** Arguments of ESEARCH, the search of several mailboxes. RFC 7377 2.2 */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { mailboxSources, type MailboxSource } from './mailbox-sources.ts';
import { assertRelevant, returnOptions, type ReturnOptions } from './search-arguments.ts';
import { searchProgram, type SearchProgram } from './search-program.ts';

export interface EsearchArguments {
  readonly sources: readonly MailboxSource[];
  readonly returning: ReturnOptions;
  readonly program: SearchProgram;
}

export function esearchArguments(line: CommandParser): EsearchArguments {
  line.space();
  const sources = sourcesOf(line);
  const returning = returnOptions(line) ?? { names: ['ALL'], partial: null };
  const program = searchProgram(line);
  assertRelevant(returning, program);
  const isSelectedAlone = sources.every(({ kind }) => kind === 'selected');
  if (!isSelectedAlone && program.usesSelected)
    throw new ImapSyntaxError('message numbers and $ belong to the selected mailbox alone');
  if (!isSelectedAlone && returning.names.includes('SAVE'))
    throw new ImapSyntaxError('SAVE is for a search of the selected mailbox alone');
  return { sources, returning, program };
}

/** The selected mailbox when none is named. */
function sourcesOf(line: CommandParser): readonly MailboxSource[] {
  if (!line.maybeWord('IN')) return [{ kind: 'selected' }];
  const sources = mailboxSources(line);
  line.space();
  return sources;
}
