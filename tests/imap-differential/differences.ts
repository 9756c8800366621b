/**
 * Where we answer otherwise than Dovecot 2.3.19, and the sentence of an RFC that makes our answer right. A difference that fits
 * none of these kinds fails the test; a kind that is never seen in the full form fails it too.
 */
import { isList, type Difference } from './helpers/compare-letter.ts';
import { shown, type Value } from './helpers/imap-values.ts';

export interface Kind {
  readonly name: string;
  /** RFC number and section, and its words. */
  readonly rfc: string;
  readonly sentence: string;
  readonly what: string;
  explains(difference: Difference, letter: string): boolean;
}

const lower = (value: Value | undefined): string => shown(value).toLowerCase();
const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
const oneSpaced = (value: string): string => value.replace(/[ \t]+/g, ' ').trim();
const ROBUST = {
  rfc: 'RFC 1122 1.2.2',
  sentence: 'Be liberal in what you accept, and conservative in what you send',
};
/** Names that Dovecot puts where an address has no such part. */
const PLACEHOLDER = /"(MISSING_MAILBOX|MISSING_DOMAIN|SYNTAX_ERROR)"/;
const INVALID_TYPE = {
  rfc: 'RFC 2045 5.2',
  sentence:
    'It is also recommend that this default be assumed when a syntactically invalid Content-Type header field is encountered.',
};

