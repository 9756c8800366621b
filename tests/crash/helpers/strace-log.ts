/** Reads a log of `strace -f -y -xx` into what happened to the files of a folder and what was acknowledged, in order. */

/** `at`: line where it began; `done`: line where it returned. Writes count from their beginning, syncs from their return. */
interface Timed {
  readonly at: number;
  readonly done: number;
}
export type DiskEvent = Timed &
  (
    | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
    | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
    | { readonly kind: 'create'; readonly path: string }
    | { readonly kind: 'unlink'; readonly path: string }
    | { readonly kind: 'rename'; readonly path: string; readonly to: string }
    | { readonly kind: 'sync'; readonly path: string }
    | { readonly kind: 'ack'; readonly id: string }
  );
/** System calls to be traced. */
export const TRACED =
  'openat,creat,write,pwrite64,writev,pwritev,pwritev2,lseek,fdatasync,fsync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,copy_file_range,sendfile,fallocate';

interface Call extends Timed {
  readonly name: string;
  readonly args: string;
  readonly result: number;
}
const COMPLETE = /^(\d+) +(\w+)\((.*)\)\s+= (-?\d+)/s;
const UNFINISHED = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/s;
const RESUMED = /^(\d+) +<\.\.\. \w+ resumed>(.*)\)\s+= (-?\d+)/s;

function calls(log: string): Call[] {
  const open = new Map<string, { readonly name: string; readonly args: string; readonly at: number }>();
  const found: Call[] = [];
  log.split('\n').forEach((line, index) => {
    const begun = UNFINISHED.exec(line);
    if (begun !== null) return void open.set(begun[1] ?? '', { name: begun[2] ?? '', args: begun[3] ?? '', at: index });
    const ended = RESUMED.exec(line);
    if (ended !== null) {
      const call = open.get(ended[1] ?? '');
      open.delete(ended[1] ?? '');
      if (call !== undefined)
        found.push({ ...call, args: call.args + (ended[2] ?? ''), result: Number(ended[3]), done: index });
      return;
    }
    const whole = COMPLETE.exec(line);
    if (whole === null) return;
    // Most calls end with the return value of openat: `= 31</path>`.
    found.push({ name: whole[2] ?? '', args: whole[3] ?? '', result: Number(whole[4]), at: index, done: index });
  });
  return found.sort((a, b) => a.at - b.at);
}

function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
function strings(args: string): Buffer[] {
  return [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map(([, hex = '', cut]) => {
    if (cut !== undefined) throw new Error('strace cut a string: raise -s');
    return unhex(hex);
  });
}
function descriptor(args: string): { readonly fd: string; readonly path: string } {
  const match = /^(\d+)<((?:\\x[0-9a-f]{2}|[^>])*)>/.exec(args);
  const raw = match?.[2] ?? '';
  return { fd: match?.[1] ?? '', path: raw.startsWith('\\x') ? unhex(raw).toString() : raw };
}
function lastNumber(args: string): number {
  return Number(/(\d+)$/.exec(args.trim())?.[1]);
}

/** @param folder only what happens in it counts; `ACK id` lines on stdout are acknowledgements */
export function readStrace(log: string, folder: string): DiskEvent[] {
  const positions = new Map<string, number>();
  return calls(log).flatMap((call) => eventOf(call, folder, positions));
}

function eventOf(call: Call, folder: string, positions: Map<string, number>): DiskEvent[] {
  const { name, args, result, at, done } = call;
  if (result < 0) return [];
  const timed = { at, done };
  const ours = (path: string): boolean => path.startsWith(folder);
  const { fd, path } = descriptor(args);
  switch (name) {
    case 'openat':
    case 'creat': {
      const opened = strings(args).map(String)[0] ?? '';
      positions.set(String(result), 0);
      return ours(opened) && (name === 'creat' || args.includes('O_CREAT'))
        ? [{ kind: 'create', path: opened, ...timed }]
        : [];
    }
    case 'lseek':
      positions.set(fd, result);
      return [];
    case 'write':
    case 'writev': {
      const data = Buffer.concat(strings(args.slice(args.indexOf('>') + 1))).subarray(0, result);
      if (data.toString('latin1', 0, 4) === 'ACK ') {
        return data
          .toString()
          .trim()
          .split('\n')
          .map((line) => ({ kind: 'ack', id: line.slice(4), ...timed }));
      }
      const offset = positions.get(fd) ?? 0;
      positions.set(fd, offset + result);
      return ours(path) ? [{ kind: 'write', path, offset, data, ...timed }] : [];
    }
    case 'pwrite64':
    case 'pwritev':
    case 'pwritev2': {
      if (!ours(path)) return [];
      const data = Buffer.concat(strings(args.slice(args.indexOf('>') + 1))).subarray(0, result);
      return [{ kind: 'write', path, offset: lastNumber(args), data, ...timed }];
    }
    case 'ftruncate':
      // -xx prints numbers as they are.
      return ours(path) ? [{ kind: 'truncate', path, size: lastNumber(args), ...timed }] : [];
    case 'fsync':
    case 'fdatasync':
      return ours(path) ? [{ kind: 'sync', path, ...timed }] : [];
    case 'unlink':
    case 'unlinkat': {
      const gone = strings(args).map(String)[0] ?? '';
      return ours(gone) ? [{ kind: 'unlink', path: gone, ...timed }] : [];
    }
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from = '', to = ''] = strings(args).map(String);
      return ours(from) || ours(to) ? [{ kind: 'rename', path: from, to, ...timed }] : [];
    }
    default:
      if (ours(path)) throw new Error(`the replay does not know ${name}`);
      return [];
  }
}
