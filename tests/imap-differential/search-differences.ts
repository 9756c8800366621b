/**
 * Where SEARCH finds other letters than Dovecot 2.3.19 does, and the sentence of an RFC that makes our answer right. As
 * `differences.ts`: what fits none of these fails the test.
 */
export interface SearchKind {
  readonly name: string;
  readonly rfc: string;
  readonly sentence: string;
  readonly what: string;
  /** @param isOurs we found the letter and Dovecot did not */
  explains(program: string, letter: string, isOurs: boolean): boolean;
}
const WELL_MADE_DATE = /^date:\s*(\w{3},\s+)?(?!31\s+feb)\d{1,2}\s+\w{3}\s+\d{4}\s+([01]\d|2[0-3]):[0-5]\d/i;
const headerOf = (letter: string): string => letter.split('\r\n\r\n')[0] ?? '';
const dateOf = (letter: string): string => /^date:.*(\r\n[ \t].*)*/im.exec(headerOf(letter))?.[0] ?? '';

export const SEARCH_KINDS: readonly SearchKind[] = [
  {
    name: 'letters without a date that can be read',
    rfc: 'RFC 9051 6.4.4',
    sentence:
      'SENTBEFORE <date>: Messages whose [RFC5322] Date: header field (disregarding time and timezone) is earlier than the specified date.',
    what: 'no date is earlier than none; for Dovecot it is 1970. Dates of old and broken forms are read by us where they can be',
    explains: (program, letter) => /SENT/.test(program) && !WELL_MADE_DATE.test(dateOf(letter)),
  },
  {
    name: 'an empty text',
    rfc: 'RFC 9051 6.4.4',
    sentence: 'Note that the empty string is a substring; this is useful when performing a HEADER search',
    what: 'the empty text is part of every text, also of a missing subject',
    explains: (program, letter, isOurs) => program === 'SUBJECT ""' && isOurs && !/^subject:/im.test(headerOf(letter)),
  },
  {
    name: 'the four letters i',
    rfc: 'RFC 9051 6.4.4',
    sentence: 'Consider using [IMAP-I18N] for language-sensitive, case-insensitive searching.',
    what: 'I, İ, ı and i are the same letter, so that a Turkish word is found however it is written',
    explains: (program, _letter, isOurs) => isOurs && /[Iiıİ]/.test(unicode(program)),
  },
  {
    name: 'ß and ss',
    rfc: 'RFC 9051 6.4.4',
    sentence: 'Consider using [IMAP-I18N] for language-sensitive, case-insensitive searching.',
    what: 'the capital form of ß is SS',
    explains: (program, _letter, isOurs) => isOurs && /SS|ß/.test(unicode(program)),
  },
  {
    name: 'addresses without a host',
    rfc: 'RFC 9051 6.4.4',
    sentence: "TO <string>: Messages that contain the specified string in the envelope structure's TO field.",
    what: 'what the letter says is looked through, not what Dovecot puts where it says nothing',
    explains: (program, letter, isOurs) => {
      const [, field = '', sought = ''] = /^(TO|CC|BCC|FROM) "?([^"]*)"?$/.exec(program) ?? [];
      if (isOurs || field === '') return false;
      const value =
        new RegExp(`^${field}:.*(\\r\\n[ \\t].*)*`, 'im').exec(headerOf(letter))?.[0].slice(field.length + 1) ?? '';
      return sought === '@' ? !/@[^\s>,;]/.test(value) : !value.toLowerCase().includes(sought.toLowerCase());
    },
  },
];
const unicode = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
