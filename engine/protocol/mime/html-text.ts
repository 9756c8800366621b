/** HTML to the text a person reads, for previews and search. Links keep their words only. */
import { compile } from 'html-to-text';

/** The converter's time grows faster than its input when tags nest without end; pieces of this size keep it linear. */
const PIECE_CHARACTERS = 32 * 1024;

const convert = compile({
  wordwrap: false,
  limits: { maxDepth: 64 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'block' },
  ],
});

export function htmlToText(html: string): string {
  const texts: string[] = [];
  for (let at = 0; at < html.length;) {
    const next = cutBeforeTag(html, at);
    texts.push(convert(html.slice(at, next)));
    at = next;
  }
  return texts.join('\n');
}

function cutBeforeTag(html: string, start: number): number {
  const end = start + PIECE_CHARACTERS;
  if (end >= html.length) return html.length;
  const tag = html.lastIndexOf('<', end);
  return tag > start ? tag : end;
}
