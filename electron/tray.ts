/** The icon in the system tray: it tells the state by its shape and holds the menu. How a tray is made is given from outside. */
import { Menu, nativeImage, type NativeImage, type Tray } from 'electron';
import path from 'node:path';
import type { Say } from './i18n.ts';
import { trayMenu, type TrayActions, type TraySwitches } from './tray-menu.ts';
import type { TrayShape, TrayState } from './tray-state.ts';

export interface TrayOptions {
  readonly create: (image: NativeImage) => Tray;
  readonly imageFolder: string;
  readonly actions: TrayActions;
  readonly switches: () => TraySwitches;
  readonly say: Say;
}

export class AppTray {
  readonly #options: TrayOptions;
  readonly #images = new Map<TrayShape, NativeImage>();
  readonly #tray: Tray;
  #state: TrayState;
  #shownShape: TrayShape;

  constructor(options: TrayOptions, state: TrayState) {
    this.#options = options;
    this.#state = state;
    this.#shownShape = state.shape;
    // Made once and never destroyed: on Linux a tray that was destroyed does not come back.
    this.#tray = options.create(this.#image(state.shape));
    this.#tray.on('click', () => options.actions.show());
    this.update(state);
  }

  update(state: TrayState): void {
    this.#state = state;
    if (state.shape !== this.#shownShape) this.#tray.setImage(this.#image(state.shape));
    this.#shownShape = state.shape;
    this.refresh();
  }

  /** After a change of language or of a switch. On Linux a menu changes only by being set anew. */
  refresh(): void {
    const { switches, actions, say } = this.#options;
    this.#tray.setToolTip(`Postane: ${this.#state.line}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(this.#state, switches(), actions, say)));
  }

  /** Electron takes the sizes for other scales (`@1.5x`, `@2x`, `@3x`) from beside the file. */
  #image(shape: TrayShape): NativeImage {
    const template = process.platform === 'darwin' ? 'Template' : '';
    const image =
      this.#images.get(shape) ??
      nativeImage.createFromPath(path.join(this.#options.imageFolder, `${shape}${template}.png`));
    this.#images.set(shape, image);
    return image;
  }
}
