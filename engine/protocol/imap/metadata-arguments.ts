/** GETMETADATA and SETMETADATA. RFC 5464 4.2, 4.3, 5 */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

export interface GetMetadataArguments {
  /** '' is the server. */
  readonly name: string;
  readonly entries: readonly string[];
  readonly maxSize: number;
  /** Levels below each entry. */
  readonly depth: number;
}
export interface MetadataSetting {
  readonly name: string;
  readonly value: Uint8Array | null;
}
const MOST_ENTRIES = 100;
const LONGEST_NAME = 256;

/** SP ["(" options ")" SP] mailbox SP (entry / "(" entries ")") */
export function getMetadataArguments(line: CommandParser): GetMetadataArguments {
  let maxSize = Infinity;
  let depth = 0;
  line.space();
  if (line.peek() === '(') {
    line.list(() => {
      const option = line.oneOf(['MAXSIZE', 'DEPTH'], 'metadata option');
      line.space();
      if (option === 'MAXSIZE') maxSize = line.number('size');
      else depth = { '0': 0, '1': 1, INFINITY: Infinity }[line.oneOf(['0', '1', 'INFINITY'], 'depth')];
    });
    line.space();
  }
  const name = line.mailbox();
  line.space();
  const entries = line.peek() === '(' ? line.list(() => entryName(line)) : [entryName(line)];
  line.end();
  if (entries.length > MOST_ENTRIES) throw new ImapSyntaxError(`at most ${MOST_ENTRIES} entries in one command`);
  return { name, entries, maxSize, depth };
}

/** SP mailbox SP "(" entry SP value *(SP entry SP value) ")" */
export function setMetadataArguments(line: CommandParser): {
  readonly name: string;
  readonly settings: readonly MetadataSetting[];
} {
  line.space();
  const name = line.mailbox();
  line.space();
  const settings = line.list((): MetadataSetting => {
    const entry = entryName(line);
    line.space();
    const value = line.nstring('value');
    return { name: entry, value: value === null ? null : Buffer.from(value, 'latin1') };
  });
  line.end();
  if (settings.length > MOST_ENTRIES) throw new ImapSyntaxError(`at most ${MOST_ENTRIES} entries in one command`);
  return { name, settings };
}

/** Names are compared without case: small letters stand for both. RFC 5464 3.2 */
function entryName(line: CommandParser): string {
  const name = line.astring('entry name').toLowerCase();
  if (!/^\/(private|shared)(\/[\x21-\x24\x26-\x29\x2b-\x2e\x30-\x7e]+)+$/.test(name))
    throw new ImapSyntaxError('an entry is named /private/... or /shared/..., in ASCII, without "*", "%" and "//"');
  if (name.length > LONGEST_NAME) throw new ImapSyntaxError(`an entry name may have ${LONGEST_NAME} characters`);
  return name;
}
