/** The built screens: files of one folder and nothing beside it. RFC 9110 8.3 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Its name changes with its content, so that browsers may keep it. */
  readonly isImmutable: boolean;
}
/**
 * @param pathname as in the URL, still escaped
 * @returns null when there is no such file, or when it would lie outside the folder
 */
export async function findStaticFile(root: string, pathname: string): Promise<StaticFile | null> {
  const file = fileWithin(root, pathname);
  const type = file === null ? undefined : TYPES[path.extname(file).toLowerCase()];
  if (file === null || type === undefined) return null;
  try {
    return { bytes: new Uint8Array(await readFile(file)), type, isImmutable: /^\/assets\//.test(pathname) };
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return null;
    throw error;
  }
}

export function fileWithin(root: string, pathname: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
  } catch {
    return null; // an escape that is none: no such file
  }
  if (/[\\\0]/.test(name) || name.split('/').some((part) => part.startsWith('.'))) return null;
  const folder = path.resolve(root);
  const file = path.join(folder, name);
  return file.startsWith(folder + path.sep) ? file : null;
}
