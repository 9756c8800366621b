/** The one window: opens where it was, hides when closed, comes back when its page dies. It holds no state of the mail. */
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import path from 'node:path';
import type { Say } from './i18n.ts';
import type { PreferenceFile } from './preferences.ts';
import { LEAST_SIZE, openingBounds } from './window-bounds.ts';

export interface MainWindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly icon: string;
  readonly preferences: PreferenceFile;
  readonly say: Say;
  /** Whether the person or the system wants the whole app to end. */
  readonly quitting: () => boolean;
  /** The window was closed and goes on unseen. */
  readonly hidden: () => void;
}
/** The paper of the design's tokens, so that nothing flashes before the page is drawn. */
const PAPER = { light: '#fbf9f5', dark: '#101318' };
const ZOOM = { least: 0.8, most: 2, step: 0.1 };
const RELOADS_ALLOWED = 3;
const RELOAD_WINDOW_MS = 60_000;

export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | undefined;
  #reloads: number[] = [];

  constructor(options: MainWindowOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(paper()));
  }

  get window(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Brings the window to the front, opening it if there is none. */
  show(): void {
    const window = this.#window ?? this.open(true);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** @param visible false to open it unseen, when the computer starts */
  open(visible: boolean): BrowserWindow {
    const { preferences, icon, preload, url } = this.#options;
    const window = new BrowserWindow({
      ...openingBounds(
        preferences.values.bounds,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: LEAST_SIZE.width,
      minHeight: LEAST_SIZE.height,
      show: false,
      backgroundColor: paper(),
      title: 'Postane',
      icon,
      autoHideMenuBar: true,
      ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    if (preferences.values.maximized && visible) window.maximize();
    if (visible) window.once('ready-to-show', () => window.show());
    this.#watch(window);
    this.#load(window, url);
    return window;
  }

  zoom(change: 'in' | 'out' | 'reset'): void {
    const page = this.#window?.webContents;
    if (!page) return;
    const wanted = change === 'reset' ? 1 : page.getZoomFactor() + (change === 'in' ? ZOOM.step : -ZOOM.step);
    const zoom = Math.round(Math.min(ZOOM.most, Math.max(ZOOM.least, wanted)) * 10) / 10;
    page.setZoomFactor(zoom);
    this.#options.preferences.update({ zoom });
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: Error) => {
      if (!this.#options.quitting()) process.stderr.write(`The window's page did not load: ${error.message}\n`);
    });
  }

  #watch(window: BrowserWindow): void {
    const { preferences, quitting, hidden } = this.#options;
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(preferences.values.zoom ?? 1));
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && !quitting()) void this.#pageGone(window, reason);
    });
    window.on('close', (event) => {
      preferences.update({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
      if (quitting()) return;
      event.preventDefault();
      this.#hide(window);
      hidden();
    });
    window.on('closed', () => (this.#window = undefined));
  }

  #hide(window: BrowserWindow): void {
    if (!window.isFullScreen()) return window.hide();
    // Hidden straight out of full screen, macOS leaves an empty black space behind.
    window.once('leave-full-screen', () => window.hide());
    window.setFullScreen(false);
  }

  async #pageGone(window: BrowserWindow, reason: string): Promise<void> {
    process.stderr.write(`The window's page ended (${reason}).\n`);
    const now = performance.now();
    this.#reloads = [...this.#reloads.filter((at) => now - at < RELOAD_WINDOW_MS), now];
    if (this.#reloads.length > RELOADS_ALLOWED) {
      const { say } = this.#options;
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: say('pageGoneTitle'),
        detail: say('pageGoneDetail'),
        buttons: [say('pageGoneConfirm'), say('pageGoneCancel')],
        cancelId: 1,
      });
      if (response !== 0) return window.destroy();
      this.#reloads = [];
    }
    if (!window.isDestroyed()) window.webContents.reload();
  }
}

const paper = (): string => (nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light);
export const iconFile = (assets: string): string =>
  path.join(assets, process.platform === 'win32' ? 'icon.ico' : 'icons/256x256.png');
