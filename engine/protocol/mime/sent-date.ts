/** The Date field. RFC 5322 3.3, and 4.3 for the zones and two-digit years of old mail. */
import type { UnixMs } from '../../model/ids.ts';
import { stripComments } from './header-parameters.ts';

export interface SentDate {
  readonly at: UnixMs;
  /** The day as written, without its zone: YYYY-MM-DD. */
  readonly day: string;
}
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};
const DATE =
  /^(?:[a-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})(?:[\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d+)?)?\s*([+-]\d{4}|[a-z]{1,5})?/i;

/** null when it is no date. */
export function parseSentDate(octets: string): SentDate | null {
  const found = DATE.exec(stripComments(octets.slice(0, 200)).trim());
  if (found === null) return null;
  const [, dayText = '', monthText = '', yearText = '', hour = '0', minute = '0', second = '0', zone = ''] = found;
  const month = MONTHS.indexOf(monthText.toLowerCase());
  const day = Number(dayText);
  const year = fullYear(yearText);
  if (month < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month, day);
  if (midnight.getUTCMonth() !== month || midnight.getUTCDate() !== day) return null;
  const time = ((Number(hour) * 60 + Number(minute) - zoneMinutes(zone)) * 60 + Number(second)) * 1000;
  return { at: (midnight.getTime() + time) as UnixMs, day: midnight.toISOString().slice(0, 10) };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return text.length === 3 ? 1900 + year : year;
}

function zoneMinutes(zone: string): number {
  const numeric = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  if (numeric === null) return ZONES[zone.toUpperCase()] ?? 0;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  return numeric[1] === '-' ? -minutes : minutes;
}
