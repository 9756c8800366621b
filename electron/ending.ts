/** How the app ends: a person is asked first, because mail stops; then the engine closes its store; then the windows go. */
import { app, dialog, type BrowserWindow } from 'electron';
import type { EngineHost } from './engine-host.ts';
import type { Say } from './i18n.ts';

export class Ending {
  readonly #host: EngineHost;
  readonly #say: Say;
  #begun = false;
  #asking = false;

  constructor(host: EngineHost, say: Say) {
    this.#host = host;
    this.#say = say;
    app.on('before-quit', (event) => {
      if (this.#begun) return;
      event.preventDefault();
      this.#begun = true;
      // In a turn of its own: without an engine the promise is done while Electron still ends this question, and it would not hear us.
      void host.stop().finally(() => setImmediate(() => app.quit()));
    });
    // From the system or a terminal nobody can be asked.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
    process.on('uncaughtException', (error) => this.#broken(error));
    process.on('unhandledRejection', (reason) => this.#broken(reason));
  }

  get begun(): boolean {
    return this.#begun;
  }

  async ask(over: BrowserWindow | undefined): Promise<void> {
    if (this.#asking || this.#begun) return;
    this.#asking = true;
    const question = {
      type: 'warning' as const,
      title: this.#say('quitTitle'),
      message: `${this.#say('quitTitle')} ${this.#say('quitWarning')}`,
      detail: this.#say('quitDetail'),
      buttons: [this.#say('quitConfirm'), this.#say('quitCancel')],
      defaultId: 1,
      cancelId: 1,
    };
    const shown = over?.isVisible() ? dialog.showMessageBox(over, question) : dialog.showMessageBox(question);
    const { response } = await shown.finally(() => (this.#asking = false));
    if (response === 0) app.quit();
  }

  #broken(reason: unknown): void {
    process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    if (this.#begun) return;
    this.#begun = true;
    const message = reason instanceof Error ? reason.message : String(reason);
    void this.#host.stop().finally(() => {
      dialog.showErrorBox(this.#say('brokenTitle'), this.#say('brokenDetail', { reason: message }));
      app.exit(1);
    });
  }
}
