/** Numbers, sizes, dates and durations as people of a language write them; Intl only. Times are local to the computer shown on. */
import type { Language } from '../state/preferences.ts';

const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', tr: 'tr-TR' };
const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export interface Formats {
  readonly number: (value: number) => string;
  /** Decimal units: 48 kB, 1.2 GB. */
  readonly bytes: (bytes: number) => string;
  readonly time: (at: number) => string;
  readonly timeSeconds: (at: number) => string;
  readonly timeMillis: (at: number) => string;
  readonly day: (at: number) => string;
  readonly dateTime: (at: number) => string;
  /** With the zone's name, for tooltips. */
  readonly dateTimeZone: (at: number) => string;
  /** Clock today, day and clock on other days. */
  readonly shortTime: (at: number, now: number) => string;
  /** "in 9 minutes", "3 days ago". */
  readonly relative: (at: number, now: number) => string;
  /** The two largest parts of a span: "6 days 4 hr". */
  readonly duration: (ms: number) => string;
  /** Short spans to the millisecond: "1.12 sec". */
  readonly exactDuration: (ms: number) => string;
  readonly percent: (share: number) => string;
  readonly list: (items: readonly string[]) => string;
  readonly compare: (left: string, right: string) => number;
}

const isSameDay = (left: number, right: number): boolean =>
  new Date(left).toDateString() === new Date(right).toDateString();

function createDates(
  locale: string,
): Pick<Formats, 'time' | 'timeSeconds' | 'timeMillis' | 'day' | 'dateTime' | 'dateTimeZone' | 'shortTime'> {
  const date = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (at) => format.format(at);
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const calendar = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = date(clock);
  const dayAndTime = date({ day: 'numeric', month: 'short', ...clock });
  const dateTime = date({ ...calendar, ...clock });
  return {
    time,
    timeSeconds: date({ ...clock, second: '2-digit' }),
    timeMillis: date({ ...clock, second: '2-digit', fractionalSecondDigits: 3 }),
    day: date(calendar),
    dateTime,
    dateTimeZone: date({ ...calendar, ...clock, second: '2-digit', timeZoneName: 'long' }),
    shortTime: (at, now) => {
      if (isSameDay(at, now)) return time(at);
      return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayAndTime(at) : dateTime(at);
    },
  };
}

function createSpans(locale: string): Pick<Formats, 'relative' | 'duration' | 'exactDuration'> {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const unit = (name: string, digits = 0): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  const units = new Map(SPANS.map(([name]) => [name, unit(name)]));
  const seconds = unit('second', 2);
  const millis = unit('millisecond');
  const list = new Intl.ListFormat(locale, { style: 'narrow', type: 'unit' });
  return {
    relative: (at, now) => {
      const span = at - now;
      const found = SPANS.find(([, size]) => Math.abs(span) >= size) ?? SPANS[3];
      return relative.format(Math.round(span / found[1]), found[0]);
    },
    duration: (ms) => {
      const first = Math.max(
        0,
        SPANS.findIndex(([, size]) => ms >= size),
      );
      const start = ms < 1000 ? SPANS.length - 1 : first;
      let left = ms;
      const parts = SPANS.slice(start, start + 2).map(([name, size], index) => {
        const count = Math.floor(left / size);
        left -= count * size;
        return count === 0 && index > 0 ? '' : (units.get(name)?.format(count) ?? '');
      });
      return list.format(parts.filter((part) => part !== ''));
    },
    exactDuration: (ms) => (ms < 1000 ? millis.format(ms) : seconds.format(ms / 1000)),
  };
}

function createSizes(locale: string): (bytes: number) => string {
  const formats = SIZE_UNITS.map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  );
  const whole = SIZE_UNITS.map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }),
  );
  return (bytes) => {
    let step = 0;
    let value = bytes;
    // 999.96 would be shown as 1,000: the next unit says it better.
    while (value >= 999.5 && step < SIZE_UNITS.length - 1) {
      value /= 1000;
      step += 1;
    }
    const format = value < 100 && step > 0 ? formats[step] : whole[step];
    return format?.format(value) ?? String(bytes);
  };
}

export function createFormats(language: Language): Formats {
  const locale = LOCALE[language];
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const collator = new Intl.Collator(locale, { numeric: true });
  return {
    number: (value) => number.format(value),
    bytes: createSizes(locale),
    ...createDates(locale),
    ...createSpans(locale),
    percent: (share) => percent.format(share),
    list: (items) => list.format(items),
    compare: (left, right) => collator.compare(left, right),
  };
}
