/** What the page may ask of the program around it. Every value is checked here: the page is not believed. */
import { clipboard, dialog, shell, type BrowserWindow } from 'electron';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DesktopApi, Theme } from '../engine/control/desktop-api.ts';
import type { EngineHost } from './engine-host.ts';
import { judgeLink } from './external-links.ts';
import type { Language, Say } from './i18n.ts';
import { isLanguage, isTheme } from './preferences.ts';

type Named = Exclude<keyof DesktopApi, 'platform' | 'send' | 'onFrame' | 'onEngineState'>;
export type DesktopCalls = { readonly [Name in Named]: (...values: unknown[]) => unknown };

export interface DesktopCallOptions {
  readonly host: EngineHost;
  readonly window: () => BrowserWindow | undefined;
  readonly say: Say;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
  readonly launchAtLogin: Switch;
  readonly keepAwake: Switch;
  readonly quit: () => void;
}
export interface Switch {
  get(): boolean;
  set(on: boolean): void;
}
const MAX_COPY_CHARS = 1_048_576;
const MAX_FILE_BYTES = 16 * 1_048_576;

export function desktopCalls(options: DesktopCallOptions): DesktopCalls {
  const { host } = options;
  return {
    engineState: () => host.state,
    restartEngine: () => host.restart(),
    openExternal: (url) => openExternal(url, options),
    // Electron 45 answers with a promise, 25 at once.
    copyText: async (text) => await clipboard.writeText(checked(text, isShortText, 'text to copy')),
    saveFile: (name, bytes) => saveFile(name, bytes, options),
    setTheme: (theme) => options.setTheme(checked(theme, isTheme, 'theme')),
    setLanguage: (language) => options.setLanguage(checked(language, isLanguage, 'language')),
    getLaunchAtLogin: () => options.launchAtLogin.get(),
    setLaunchAtLogin: (on) => options.launchAtLogin.set(checked(on, isBoolean, 'switch')),
    getKeepAwake: () => options.keepAwake.get(),
    setKeepAwake: (on) => options.keepAwake.set(checked(on, isBoolean, 'switch')),
    quit: () => options.quit(),
  };
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isShortText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_COPY_CHARS;
const isFileBytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.byteLength <= MAX_FILE_BYTES;
const isFileName = (value: unknown): value is string =>
  typeof value === 'string' && /^[^\u0000-\u001f/\\:*?"<>|]{1,200}$/.test(value) && !value.startsWith('.');

function checked<T>(value: unknown, is: (value: unknown) => value is T, what: string): T {
  if (!is(value)) throw new Error(`This is no ${what} that Postane takes.`);
  return value;
}

async function openExternal(text: unknown, { window, say }: DesktopCallOptions): Promise<boolean> {
  const verdict = judgeLink(text);
  if (verdict.kind === 'refuse') return false;
  if (verdict.kind === 'ask') {
    const question = {
      type: 'question' as const,
      message: say('linkTitle'),
      detail: `${verdict.host}\n\n${say('linkDetail')}`,
      buttons: [say('linkConfirm'), say('linkCancel')],
      defaultId: 1,
      cancelId: 1,
    };
    const over = window();
    const { response } = await (over ? dialog.showMessageBox(over, question) : dialog.showMessageBox(question));
    if (response !== 0) return false;
  }
  await shell.openExternal(verdict.url);
  return true;
}

async function saveFile(name: unknown, bytes: unknown, { window }: DesktopCallOptions): Promise<boolean> {
  const defaultPath = path.basename(checked(name, isFileName, 'file name'));
  const content = checked(bytes, isFileBytes, 'file content');
  const over = window();
  const { filePath } = await (over
    ? dialog.showSaveDialog(over, { defaultPath })
    : dialog.showSaveDialog({ defaultPath }));
  if (!filePath) return false;
  await writeFile(filePath, content);
  return true;
}
