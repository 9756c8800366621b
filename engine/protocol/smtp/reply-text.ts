/** A reply as octets: one or several lines, each with code and enhanced code. RFC 5321 4.2.1, RFC 2034 4 */
import type { SmtpReply } from '../../model/smtp-reply.ts';

const MAX_LINE = 500;

/** @returns the lines of the text without control characters, each at most 500 characters, at least one */
export function replyLines(text: string): readonly string[] {
  const lines = text.split('\n').flatMap((line) => wrap(line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')));
  return lines.length === 0 ? [''] : lines;
}
export function formatReply(reply: SmtpReply): string {
  const lines = replyLines(reply.text);
  return lines
    .map((line, at) => `${reply.code}${at < lines.length - 1 ? '-' : ' '}${reply.enhanced} ${line}\r\n`)
    .join('');
}
function wrap(line: string): string[] {
  const out: string[] = [];
  let rest = line;
  while (rest.length > MAX_LINE) {
    const space = rest.lastIndexOf(' ', MAX_LINE);
    const cut = space > 0 ? space : MAX_LINE;
    out.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...out, rest];
}
