/** The letters that mail programs bring, carry and compare: ends of lines, dots, parts and bare words that programs like to spoil. */
const BODIES = [
  'Gövde ışık\r\n.nokta\r\n..iki nokta\r\n',
  '',
  'no end of line',
  `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nmerhaba\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(3000, 'ü').toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`,
  'From here\r\n>From there\r\n \r\n\ttab\r\n',
];

/** @returns letter number n, always the same; its Message-ID is `<mN@uzak.test>`, its subject `ışık N` */
export function letter(n: number): string {
  const body = BODIES[n % BODIES.length] ?? '';
  const type = body.startsWith('--b') ? 'multipart/mixed; boundary=b' : 'text/plain; charset=utf-8';
  return `From: Biri <biri@uzak.test>\r\nTo: mehmet@firma.test\r\nSubject: =?UTF-8?Q?=C4=B1=C5=9F=C4=B1k_${n}?=\r\nMessage-ID: <m${n}@uzak.test>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}`;
}
export const lettersFrom = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => letter(first + n));

/** Stores that count lines end the last one too. */
export const withLastLineEnded = (text: string): string => (text.endsWith('\r\n') ? text : `${text}\r\n`);

/** Says in few words how two heaps of letters differ; '' when they hold the same letters, octet for octet. */
export function difference(actual: readonly string[], expected: readonly string[]): string {
  const name = (text: string) => `${/^Message-ID: *(.*?)\r?$/im.exec(text)?.[1] ?? text.slice(0, 60)} (${text.length})`;
  const left = [...expected];
  const extra = actual.filter((text) => {
    const at = left.indexOf(text);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  if (extra.length + left.length === 0) return '';
  const words = (texts: readonly string[]) => `${texts.length} ${texts.slice(0, 8).map(name).join(', ')}`;
  return `too many: ${words(extra)}; missing: ${words(left)}; ${actual.length} letters, not ${expected.length}`;
}
