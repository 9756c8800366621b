/** A list of letters as CSV for a spreadsheet. RFC 4180; times in ISO 8601. */
import type { Letter } from '../../../engine/control/contract.ts';

const HEAD = ['time', 'status', 'direction', 'from', 'to', 'subject', 'size', 'message-id', 'id'];

/** Spreadsheets run a cell that begins like a formula: such a text gets an apostrophe in front. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
export function lettersCsv(letters: readonly Letter[]): string {
  const lines = letters.map((letter) => [
    new Date(letter.acceptedAt).toISOString(),
    letter.state,
    letter.direction,
    letter.sender,
    letter.recipients.map((recipient) => recipient.address).join(' '),
    letter.subject,
    String(letter.sizeBytes),
    letter.messageId,
    letter.id,
  ]);
  return [HEAD, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
