/** Ways to hide a second letter in a first: every placement of CR, LF, NUL and dots that might pass for an end. RFC 5321 4.1.1.4, 2.3.8 */

/** What a fooled server would take for commands and a letter of its own. */
const HIDDEN =
  'MAIL FROM:<evil@uzak.test>\r\nRCPT TO:<ayse@firma.test>\r\nDATA\r\nSubject: hidden\r\n\r\nevil\r\n.\r\n';
const BREAKS = ['\r\n', '\n', '\r', '\r\r', '\n\n', '\n\r', '\r\r\n', '\r\n\r', '\0', '\0\r\n', '\r\n\0', '\0\n', ''];
const DOTS = ['.', '..', '.\0'];

export interface Variant {
  readonly name: string;
  /** The first letter as DATA carries it, its true end included. */
  readonly data: string;
  /** The same octets as chunks, with the boundary in the middle of the false end. */
  readonly chunks: readonly [string, string];
  readonly expected: '250 2.0.0' | '550 5.6.11' | '550 5.6.0';
}

/** What must be answered, by a reading of the whole letter that shares nothing with the server's. */
function answerTo(letter: string): Variant['expected'] {
  if (/(?:^|[^\r])\n|\r(?!\n)/.test(letter)) return '550 5.6.11';
  return letter.includes('\0') ? '550 5.6.0' : '250 2.0.0';
}

/** All but those that truly end a letter. */
export function smugglingCorpus(): readonly Variant[] {
  const variants: Variant[] = [];
  for (const before of BREAKS)
    for (const dots of DOTS)
      for (const after of BREAKS) {
        const start = `Subject: ilk ${variants.length}\r\n\r\nmerhaba${before}`;
        const rest = `${dots}${after}${HIDDEN}`;
        const data = `${start}${rest}`;
        if (data.indexOf('\r\n.\r\n') !== data.length - 5) continue;
        variants.push({
          name: JSON.stringify(before + dots + after),
          data,
          chunks: [start, rest],
          expected: answerTo(data.slice(0, -3)),
        });
      }
  return variants;
}
