import { expect, it, vi } from 'vitest';
import type { EngineState } from '../engine/control/host-messages.ts';
import { sayer } from './i18n.ts';
import { trayMenu, type TrayActions } from './tray-menu.ts';
import { trayState, type WorkState } from './tray-state.ts';

const say = sayer(() => 'en');
const running: EngineState = { phase: 'running', pid: 1, since: 0, listeners: [] };
const work = (changed: Partial<WorkState> = {}): WorkState => ({ paused: false, waiting: 0, attention: 0, ...changed });
const table: [EngineState, WorkState | null, string, string][] = [
  [running, work({ waiting: 2 }), 'running', 'Running, 2 waiting'],
  [running, work({ attention: 1 }), 'attention', 'Running, 1 to look at'],
  [running, work({ paused: true, attention: 1, waiting: 4 }), 'paused', 'Sending is paused, 4 waiting'],
  [running, null, 'running', 'Starting'],
  [{ phase: 'waiting', attempt: 1, retryAt: 0, reason: '' }, null, 'attention', 'Starting again after a stop'],
  [
    { phase: 'crashLoop', attempts: 6, reason: '', output: '' },
    null,
    'stopped',
    'Stopped after several failures; open Postane to see why',
  ],
  [{ phase: 'stopped' }, work(), 'stopped', 'Stopped'],
];
it.each(table)('%j with %j is %s', (engine, known, shape, line) => {
  expect(trayState(engine, known, say)).toMatchObject({ shape, line });
});

function menuFor(engine: EngineState, known: WorkState | null) {
  const actions: TrayActions = {
    show: vi.fn(),
    pauseSending: vi.fn(),
    resumeSending: vi.fn(),
    setLaunchAtLogin: vi.fn(),
    setKeepAwake: vi.fn(),
    quit: vi.fn(),
  };
  const items = trayMenu(trayState(engine, known, say), { launchAtLogin: true, keepAwake: false }, actions, say);
  return { actions, items, item: (id: string) => items.find((candidate) => candidate.id === id) };
}
it('offers to pause or to resume, and neither while the engine is away', () => {
  const running1 = menuFor(running, work());
  expect(running1.item('pause')).toMatchObject({ enabled: true });
  expect(running1.item('resume')).toBeUndefined();
  const paused = menuFor(running, work({ paused: true }));
  expect(paused.item('pause')).toBeUndefined();
  paused.item('resume')?.click?.({} as never, undefined, {} as never);
  expect(paused.actions.resumeSending).toHaveBeenCalledOnce();
  expect(menuFor({ phase: 'stopped' }, null).item('pause')).toMatchObject({ enabled: false });
});
it('begins with opening and ends with quitting', () => {
  const { items } = menuFor(running, work());
  expect([items[0]?.id, items.at(-1)?.id]).toEqual(['open', 'quit']);
});
