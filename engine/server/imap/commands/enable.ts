/** ENABLE. RFC 9051 6.3.1, RFC 7162 (CONDSTORE) */
import { command, LOGGED_IN } from '../imap-command.ts';

const MOST_WORDS = 50;

export const enable = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const words: string[] = [];
    do {
      line.space();
      words.push(line.word('capability'));
    } while (!line.atEnd() && words.length < MOST_WORDS);
    line.end();
    return words;
  },
  async run(session, words) {
    const enabled: string[] = [];
    if (words.includes('CONDSTORE') && !session.isCondstore) {
      session.isCondstore = true;
      enabled.push('CONDSTORE');
    }
    if (words.includes('IMAP4REV2') && !session.isRev2) {
      session.isRev2 = true;
      enabled.push('IMAP4rev2');
    }
    session.respond.untagged(['ENABLED', ...enabled].join(' '));
  },
});
