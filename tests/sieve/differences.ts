/** Where we answer otherwise than Pigeonhole 0.5.19, and the sentence of an RFC that makes our answer right. */

interface Finding {
  /** The script, or the letter and the condition. */
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}
export interface Difference {
  readonly name: string;
  readonly rfc: string;
  readonly sentence: string;
  explains(finding: Finding): boolean;
}
const NAMES_OF_MAILBOXES = {
  rfc: 'RFC 5228 4.1',
  sentence:
    'Implementations MAY place restrictions on mailbox names; use of an invalid mailbox name MAY be treated as an error or result in delivery to an implementation-defined mailbox.',
};
const CHECKS = {
  rfc: 'RFC 5228 2.10.6',
  sentence:
    'Implementations MUST perform syntactic, semantic, and run-time checks on code that is actually executed.  Implementations MAY perform those checks or any part of them on code that is not reached during execution.',
};
const refused = (text: string, code: string): boolean => text.includes('"refused"') && text.includes(code);

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'INBOX in another case',
    rfc: 'RFC 9051 5.1',
    sentence:
      'The case-insensitive mailbox name INBOX is a special name reserved to mean "the primary mailbox for this user on this server".',
    explains: ({ name, ours, theirs }) =>
      /fileinto "Inbox"/i.test(name) && ours === theirs.replace(/store Inbox/i, 'store INBOX'),
  },
  {
    name: 'an unquoted localpart that starts with a dot',
    rfc: 'RFC 5228 2.4.2.3',
    sentence:
      'It is an error for a script to execute an action with a value for use as an outbound address that doesn\'t match the "sieve-address" syntax.',
    explains: ({ name, ours }) => name.includes('redirect ".a@b.c"') && refused(ours, 'badAddress'),
  },
  {
    name: 'a vacation of no days',
    rfc: 'RFC 5230 4.1',
    sentence: 'Sites MAY define a different minimum value as long as the minimum is greater than 0.',
    explains: ({ ours, theirs }) => theirs.replace('vacation 0 s', 'vacation 86400 s') === ours && ours !== theirs,
  },
  {
    name: 'addresses of vacation are checked when the script is stored',
    ...CHECKS,
    explains: ({ name, ours, theirs }) =>
      name.includes(':addresses "nonsense"') && refused(ours, 'badAddress') && theirs.includes('error'),
  },
  {
    name: 'an unknown name space is found when the script is stored',
    rfc: 'RFC 5229 3',
    sentence:
      'References to namespaces without a prior require statement for the relevant extension MUST cause an error.',
    explains: ({ ours, theirs }) => refused(ours, 'badVariable') && theirs.includes('unknown namespace'),
  },
  {
    name: 'letters are put in order as capitals',
    rfc: 'RFC 4790 9.2.1',
    sentence:
      'Its equality, ordering, and substring operations are as for i;octet, except that at first, the lower-case letters (octet values 97-122) in each input string are changed to upper case (octet values 65-90).',
    explains: ({ name }) =>
      /:value "(?:gt|ge|lt|le)"(?! :comparator "i;(?:octet|ascii-numeric)")[^(]*[[\\\]^_`]/.test(name),
  },
  {
    name: 'string compares without case unless it is told otherwise',
    rfc: 'RFC 5228 2.7.3',
    sentence: 'If left unspecified, the default is "i;ascii-casemap".',
    explains: ({ name }) => /^(?:plain: |\d+: if )string (?!.*:comparator)/.test(name) && !name.includes('*?*?*'),
  },
  {
    name: 'two wildcards of one character between others',
    rfc: 'RFC 5228 2.7.1',
    sentence: '"*" matches zero or more characters in the value and "?" matches a single character in the value',
    explains: ({ name, ours }) => name.includes('string :matches "ab" "*?*?*"') && ours === 'true',
  },
  {
    name: 'names of mailboxes that none can have',
    ...NAMES_OF_MAILBOXES,
    explains: ({ name, ours }) =>
      name.includes('fileinto') && (refused(ours, 'badMailbox') || ours.includes('The name of the mailbox')),
  },
  {
    name: 'duplicate asked twice',
    rfc: 'RFC 7352 3',
    sentence:
      'implementations MUST only update the internal duplicate-tracking list when the Sieve script execution finishes successfully.',
    explains: ({ name, theirs }) =>
      name.includes('if duplicate { fileinto "D"; } if duplicate') && theirs.includes('failed'),
  },
  {
    name: 'relations in capitals',
    rfc: 'RFC 5234 2.3',
    sentence: 'ABNF strings are case insensitive and the character set for these strings is US-ASCII.',
    explains: ({ name, theirs }) => name.includes(':value "EQ"') && theirs.includes('"refused"'),
  },
  {
    name: 'parts of a date and zones that are none',
    ...CHECKS,
    explains: ({ ours }) => refused(ours, 'badDate'),
  },
  {
    name: 'a tab stays where a field was folded with one',
    rfc: 'RFC 5322 2.2.3',
    sentence: 'Unfolding is accomplished by simply removing any CRLF that is immediately followed by WSP.',
    explains: ({ name }) => name.includes('X-Folded'),
  },
  {
    name: 'the words of an HTML text',
    rfc: 'RFC 5173 5.3',
    sentence:
      'The ":text" body transform matches against the results of an implementation\'s best effort at extracting UTF-8 encoded text from a message.',
    explains: ({ name, ours }) => name === 'parts: body :text :contains "Total 100 items"' && ours === 'true',
  },
];
