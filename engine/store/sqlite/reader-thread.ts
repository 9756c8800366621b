/** A reader thread: answers one question after the other from its own read-only connection. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { DATABASE_FILE, SEARCH_FILE } from './data-folder.ts';
import { openForReading } from './open-database.ts';
import { READ_OPS, type ReadContext } from './read-ops.ts';
import { RowCache } from './row-cache.ts';
import { SearchIndex } from './search-index.ts';
import { Sql } from './sql.ts';
import { toWire, transferable, type Answer, type Command, type FromThread, type ToThread } from './thread-messages.ts';
import { foldText } from '../../lib/fold-text.ts';
import { SegmentReader } from '../segments/segment-reader.ts';

export interface ReaderData {
  readonly dataFolder: string;
  readonly searchBudgetMs: number;
}

const { dataFolder, searchBudgetMs } = workerData as ReaderData;
const port = parentPort;
if (port === null) throw new Error('reader-thread.ts runs as a thread only');
const tell = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const db = openForReading(join(dataFolder, DATABASE_FILE));
db.function('foldText', { deterministic: true }, (text) => foldText(String(text)));
const context: ReadContext = {
  sql: new Sql(db),
  segments: new SegmentReader(dataFolder),
  search: new SearchIndex(join(dataFolder, SEARCH_FILE)),
  searchBudgetMs,
  rows: new RowCache(),
  dataFolder,
};

type Operation = (context: ReadContext, ...rest: readonly unknown[]) => unknown;

async function operationNamed(op: string): Promise<Operation> {
  if (Object.hasOwn(READ_OPS, op)) return READ_OPS[op as keyof typeof READ_OPS] as Operation;
  const { TEXT_OPS } = await import('./text-ops.ts');
  if (Object.hasOwn(TEXT_OPS, op)) return TEXT_OPS[op as keyof typeof TEXT_OPS] as Operation;
  throw new Error(`a reader knows no ${op}`);
}
async function answer({ id, op, args }: Command): Promise<Answer> {
  try {
    const operation = await operationNamed(op);
    return { id, ok: true, value: operation(context, ...args) };
  } catch (error) {
    return { id, ok: false, error: toWire(error) };
  }
}
/** Questions still being answered; the thread ends after the last. */
let underWay = 0;
let closing = false;
function closeWhenDone(): void {
  if (!closing || underWay > 0) return;
  context.rows.clear();
  context.search.close();
  context.segments.close();
  db.close();
  port?.close();
}
async function hear(command: Command): Promise<void> {
  underWay += 1;
  const made = await answer(command);
  tell({ kind: 'group', changes: [], answers: [made] }, made.ok ? transferable(made.value) : []);
  underWay -= 1;
  closeWhenDone();
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'close') {
    closing = true;
    closeWhenDone();
  } else if (message.kind === 'command') void hear(message);
});
tell({ kind: 'ready', value: null });
