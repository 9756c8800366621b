/** `${hex:40}` and `${unicode:40}` inside texts. RFC 5228 2.4.2.4 */
import { ScriptError, type Position } from '../grammar/script-problem.ts';

const ENCODED = /\$\{(hex|unicode):([ \t\r\n]*[0-9a-f]+(?:[ \t\r\n]+[0-9a-f]+)*[ \t\r\n]*)\}/gi;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What is not written by the rule stays as it is. @throws ScriptError for a value that is no character */
export function decodeEncodedCharacters(text: string, at: Position): string {
  if (!text.includes('${')) return text;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const found of text.matchAll(ENCODED)) {
    const octets = decodeOne((found[1] ?? '').toLowerCase(), (found[2] ?? '').trim().split(/\s+/), at);
    if (octets === null) continue;
    pieces.push(Buffer.from(text.slice(from, found.index)), octets);
    from = found.index + found[0].length;
  }
  if (from === 0) return text;
  pieces.push(Buffer.from(text.slice(from)));
  return toText(Buffer.concat(pieces), at);
}

/** null: a hexadecimal pair is wanted and something else is there. */
function decodeOne(kind: string, digits: readonly string[], at: Position): Buffer | null {
  if (kind === 'hex')
    return digits.every((pair) => pair.length <= 2)
      ? Buffer.from(digits.map((pair) => Number.parseInt(pair, 16)))
      : null;
  const values = digits.map((each) => Number.parseInt(each, 16));
  const wrong = values.findIndex((value) => value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff));
  if (wrong >= 0) throw new ScriptError('badEscape', at, `\${unicode:${digits[wrong]}} is no Unicode character`);
  return Buffer.from(String.fromCodePoint(...values));
}

function toText(octets: Buffer, at: Position): string {
  try {
    return utf8.decode(octets);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ScriptError('badEscape', at, 'The octets of ${hex:...} give no UTF-8 text');
  }
}
