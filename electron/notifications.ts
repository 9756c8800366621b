/** What the person should know while the window is out of sight. One notice per happening; a click opens the window. */
import { Notification } from 'electron';
import type { EngineState } from '../engine/control/host-messages.ts';
import type { MainText, Say } from './i18n.ts';

export class Notices {
  readonly #say: Say;
  readonly #open: () => void;
  /** A notification that nobody holds may be collected before it is clicked. */
  readonly #shown = new Set<Notification>();
  #away = false;

  constructor(say: Say, open: () => void) {
    this.#say = say;
    this.#open = open;
  }

  engineState(state: EngineState): void {
    switch (state.phase) {
      case 'waiting':
        if (!this.#away) this.#show('crashedTitle', 'crashed');
        this.#away = true;
        return;
      case 'running':
        if (this.#away) this.#show('backTitle', 'back');
        this.#away = false;
        return;
      case 'crashLoop':
        this.#away = true;
        return this.#show('loopTitle', 'loop');
      case 'failed':
        return this.#show('failedTitle', 'failed');
      case 'starting':
      case 'stopping':
      case 'stopped':
        return;
    }
  }
  firstClose(): void {
    this.#show('closeNoticeTitle', 'closeNotice');
  }
  slept(from: string, to: string): void {
    this.#show('sleptTitle', 'slept', { from, to });
  }
  pauseFailed(): void {
    this.#show('pauseFailedTitle', 'pauseFailed');
  }

  #show(title: MainText, body: MainText, values: Readonly<Record<string, string>> = {}): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: this.#say(title), body: this.#say(body, values) });
    const forget = (): void => void this.#shown.delete(notification);
    this.#shown.add(notification);
    notification.on('click', () => {
      forget();
      this.#open();
    });
    notification.on('close', forget);
    // A desktop without a notification service; window and tray tell the same.
    notification.on('failed', forget);
    notification.show();
  }
}
