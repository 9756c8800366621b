/** Which program holds a TCP port, where the system tells: Linux by /proc, for what we are allowed to look at. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

export interface PortHolder {
  readonly program: string;
  readonly pid: number;
}
const LISTENING = '0A';

/** @returns null when nobody holds it, or when the system does not say who (another user's program, another system) */
export async function portHolder(port: number, proc = '/proc'): Promise<PortHolder | null> {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((name) => readOrNull(`${proc}/${name}`)));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table ?? '', port)));
  if (inodes.size === 0) return null;
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await holdsOne(`${proc}/${pid}/fd`, inodes))) continue;
    return { program: await programOf(`${proc}/${pid}`, pid), pid: Number(pid) };
  }
  return null;
}

/** By its file, which it cannot rename as it can its `comm` (Node calls itself MainThread there). */
async function programOf(folder: string, pid: string): Promise<string> {
  const words = (await readOrNull(`${folder}/cmdline`))?.split('\0')[0] ?? '';
  const named = basename(words.split(' ')[0] ?? '').replace(/:$/, '');
  const comm = (await readOrNull(`${folder}/comm`))?.trim() ?? '';
  return named || comm || `process ${pid}`;
}

/** Fields of /proc/net/tcp: number, local address:port in hex, remote, state, queues, timer, retransmits, uid, timeout, inode. */
function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(wanted) === true && fields[3] === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

async function holdsOne(folder: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const files = await listOrNull(folder);
  for (const file of files ?? []) {
    const target = await linkOrNull(`${folder}/${file}`);
    const inode = /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

const readOrNull = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(nullIfHidden);
const listOrNull = (folder: string): Promise<string[] | null> => readdir(folder).catch(nullIfHidden);
const linkOrNull = (link: string): Promise<string | null> => readlink(link).catch(nullIfHidden);

/** What is not there, ended meanwhile or belongs to somebody else tells nothing. */
function nullIfHidden(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ESRCH') return null;
  throw error;
}
