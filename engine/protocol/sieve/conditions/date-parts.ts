/** One part of a point in time, as `date` and `currentdate` compare it. RFC 5260 4.2 */
import type { UnixMs } from '../../../model/ids.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
/** The modified Julian day of 1 January 1970. */
const EPOCH_JULIAN_DAY = 40_587;

export const DATE_PARTS = [
  'year',
  'month',
  'day',
  'date',
  'julian',
  'hour',
  'minute',
  'second',
  'time',
  'iso8601',
  'std11',
  'zone',
  'weekday',
] as const;
export type DatePart = (typeof DATE_PARTS)[number];

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** @param zone minutes east of UTC in which it is shown */
export function datePart(at: UnixMs, zone: number, part: DatePart): string {
  const local = new Date(at + zone * 60_000);
  const date = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`;
  const time = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
  switch (part) {
    case 'year':
      return date.slice(0, 4);
    case 'month':
      return date.slice(5, 7);
    case 'day':
      return date.slice(8);
    case 'date':
      return date;
    case 'julian':
      return String(Math.floor(local.getTime() / DAY_MS) + EPOCH_JULIAN_DAY);
    case 'hour':
      return time.slice(0, 2);
    case 'minute':
      return time.slice(3, 5);
    case 'second':
      return time.slice(6);
    case 'time':
      return time;
    case 'iso8601':
      return `${date}T${time}${zoneText(zone, ':')}`;
    case 'std11':
      return `${WEEKDAYS[local.getUTCDay()]}, ${pad(local.getUTCDate())} ${MONTHS[local.getUTCMonth()]} ${pad(local.getUTCFullYear(), 4)} ${time} ${zoneText(zone, '')}`;
    case 'zone':
      return zoneText(zone, '');
    case 'weekday':
      return String(local.getUTCDay());
  }
}

function zoneText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${separator}${pad(size % 60)}`;
}

/** `+0300` in minutes east of UTC; null when it is no zone. */
export function parseZone(text: string): number | null {
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d\d)(\d\d)$/.exec(text) ?? [];
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}