export const KINDS: readonly Kind[] = [
  {
    name: 'day of the internal date',
    rfc: 'RFC 9051 9',
    sentence: 'date-day-fixed = (SP DIGIT) / 2DIGIT',
    what: 'one digit behind a space where Dovecot writes a zero: both are allowed, the date is the same',
    explains: ({ field, ours, theirs }) => field === 'INTERNALDATE' && text(ours).replace(/^ /, '0') === text(theirs),
  },
  {
    name: 'no \\Recent',
    rfc: 'RFC 9051 2.3.2',
    sentence: '\\Recent: This flag was in use in IMAP4rev1 and is now deprecated.',
    what: 'we keep no \\Recent flag',
    explains: ({ field, ours, theirs }) =>
      field === 'FLAGS' && isList(theirs) && shown(ours) === shown(theirs.filter((flag) => shown(flag) !== '\\Recent')),
  },
  {
    name: 'white space in unfolded fields',
    rfc: 'RFC 5322 2.2.3',
    sentence: 'Unfolding is accomplished by simply removing any CRLF that is immediately followed by WSP.',
    what: 'tabs and runs of white space stay; Dovecot makes one space of them',
    explains: ({ field, ours, theirs }) =>
      ['subject', 'date', 'message-id', 'in-reply-to', 'description', 'id', 'location'].includes(field) &&
      oneSpaced(text(ours)) === oneSpaced(text(theirs)),
  },
  {
    name: 'a field that comes twice',
    rfc: 'RFC 5322 4.5',
    sentence: 'the interpretation of multiple occurrences of fields is unspecified.',
    what: 'the first counts; for Dovecot it is the last. (Destination fields are joined by both.)',
    explains: ({ field, ours, theirs }, letter) =>
      field === 'subject' &&
      typeof theirs === 'string' &&
      ours !== undefined &&
      letter.includes(`Subject: ${theirs}\r\n`) &&
      (letter.match(/^subject:/gim)?.length ?? 0) > 1,
  },
  {
    name: 'no host',
    rfc: 'RFC 9051 7.5.2',
    sentence:
      '[RFC5322] group syntax is indicated by a special form of address structure in which the hostname field is NIL.',
    what: 'what has no host or no localpart has the empty one; Dovecot writes MISSING_DOMAIN, MISSING_MAILBOX, as if the letter said so',
    explains: ({ field, ours, theirs }) =>
      field === 'addresses' && shown(ours) === shown(theirs).replace(/"MISSING_(DOMAIN|MAILBOX)"/g, '""'),
  },
  {
    name: 'an address that is none',
    ...ROBUST,
    what: 'its words are shown as they stand, or what can be read as an address; Dovecot replaces or drops them',
    explains: ({ field, theirs }) => field === 'addresses' && PLACEHOLDER.test(shown(theirs)),
  },
  {
    name: 'addresses parted by semicolons',
    ...ROBUST,
    what: 'both addresses are shown; Dovecot drops what follows',
    explains: ({ field, ours, theirs }, letter) =>
      field === 'addresses' &&
      isList(ours) &&
      isList(theirs) &&
      ours.length > theirs.length &&
      /:[^;\r\n]*@[^,\r\n]*;[^;\r\n]*@/.test(letter),
  },
  {
    name: 'case of type names',
    rfc: 'RFC 2045 5.1',
    sentence: 'The type, subtype, and parameter names are not case sensitive.',
    what: 'types, parameter names, encodings and dispositions are shown in lower case; Dovecot shows them as written',
    explains: ({ field, ours, theirs }) =>
      ['type', 'subtype', 'encoding', 'parameters', 'disposition'].includes(field) && lower(ours) === lower(theirs),
  },
  {
    name: 'charset not said',
    rfc: 'RFC 9051 7.5.2',
    sentence:
      'body parameter parenthesized list: A parenthesized list of attribute/value pairs ... as defined in [MIME-IMB].',
    what: 'the parameters the field has; Dovecot adds charset=us-ascii to a text whose Content-Type names none',
    explains: ({ field, ours, theirs }) =>
      field === 'parameters' && lower(theirs) === lower([...(isList(ours) ? ours : []), 'charset', 'us-ascii']),
  },
  {
    name: 'Content-Type that cannot be read',
    ...INVALID_TYPE,
    what: 'text/plain; Dovecot shows empty names, or application/octet-stream',
    explains: ({ field, ours, theirs }) => {
      const [own, other] = [lower(ours), lower(theirs)];
      if (field === 'subtype') return own === '"plain"' && other === '""';
      return (
        field === 'type' && own === '("text" "plain")' && ['("" "")', '("application" "octet-stream")'].includes(other)
      );
    },
  },
  {
    name: 'parameters that cannot be read',
    rfc: 'RFC 2045 5.1',
    sentence: 'parameter := attribute "=" value; attribute := token',
    what: 'one without a name is left out; a value with an unclosed quotation or a wrong character is kept whole',
    explains: ({ field, ours, theirs }, letter) =>
      field === 'parameters' &&
      ((shown(theirs).includes('"" "x"') && !shown(ours).includes('"" "x"')) ||
        /charset="unclosed|v=1\.0\/2|name\*0\*=x/.test(letter)),
  },
  {
    name: 'encodings with something behind them',
    ...ROBUST,
    what: 'the first word counts; Dovecot says 7bit',
    explains: ({ field, ours, theirs }, letter) =>
      field === 'encoding' &&
      lower(theirs) === '"7bit"' &&
      new RegExp(`^content-transfer-encoding: *"?${text(ours)}[" ;,]`, 'im').test(letter),
  },
  {
    name: 'Content fields without MIME-Version',
    rfc: 'RFC 2045 4',
    sentence:
      'In the absence of a MIME-Version field, a receiving mail user agent ... may optionally choose to interpret the body of the message according to local conventions.',
    what: 'we show the Content fields that the letter has; Dovecot shows them only under MIME-Version',
    explains: ({ field, ours, theirs }, letter) =>
      ['encoding', 'disposition', 'language', 'location', 'md5', 'id', 'description'].includes(field) &&
      (theirs === null || theirs === '7bit') &&
      ours !== null &&
      hasMessageWithoutVersion(letter),
  },
  {
    name: 'dispositions that cannot be read',
    rfc: 'RFC 9051 9',
    sentence: 'body-fld-dsp = "(" string SP body-fld-param ")" / nil',
    what: 'NIL, or the word within wrong quotation marks; Dovecot shows an empty name',
    explains: ({ field, ours, theirs }) =>
      field === 'disposition' &&
      isList(theirs) &&
      theirs[0] === '' &&
      (ours === null || (isList(ours) && shown(ours[1]) === shown(theirs[1]))),
  },
  {
    name: 'languages with gaps',
    ...ROBUST,
    what: 'all tags; Dovecot stops at the first gap',
    explains: ({ field, ours, theirs }) =>
      field === 'language' &&
      isList(ours) &&
      (theirs === null ||
        (isList(theirs) && ours.length > theirs.length && theirs.every((tag, at) => tag === ours[at]))),
  },
  {
    name: 'the line break before a boundary',
    rfc: 'RFC 2046 5.1.1',
    sentence: 'The CRLF preceding the boundary delimiter line is conceptually attached to the boundary',
    what: 'a part that is or holds a multipart ends before that line break; Dovecot counts it in',
    explains: ({ field, ours, theirs }) =>
      (field === 'section' && typeof ours === 'string' && theirs === `${ours}\r\n`) ||
      (field === 'size' && typeof ours === 'number' && theirs === ours + 2) ||
      (field === 'lines' && typeof ours === 'number' && theirs === ours + 1),
  },
  {
    name: 'a line that begins like a boundary',
    rfc: 'RFC 2046 5.1.1',
    sentence:
      'The boundary delimiter line is then defined as a line consisting entirely of two hyphen characters ("-", decimal value 45) followed by the boundary parameter value from the Content-Type header field, optional linear whitespace, and a terminating CRLF.',
    what: 'only a whole line is a boundary; for Dovecot its beginning is enough',
    explains: ({ field }, letter) => isOfStructure(field) && hasLineLikeBoundary(letter),
  },
  {
    name: 'a boundary of no characters, or one that ends with a space',
    rfc: 'RFC 2046 5.1.1',
    sentence: 'boundary := 0*69<bchars> bcharsnospace',
    what: 'such a value is no boundary',
    explains: ({ field }, letter) => isOfStructure(field) && /boundary="(| *[^"]* )"/.test(letter),
  },
  {
    name: 'the empty line of a header that has none',
    rfc: 'RFC 9051 6.4.5.1',
    sentence:
      'the blank line is included in all header fetches, except in the case of a message that has no body and no blank line.',
    what: 'no empty line where the letter has none; Dovecot adds one to HEADER.FIELDS',
    explains: ({ field, ours, theirs, item }, letter) =>
      field === 'section' &&
      item.startsWith('BODY[HEADER.FIELDS') &&
      !letter.includes('\r\n\r\n') &&
      text(theirs).replace(/(\r\n)*$/, '') === text(ours).replace(/(\r\n)*$/, ''),
  },
];

const isOfStructure = (field: string): boolean =>
  ['structure', 'section', 'size', 'lines', 'type', 'subtype', 'parameters', 'envelope'].includes(field);

/** Some line is a boundary and more than that. */
function hasLineLikeBoundary(letter: string): boolean {
  const boundaries = [...letter.matchAll(/boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/gi)].map(
    (found) => found[1] ?? found[2] ?? '',
  );
  const lines = letter.split('\r\n').filter((line) => line.startsWith('--'));
  return boundaries.some((boundary) =>
    lines.some((line) => line.startsWith(`--${boundary}`) && !/^(--)?[ \t]*$/.test(line.slice(boundary.length + 2))),
  );
}

/** The letter, or one in it, has a header without MIME-Version. */
function hasMessageWithoutVersion(letter: string): boolean {
  const headers = letter.split('\r\n\r\n').filter((block) => /^(date|from|subject|to|message-id):/im.test(block));
  return headers.some((block) => !/^mime-version:/im.test(block));
}
