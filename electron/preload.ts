/** Gives our page `window.postane` and nothing else: plain functions, no IPC object, no event object. Runs sandboxed. */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopApi } from '../engine/control/desktop-api.ts';
import type { ServerFrame } from '../engine/control/frames.ts';
import type { EngineState } from '../engine/control/host-messages.ts';
import { CHANNEL } from './channels.ts';

const frameListeners = new Set<(frame: ServerFrame) => void>();
const stateListeners = new Set<(state: EngineState) => void>();
ipcRenderer.on(CHANNEL.frames, (_event, frames: readonly ServerFrame[]) => {
  for (const frame of frames) for (const listener of frameListeners) listener(frame);
});
ipcRenderer.on(CHANNEL.engineState, (_event, state: EngineState) => {
  for (const listener of stateListeners) listener(state);
});
ipcRenderer.send(CHANNEL.begin);

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
const call = <T>(name: keyof DesktopApi, ...values: unknown[]): Promise<T> =>
  ipcRenderer.invoke(CHANNEL.call, name, ...values);

const api: DesktopApi = {
  platform: process.platform as DesktopApi['platform'],
  send: (frame) => ipcRenderer.send(CHANNEL.frame, frame),
  onFrame: (listener) => listen(frameListeners, listener),
  engineState: () => call('engineState'),
  onEngineState: (listener) => listen(stateListeners, listener),
  restartEngine: () => call('restartEngine'),
  openExternal: (url) => call('openExternal', url),
  copyText: (text) => call('copyText', text),
  saveFile: (suggestedName, bytes) => call('saveFile', suggestedName, bytes),
  setTheme: (theme) => call('setTheme', theme),
  setLanguage: (language) => call('setLanguage', language),
  getLaunchAtLogin: () => call('getLaunchAtLogin'),
  setLaunchAtLogin: (on) => call('setLaunchAtLogin', on),
  getKeepAwake: () => call('getKeepAwake'),
  setKeepAwake: (on) => call('setKeepAwake', on),
  quit: () => call('quit'),
};
contextBridge.exposeInMainWorld('postane', Object.freeze(api));
