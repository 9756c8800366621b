/** The application's menu: on macOS the bar at the top, elsewhere hidden and there for its keys (copy, zoom, full screen). */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Say } from './i18n.ts';

export interface AppMenuActions {
  zoom(change: 'in' | 'out' | 'reset'): void;
  quit(): void;
}
type Item = MenuItemConstructorOptions;

export function setAppMenu(actions: AppMenuActions, say: Say, developing: boolean): void {
  const menus: Item[] = [
    { label: 'Postane', submenu: appItems(actions, say) },
    { label: say('edit'), submenu: editItems(say) },
    { label: say('view'), submenu: [...viewItems(actions, say), ...(developing ? developerItems(say) : [])] },
    { label: say('window'), role: 'window', submenu: windowItems(say) },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus));
}

function appItems(actions: AppMenuActions, say: Say): Item[] {
  const quit: Item = { label: say('quit'), accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() };
  if (process.platform !== 'darwin') return [quit];
  return [
    { role: 'about', label: say('about') },
    { type: 'separator' },
    { role: 'hide', label: say('hide') },
    { role: 'hideOthers', label: say('hideOthers') },
    { role: 'unhide', label: say('showAll') },
    { type: 'separator' },
    quit,
  ];
}

const editItems = (say: Say): Item[] => [
  { role: 'undo', label: say('undo') },
  { role: 'redo', label: say('redo') },
  { type: 'separator' },
  { role: 'cut', label: say('cut') },
  { role: 'copy', label: say('copy') },
  { role: 'paste', label: say('paste') },
  { role: 'selectAll', label: say('selectAll') },
];

const viewItems = (actions: AppMenuActions, say: Say): Item[] => [
  { label: say('zoomIn'), accelerator: 'CmdOrCtrl+Plus', click: () => actions.zoom('in') },
  // The same key without Shift, as browsers have it.
  { label: say('zoomIn'), accelerator: 'CmdOrCtrl+=', visible: false, click: () => actions.zoom('in') },
  { label: say('zoomOut'), accelerator: 'CmdOrCtrl+-', click: () => actions.zoom('out') },
  { label: say('zoomReset'), accelerator: 'CmdOrCtrl+0', click: () => actions.zoom('reset') },
  { role: 'togglefullscreen', label: say('fullScreen') },
];

const developerItems = (say: Say): Item[] => [
  { role: 'reload', label: say('reload') },
  { role: 'toggleDevTools', label: say('developerTools') },
];

const windowItems = (say: Say): Item[] => [
  { role: 'minimize', label: say('minimize') },
  { role: 'close', label: say('close') },
];
