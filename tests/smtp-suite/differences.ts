/**
 * Where we answer otherwise than Debian's Postfix 3.7, and the sentence of an RFC that makes our answer right. A difference that
 * none of these explains fails the suite; so does one that is never seen.
 */
export interface Difference {
  readonly what: string;
  /** RFC and section, and its words. */
  readonly rfc: string;
  readonly sentence: string;
  /** Codes in order, ours and Postfix's. */
  readonly ours: string;
  readonly theirs: string;
  of(name: string): boolean;
}
const about =
  (...words: readonly string[]) =>
  (name: string): boolean =>
    words.some((word) => name.includes(word));
const SYNTAX = {
  rfc: 'RFC 5321 4.2.2',
  sentence: '501 Syntax error in parameters or arguments',
};
const MAILBOX = {
  rfc: 'RFC 5321 4.1.2',
  sentence: 'Mailbox = Local-part "@" ( Domain / address-literal )',
};
const DOT_STRING = { rfc: 'RFC 5321 4.1.2', sentence: 'Dot-string = Atom *("." Atom)' };
const UNKNOWN = {
  rfc: 'RFC 5321 4.2.4',
  sentence: 'If the command is not recognized, code 500 SHOULD be returned.',
};
const NOT_IMPLEMENTED = {
  rfc: 'RFC 5321 4.2.4',
  sentence: '502 SHOULD be used when the command is actually recognized by the SMTP server, but not implemented.',
};
const NO_PARAMETER = {
  rfc: 'RFC 5321 4.1.1.11',
  sentence:
    'If the server SMTP does not recognize or cannot implement one or more of the parameters associated with a particular MAIL FROM or RCPT TO command, it will return code 555.',
};

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'a relay is refused with 550',
    rfc: 'RFC 5321 3.6.2',
    sentence:
      'If it declines to relay mail to a particular address for policy reasons, a 550 response SHOULD be returned.',
    ours: '250 250 550',
    theirs: '250 250 554',
    of: about('RCPT: '),
  },
  {
    what: 'VRFY tells nothing, not even that it would not relay',
    rfc: 'RFC 5321 7.3',
    sentence:
      'If a site disables these commands for security reasons, the SMTP server MUST return a 252 response, rather than a code that could be confused with successful or unsuccessful verification.',
    ours: '250 250 250 250 252 250',
    theirs: '250 250 250 250 554 250',
    of: about('order: RSET'),
  },
  {
    what: 'HELO has one name',
    rfc: 'RFC 5321 4.1.1.1',
    sentence: 'helo = "HELO" SP Domain CRLF',
    ours: '501',
    theirs: '250',
    of: about('HELO a b'),
  },
  { what: 'EXPN is known but not offered', ...NOT_IMPLEMENTED, ours: '250 502', theirs: '250 500', of: about('EXPN') },
  {
    what: 'AUTH is known but not offered',
    ...NOT_IMPLEMENTED,
    ours: '250 502',
    theirs: '250 503',
    of: about('AUTH PLAIN'),
  },
  { what: 'ETRN is not known', ...UNKNOWN, ours: '250 500', theirs: '250 459', of: about('ETRN') },
  {
    what: 'XCLIENT and XFORWARD are not known to strangers',
    rfc: 'RFC 5321 4.1.5',
    sentence:
      'An SMTP server that does not recognize such a command is expected to reply with "500 Command not recognized".',
    ours: '250 500',
    theirs: '250 550',
    of: about('XCLIENT', 'XFORWARD'),
  },
  {
    what: 'HELP helps',
    rfc: 'RFC 5321 4.1.1.8',
    sentence: 'SMTP servers SHOULD support HELP without arguments and MAY support it with arguments.',
    ours: '250 214',
    theirs: '250 500',
    of: about('HELP'),
  },
  {
    what: 'a command begins with its verb, not with a space',
    rfc: 'RFC 5321 4.1.1.9',
    sentence: 'noop = "NOOP" [ SP String ] CRLF',
    ours: '250 500',
    theirs: '250 250',
    of: about('command:  NOOP'),
  },
  {
    what: 'DATA with a parameter is a syntax error before all else',
    rfc: 'RFC 5321 4.1.1',
    sentence:
      'In the absence of specific extensions offered by the server and accepted by the client, clients MUST NOT send such parameters and servers SHOULD reject commands containing them as having invalid syntax.',
    ours: '250 250 501',
    theirs: '250 250 554',
    of: about('DATA now'),
  },
  {
    what: 'a sender that is no mailbox',
    ...MAILBOX,
    ours: '250 501',
    theirs: '250 250',
    of: about('<<u@uzak.example>>', 'FROM:<u>', '<u@[192.0.2.1>', '<u@v@uzak.example>'),
  },
  {
    what: 'a sender with a misplaced dot',
    ...DOT_STRING,
    ours: '250 501',
    theirs: '250 250',
    of: about('<.u@', '<u.@', '<u..v@'),
  },
  {
    what: 'a recipient that is no mailbox, where Postfix sees a relay',
    ...MAILBOX,
    ours: '250 250 501',
    theirs: '250 250 554',
    of: about('TO:<ayse>', '<x@elsewhere.example@{us}>'),
  },
  {
    what: 'a space in a recipient',
    ...MAILBOX,
    ours: '250 250 501',
    theirs: '250 250 250',
    of: about('<ayse@ {us}>'),
  },
  {
    what: 'a recipient with a misplaced dot',
    ...DOT_STRING,
    ours: '250 250 501',
    theirs: '250 250 550',
    of: about('<.ayse@{us}>'),
  },
  {
    what: 'a parameter that is known, with a value that it cannot have',
    ...SYNTAX,
    ours: '250 501',
    theirs: '250 555',
    of: (name) => /BODY(?:=X)?$|SMTPUTF8=1$/.test(name),
  },
  {
    what: 'AUTH with MAIL where signing in is not offered',
    ...NO_PARAMETER,
    ours: '250 555',
    theirs: '250 250',
    of: about('AUTH=<>'),
  },
  {
    what: 'NOTIFY where reports are not offered',
    ...NO_PARAMETER,
    ours: '250 250 555',
    theirs: '250 250 501',
    of: about('NOTIFY='),
  },
  {
    what: 'a bare CR or LF in a letter',
    rfc: 'RFC 5321 2.3.8',
    sentence:
      'Conforming implementations MUST NOT recognize or generate any other character or character sequence as a line terminator.',
    ours: '250 250 250 354 550',
    theirs: '250 250 250 354 250',
    of: (name) => /^15[3-6] letter: /.test(name),
  },
  {
    what: 'NUL in a letter',
    rfc: 'RFC 2045 2.8',
    sentence:
      'As with "7bit data" CR and LF octets only occur as part of CRLF line separation sequences and no NULs are allowed.',
    ours: '250 250 250 354 550',
    theirs: '250 250 250 354 250',
    of: (name) => name.startsWith('157 letter: '),
  },
  {
    what: 'a chunk of no octets that is not the last',
    rfc: 'RFC 3030 2',
    sentence: 'chunk-size ::= 1*DIGIT',
    ours: '250 250 250 250 250',
    theirs: '250 250 250 551 551',
    of: about('chunk: BDAT 0 LAST'),
  },
  {
    what: 'BDAT without a count is a syntax error; 521 would say that no mail is ever taken',
    ...SYNTAX,
    ours: '250 250 250 501',
    theirs: '250 250 250 521',
    of: about('chunk: BDAT'),
  },
];
