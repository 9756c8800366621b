/** LANGUAGE: which languages status texts come in, and the choice of one. RFC 5255 3.2-3.3 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { ANY_STATE, command } from '../imap-command.ts';
import { chosenLanguage, LANGUAGES } from '../human-texts.ts';
import { tellNamespaces } from '../namespaces.ts';
import { ImapRefusal } from '../refusal.ts';

const MOST_RANGES = 20;

export const language = command({
  states: ANY_STATE,
  mayReportExpunge: true,
  parse(line) {
    const ranges: string[] = [];
    while (!line.atEnd()) {
      line.space();
      ranges.push(line.astring('language'));
      if (ranges.length > MOST_RANGES) throw new ImapSyntaxError(`at most ${MOST_RANGES} languages`);
    }
    return ranges;
  },
  async run(session, ranges) {
    const { respond } = session;
    if (ranges.length === 0)
      return respond.untagged(`LANGUAGE (${LANGUAGES.map((one) => one.toUpperCase()).join(' ')})`);
    const chosen = chosenLanguage(ranges);
    if (chosen === null) throw new ImapRefusal(null, 'this language is not offered');
    respond.language = chosen;
    respond.untagged(`LANGUAGE (${chosen.toUpperCase()})`);
    if (session.state !== 'notAuthenticated') tellNamespaces(session);
  },
});
