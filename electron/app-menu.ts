/** The application's menu: on macOS the bar at the top, elsewhere hidden and there for its keys (copy, zoom, full screen). */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Say } from './i18n.ts';

export interface AppMenuActions {
  zoom(change: 'in' | 'out' | 'reset'): void;
  quit(): void;
}

export function setAppMenu(actions: AppMenuActions, say: Say, developing: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { label: say('zoomIn'), accelerator: 'CmdOrCtrl+Plus', click: () => actions.zoom('in') },
    // The same key without Shift, as browsers have it.
    { label: say('zoomIn'), accelerator: 'CmdOrCtrl+=', visible: false, click: () => actions.zoom('in') },
    { label: say('zoomOut'), accelerator: 'CmdOrCtrl+-', click: () => actions.zoom('out') },
    { label: say('zoomReset'), accelerator: 'CmdOrCtrl+0', click: () => actions.zoom('reset') },
    { role: 'togglefullscreen', label: say('fullScreen') },
  ];
  if (developing) {
    view.push({ role: 'reload', label: say('reload') }, { role: 'toggleDevTools', label: say('developerTools') });
  }
  const quit: MenuItemConstructorOptions = {
    label: say('quit'),
    accelerator: 'CmdOrCtrl+Q',
    click: () => actions.quit(),
  };
  const first: MenuItemConstructorOptions = {
    label: 'Postane',
    submenu:
      process.platform === 'darwin'
        ? [
            { role: 'about' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            quit,
          ]
        : [quit],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      first,
      { role: 'editMenu', label: say('edit') },
      { label: say('view'), submenu: view },
      { role: 'windowMenu' },
    ]),
  );
}
