/** Which addresses may leave for the person's own browser or mail program, and which of them are worth a question first. */

export type LinkVerdict =
  | { readonly kind: 'open'; readonly url: string }
  /** A name that may imitate another, or one too long to be seen whole. */
  | { readonly kind: 'ask'; readonly url: string; readonly host: string }
  | { readonly kind: 'refuse' };

const MAX_URL_CHARS = 4_000;
const LONG_HOST_CHARS = 60;
const MAIL_FIELDS = new Set(['subject', 'body', 'cc', 'bcc']);
const REFUSED: LinkVerdict = { kind: 'refuse' };

export function judgeLink(text: unknown): LinkVerdict {
  // Backslashes, blanks and control characters are read differently by different programs.
  if (typeof text !== 'string' || text.length > MAX_URL_CHARS || /[\u0000-\u0020\u007f\\]/.test(text)) return REFUSED;
  const url = parsed(text);
  if (!url) return REFUSED;
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      if (url.username !== '' || url.password !== '' || url.hostname === '') return REFUSED;
      return mayMislead(url.hostname)
        ? { kind: 'ask', url: url.href, host: url.hostname }
        : { kind: 'open', url: url.href };
    case 'mailto:':
      return [...url.searchParams.keys()].every((field) => MAIL_FIELDS.has(field.toLowerCase()))
        ? { kind: 'open', url: url.href }
        : REFUSED;
    default:
      return REFUSED;
  }
}

const mayMislead = (host: string): boolean =>
  host.length > LONG_HOST_CHARS || host.split('.').some((label) => label.startsWith('xn--'));

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
