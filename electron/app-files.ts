/** From an app: address to a file of the renderer, and never to any other. */
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export const contentType = (file: string): string => TYPES[path.extname(file)] ?? 'application/octet-stream';

/** @returns the file's path, or undefined when the address is not ours or leads out of `root` */
export function fileFor(address: string, root: string): string | undefined {
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'app:' || host !== 'postane') return undefined;
  const wanted = decoded(pathname);
  if (wanted === undefined || /[\0\\]/.test(wanted)) return undefined;
  const file = path.resolve(root, `.${wanted === '/' || wanted === '' ? '/index.html' : wanted}`);
  return file.startsWith(path.resolve(root) + path.sep) ? file : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
