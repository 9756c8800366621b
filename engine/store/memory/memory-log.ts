/** The log contract in memory. */
import type { LogStore } from '../log-store.ts';
import { pageLimit } from '../paging.ts';
import { foldText } from '../../lib/fold-text.ts';
import { LOG_LEVELS, type LogEvent } from '../../model/log-event.ts';

const KEPT_EVENTS = 10_000;

export function memoryLog(): LogStore {
  const events: LogEvent[] = [];
  let dropped = 0;
  return {
    append(added) {
      events.push(...added);
      const over = Math.max(0, events.length - KEPT_EVENTS);
      events.splice(0, over);
      dropped += over;
    },
    async query(filter) {
      const limit = pageLimit(filter.limit);
      const found = events
        .toReversed()
        .filter(
          (event) =>
            (filter.after === undefined || event.seq < Number(filter.after)) &&
            (filter.minLevel === undefined || LOG_LEVELS.indexOf(event.level) >= LOG_LEVELS.indexOf(filter.minLevel)) &&
            (filter.codes === undefined || filter.codes.includes(event.code)) &&
            (filter.session === undefined || filter.session === event.session) &&
            (filter.letter === undefined || filter.letter === event.letter) &&
            (!filter.text || foldText(JSON.stringify(event)).includes(foldText(filter.text))),
        );
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? String(items.at(-1)?.seq) : null };
    },
    dropped: () => dropped,
    close: async () => undefined,
  };
}
