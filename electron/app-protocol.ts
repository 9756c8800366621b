/**
 * Serves the page from app://postane, so that it has an origin, a policy and no way to other files.
 * GET only, our host only, nothing outside the renderer's folder.
 */
import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { contentType, fileFor } from './app-files.ts';

export const APP_ORIGIN = 'app://postane';
/** Scripts and styles are ours alone; Trusted Types leave no way from text to HTML or code. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Must run before the app is ready. */
export function claimAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** @param root folder of the built renderer */
export function serveApp(root: string): void {
  protocol.handle('app', async (request) => {
    if (request.method !== 'GET') return refuse(405);
    const file = fileFor(request.url, root);
    if (!file) return refuse(403);
    const bytes = await readIfThere(file);
    return bytes ? new Response(new Uint8Array(bytes), { headers: headersFor(file) }) : refuse(404);
  });
}

const refuse = (status: number): Response => new Response(null, { status });
const headersFor = (file: string): Record<string, string> => ({
  'content-type': contentType(file),
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
