/** INTERNALDATE and search dates. RFC 9051 9 (date-time, date) */
import type { UnixMs } from '../../model/ids.ts';
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE_TIME = /"( \d|\d\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"/y;
const DATE = /"?(\d{1,2})-([A-Za-z]{3})-(\d{4})"?/y;

/** date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE */
export function dateTime(line: CommandParser): UnixMs {
  const text = line.match(DATE_TIME, 'date-time');
  DATE_TIME.lastIndex = 0;
  const [, day = '', month = '', year = '', hour, minute, second, sign, zoneHour, zoneMinute] =
    DATE_TIME.exec(text) ?? [];
  const midnight = dayStart(day, month, year);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) throw new ImapSyntaxError('no such time of day');
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  return (midnight + ((Number(hour) * 60 + Number(minute) - zone) * 60 + Number(second)) * 1000) as UnixMs;
}

/** A day as YYYY-MM-DD. */
export function date(line: CommandParser): string {
  const text = line.match(DATE, 'date');
  DATE.lastIndex = 0;
  const [, day = '', month = '', year = ''] = DATE.exec(text) ?? [];
  return new Date(dayStart(day, month, year)).toISOString().slice(0, 10);
}

function dayStart(dayText: string, monthText: string, yearText: string): number {
  const month = MONTHS.findIndex((name) => name.toLowerCase() === monthText.toLowerCase());
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(yearText), month, Number(dayText));
  if (month < 0 || midnight.getUTCMonth() !== month || midnight.getUTCDate() !== Number(dayText)) {
    throw new ImapSyntaxError(`no such day: ${dayText.trim()}-${monthText}-${yearText}`);
  }
  return midnight.getTime();
}

/** `" 1-Jan-2026 00:00:00 +0000"`, in UTC. */
export function formatDateTime(at: UnixMs): string {
  const time = new Date(at);
  const day = String(time.getUTCDate()).padStart(2, ' ');
  const year = String(time.getUTCFullYear()).padStart(4, '0');
  return `"${day}-${MONTHS[time.getUTCMonth()] ?? ''}-${year} ${time.toISOString().slice(11, 19)} +0000"`;
}
