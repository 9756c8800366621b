/** LANG: the language of what is said to people. RFC 6856 3 */
import { POP3_LANGUAGES, pop3Language, pop3Text } from '../../../protocol/pop3/pop3-texts.ts';
import { data, err, type Pop3Command } from '../pop3-session.ts';

export const lang: Pop3Command = {
  state: 'any',
  async run(session, argument) {
    const tag = argument.trim();
    if (tag === '') {
      await session.begin('languages');
      const lines = Object.entries(POP3_LANGUAGES).map(([known, name]) => `${known} ${name}\r\n`);
      await session.write(`${lines.join('')}.\r\n`);
      return null;
    }
    const language = pop3Language(tag);
    if (language === null) return err('languageUnknown');
    session.language = language;
    return data(`${language} ${pop3Text(language, { key: 'languageChosen' })}`);
  },
};
