/** The tray's menu as plain data, so that it can be looked at without a tray. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Say } from './i18n.ts';
import type { TrayState } from './tray-state.ts';

export interface TrayActions {
  show(): void;
  pauseSending(): void;
  resumeSending(): void;
  setLaunchAtLogin(on: boolean): void;
  setKeepAwake(on: boolean): void;
  quit(): void;
}
export interface TraySwitches {
  readonly launchAtLogin: boolean;
  readonly keepAwake: boolean;
}

/** Opening comes first: on Linux many desktops show the menu on every click. */
export function trayMenu(
  state: TrayState,
  switches: TraySwitches,
  actions: TrayActions,
  say: Say,
): MenuItemConstructorOptions[] {
  return [
    { id: 'open', label: say('open'), click: () => actions.show() },
    { id: 'state', label: state.line, enabled: false },
    { type: 'separator' },
    state.paused
      ? { id: 'resume', label: say('resumeSending'), click: () => actions.resumeSending() }
      : {
          id: 'pause',
          label: say('pauseSending'),
          enabled: state.paused !== null,
          click: () => actions.pauseSending(),
        },
    { type: 'separator' },
    {
      id: 'launchAtLogin',
      label: say('launchAtLogin'),
      type: 'checkbox',
      checked: switches.launchAtLogin,
      click: (item) => actions.setLaunchAtLogin(item.checked),
    },
    {
      id: 'keepAwake',
      label: say('keepAwake'),
      type: 'checkbox',
      checked: switches.keepAwake,
      click: (item) => actions.setKeepAwake(item.checked),
    },
    { type: 'separator' },
    { id: 'quit', label: say('quit'), click: () => actions.quit() },
  ];
}
