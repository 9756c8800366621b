/** IMAP command lines from a seed: half of them as the grammar wants them, half hurt in some way. Octets as latin1. For tests. */
import type { Random } from '../../helpers/random.ts';

/** `{kind}` is replaced by a word of that kind. */
const TEMPLATES = [
  ...[
    'CAPABILITY',
    'NOOP',
    'NAMESPACE',
    'CHECK',
    'EXPUNGE',
    'LIST "" {pattern}',
    'LIST ({listOption}) "" ({pattern} {pattern}) RETURN ({listReturn})',
  ],
  ...[
    'LSUB "" *',
    'STATUS {mailbox} ({status} {status})',
    'SELECT {mailbox}',
    'EXAMINE {mailbox}',
    'SELECT {mailbox} (CONDSTORE)',
    'SELECT {mailbox} (QRESYNC ({number} {number} {set}))',
  ],
  ...[
    'CREATE {mailbox}',
    'CREATE {mailbox} (USE ({use}))',
    'DELETE {mailbox}',
    'RENAME {mailbox} {mailbox}',
    'SUBSCRIBE {mailbox}',
    'UNSUBSCRIBE {mailbox}',
  ],
  ...[
    'APPEND {mailbox} ({flag}) {date} {literal}',
    'APPEND {mailbox} {literal} {literal}',
    'APPEND {mailbox} CATENATE (TEXT {literal} URL {word})',
    'REPLACE {number} {mailbox} {literal}',
  ],
  ...[
    'FETCH {set} ({item} {item} {item})',
    'FETCH {set} {item}',
    'UID FETCH {set} ({item}) (CHANGEDSINCE {number})',
    'UID FETCH {set} ({item} {item}) (CHANGEDSINCE 1 VANISHED)',
  ],
  ...[
    'STORE {set} {storeItem} ({flag} {flag})',
    'UID STORE {set} (UNCHANGEDSINCE {number}) {storeItem} ({flag})',
    'COPY {set} {mailbox}',
    'UID COPY {set} {mailbox}',
    'MOVE {set} {mailbox}',
    'UID MOVE {set} {mailbox}',
    'UID EXPUNGE {set}',
  ],
  ...[
    'SEARCH {key} {key}',
    'SEARCH RETURN ({searchReturn} {searchReturn}) {key}',
    'UID SEARCH CHARSET {charset} {key}',
    'SEARCH NOT ({key} OR {key} {key})',
    'SEARCH FUZZY {key}',
    'ESEARCH IN (mailboxes {mailbox}) {key}',
  ],
  ...[
    'SORT ({sort} REVERSE {sort}) {charset} {key}',
    'UID SORT RETURN (COUNT MIN) ({sort}) UTF-8 {key}',
    'THREAD {thread} UTF-8 {key}',
    'UID THREAD {thread} UTF-8 {key}',
  ],
  ...[
    'ENABLE {capability} {capability}',
    'ID ({string} {string})',
    'ID NIL',
    'GETQUOTAROOT {mailbox}',
    'GETQUOTA ""',
    'SETQUOTA "" (STORAGE {number})',
    'IDLE\r\nDONE',
    'IDLE\r\n{word}',
    'LANGUAGE {word}',
    'NOTIFY SET (SELECTED (MessageNew MessageExpunge))',
    'NOTIFY NONE',
  ],
  ...[
    'GETACL {mailbox}',
    'SETACL {mailbox} {word} lrs',
    'MYRIGHTS {mailbox}',
    'LISTRIGHTS {mailbox} {word}',
    'DELETEACL {mailbox} {word}',
    'GETMETADATA {mailbox} /private/comment',
    'SETMETADATA {mailbox} (/private/comment {string})',
    'GETMETADATA (DEPTH infinity MAXSIZE 10) "" (/shared)',
  ],
  ...[
    'CLOSE',
    'UNSELECT',
    'LOGIN {string} {string}',
    'AUTHENTICATE PLAIN {word}',
    'AUTHENTICATE PLAIN\r\n{word}',
    'AUTHENTICATE SCRAM-SHA-256\r\n{word}',
    'STARTTLS',
    'LOGOUT',
    'COMPRESS DEFLATE',
    'XUNKNOWN {word}',
    'UID',
    'UID UID FETCH 1 FLAGS',
  ],
];
const WORDS: Readonly<Record<string, readonly string[]>> = {
  mailbox: [
    'INBOX',
    'inbox',
    'a',
    'a/b',
    'a/b/c',
    '"Taslaklar"',
    'Trash',
    '&AOc-',
    '"&ANY-p"',
    '"İş"',
    '{3+}\r\nabc',
    '""',
    '"Other Users/x@y/INBOX"',
    'a//b',
    '*',
    '"a\\"b"',
    'INBOX/sub',
  ],
  pattern: ['*', '%', '"a/%"', '""', 'INBOX', '"*/*/*"', '%/%', '"&-*"'],
  listOption: ['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH SUBSCRIBED', 'SPECIAL-USE'],
  listReturn: ['CHILDREN', 'SUBSCRIBED', 'SPECIAL-USE', 'STATUS (MESSAGES UIDNEXT)', 'MYRIGHTS'],
  status: ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'SIZE', 'DELETED', 'HIGHESTMODSEQ', 'MAILBOXID', 'RECENT'],
  use: ['\\Trash', '\\Sent', '\\Drafts', '\\Junk', '\\Archive', '\\All', '\\Nothing'],
  number: ['0', '1', '2', '17', '4294967295', '4294967296', '18446744073709551615', '99999999999999999999'],
  set: [
    '1',
    '1:*',
    '*',
    '2:4',
    '4:2',
    '1,3,5:9,*',
    '0',
    '1:4294967295',
    '$',
    '4294967296',
    '*:*',
    '1:2:3',
    ',',
    Array.from({ length: 300 }, (_, at) => at * 2 + 1).join(','),
  ],
  flag: ['\\Seen', '\\Deleted', '\\Flagged', '$Junk', 'kendi', '\\Recent', '\\Bad', '\\*', '$', 'a'.repeat(300)],
  date: ['" 1-Jan-2024 00:00:00 +0300"', '"31-Feb-2024 25:61:61 +9999"', '"x"', 'NIL'],
  storeItem: ['FLAGS', '+FLAGS', '-FLAGS', '+FLAGS.SILENT', 'FLAGS.SILENT', '*FLAGS'],
  item: [
    'FLAGS',
    'UID',
    'ENVELOPE',
    'BODY',
    'BODYSTRUCTURE',
    'INTERNALDATE',
    'RFC822.SIZE',
    'MODSEQ',
    'PREVIEW',
    'PREVIEW (LAZY)',
    'SAVEDATE',
    'EMAILID',
    'THREADID',
    'BODY.PEEK[]',
    'BODY[1]',
    'BODY.PEEK[1.2.3.MIME]',
    'BODY.PEEK[HEADER.FIELDS (From To)]',
    'BODY.PEEK[HEADER.FIELDS.NOT ({3+}\r\nbcc)]',
    'BODY.PEEK[TEXT]<0.10>',
    'BODY.PEEK[]<4294967295.1>',
    'BINARY.PEEK[1]',
    'BINARY.SIZE[1]',
    'RFC822.HEADER',
    'RFC822',
    'ALL',
    'FULL',
    'BODY[0]',
    'BODY.PEEK[99999999999]',
    'BODY.PEEK[1.1.1.1.1.1.1.1.1.1.1.1.1]',
  ],
  key: [
    'ALL',
    'SEEN',
    'UNSEEN',
    'KEYWORD $Junk',
    'SUBJECT x',
    'BODY {string}',
    'TEXT {string}',
    'FROM a',
    'HEADER x-y ""',
    'LARGER 1',
    'SMALLER 99999',
    'SINCE 1-Jan-2020',
    'SENTON 31-Feb-2020',
    'OLDER 1',
    'YOUNGER 99',
    'MODSEQ 1',
    'UID 1:*',
    '1:3',
    'NOT SEEN',
    'OR SEEN ANSWERED',
    'EMAILID x',
    'SAVEDBEFORE 1-Jan-2030',
    '$',
    '('.repeat(60),
    '(SEEN)',
    'NOT NOT NOT ALL',
    'NEW',
  ],
  searchReturn: ['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE', 'PARTIAL 1:5', 'PARTIAL -1:-3', 'RELEVANCY', 'NONE'],
  charset: ['UTF-8', 'US-ASCII', 'latin5', '"utf-8"', 'x'],
  sort: ['ARRIVAL', 'DATE', 'FROM', 'TO', 'CC', 'SIZE', 'SUBJECT', 'DISPLAYFROM', 'DISPLAYTO', 'RELEVANCY', 'NOTHING'],
  thread: ['REFERENCES', 'ORDEREDSUBJECT', 'REFS', 'X'],
  capability: ['IMAP4rev2', 'CONDSTORE', 'QRESYNC', 'UTF8=ACCEPT', 'UIDONLY', 'NOTHING'],
  string: ['"x"', 'x', '""', '{1+}\r\ny', '{0+}\r\n', '"\\"', '"a\\\\b"', '"\xc4\xb1"', '"\xff"', 'NIL'],
  word: ['x', '=', '*', 'AAAA', 'AGEAYgBj', 'tr', 'en', '\xff\xfe', '"', 'biws'],
  literal: [
    '{12+}\r\nSubject: x\r\n',
    '{0+}\r\n',
    '{30+}\r\nSubject: x\r\n\r\nx\0y\nz\rw\xff\xfe....',
    '{5+}\r\nabc\r\n',
    '~{4+}\r\na\0bc',
    '{3}\r\nabc',
    '{99999999999+}\r\nx',
    '{70000+}\r\n' + 'y'.repeat(70_000),
    'NIL',
  ],
};
const NOISE = [
  '\0',
  '\r',
  '\n',
  '\xff',
  '{',
  '}',
  '(',
  ')',
  '"',
  '\\',
  '*',
  '%',
  '[',
  ']',
  '<',
  '>',
  '&',
  '~',
  '+',
  '\t',
  '{9+}',
  '{1+}\r\n',
  '\r\n',
  ' '.repeat(40),
  'é',
];

