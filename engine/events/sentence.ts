/** An event as one English sentence, for the log file and the command line. */
import { EVENTS, type EventCode } from './catalogue.ts';
import type { LogEvent } from '../model/log-event.ts';

export function sentenceOf(event: LogEvent): string {
  const known = Object.hasOwn(EVENTS, event.code) ? EVENTS[event.code as EventCode] : undefined;
  if (known === undefined) return event.code;
  return known.sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(event.fields[name] ?? whole));
}
