/** The log thread: events into log.db in batches (a crash may cost the last moment, never the file), the oldest go beyond the limit. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { LOG_FILE } from './data-folder.ts';
import { openDisposable } from './open-disposable.ts';
import { Sql } from './sql.ts';
import { queryEvents, writeEvents } from './statements/log-events.ts';
import { toWire, type FromThread, type ToThread } from './thread-messages.ts';
import { yieldToOthers } from './yield-to-others.ts';
import { foldText } from '../../lib/fold-text.ts';
import type { LogFilter } from '../log-store.ts';
import type { LogEvent } from '../../model/log-event.ts';

export interface LogData {
  readonly dataFolder: string;
  readonly keepEvents: number;
}
const VERSION = 1;
const SCHEMA = `
  CREATE TABLE events (
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL, level INTEGER NOT NULL, code TEXT NOT NULL, session TEXT, letter TEXT,
    fields TEXT NOT NULL);
  CREATE INDEX eventsBySession ON events(session) WHERE session IS NOT NULL;
  CREATE INDEX eventsByLetter ON events(letter) WHERE letter IS NOT NULL;`;

const { dataFolder, keepEvents } = workerData as LogData;
yieldToOthers();
const port = parentPort;
if (port === null) throw new Error('log-thread.ts runs as a thread only');
const tell = (message: FromThread): void => port.postMessage(message);

const db = openDisposable(join(dataFolder, LOG_FILE), VERSION, SCHEMA);
db.function('foldText', { deterministic: true }, (text) => foldText(String(text)));
const sql = new Sql(db);

function perform(op: string, args: readonly unknown[]): unknown {
  if (op === 'append') return writeEvents(sql, args[0] as readonly LogEvent[], keepEvents);
  if (op === 'query') return queryEvents(sql, args[0] as LogFilter);
  throw new Error(`the log thread knows no ${op}`);
}
port.on('message', (message: ToThread) => {
  if (message.kind === 'close') {
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    port.close();
  } else if (message.kind === 'command') {
    try {
      tell({
        kind: 'group',
        changes: [],
        answers: [{ id: message.id, ok: true, value: perform(message.op, message.args) }],
      });
    } catch (error) {
      tell({ kind: 'group', changes: [], answers: [{ id: message.id, ok: false, error: toWire(error) }] });
    }
  }
});
tell({ kind: 'ready', value: null });