export function commandLine(random: Random, tag: string): string {
  const whole = `${tag} ${filled(random.of(TEMPLATES), random, 0)}`;
  if (random.chance(0.5)) return `${whole}\r\n`;
  let hurt = whole;
  for (let times = 1 + random.upTo(3); times > 0; times -= 1) hurt = damaged(hurt, random);
  return `${hurt}\r\n`;
}

function filled(template: string, random: Random, depth: number): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_gap, kind: string) => {
    const word = random.of(WORDS[kind] ?? ['x']);
    return depth < 3 ? filled(word, random, depth + 1) : word;
  });
}

function damaged(line: string, random: Random): string {
  const at = random.upTo(line.length + 1);
  const to = at + random.upTo(8);
  switch (random.upTo(7)) {
    case 0:
      return line.slice(0, at) + random.of(NOISE) + line.slice(at);
    case 1:
      return line.slice(0, at) + line.slice(to);
    case 2:
      return line.slice(0, at);
    case 3:
      return line.slice(0, at) + line.slice(at, to).repeat(random.upTo(40)) + line.slice(to);
    case 4:
      return line.slice(0, at) + String.fromCharCode(random.upTo(256)) + line.slice(at + 1);
    case 5: {
      const words = line.split(' ');
      const [a, b] = [random.upTo(words.length), random.upTo(words.length)];
      [words[a], words[b]] = [words[b] ?? '', words[a] ?? ''];
      return words.join(' ');
    }
    default:
      return line + ' ' + line.slice(at, to);
  }
}
