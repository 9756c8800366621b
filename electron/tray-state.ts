/** What the tray shows, worked out from the engine's state and its own words: a shape, a line, and what can be asked for. */
import type { EngineState } from '../engine/control/host-messages.ts';
import type { MainText, Say } from './i18n.ts';

export type TrayShape = 'running' | 'attention' | 'paused' | 'stopped';
/** What the engine said of its work when it was last asked; null before that. */
export interface WorkState {
  readonly paused: boolean;
  readonly waiting: number;
  readonly attention: number;
}
export interface TrayState {
  readonly shape: TrayShape;
  readonly line: string;
  /** Null while sending can neither be paused nor resumed. */
  readonly paused: boolean | null;
}

export function trayState(engine: EngineState, work: WorkState | null, say: Say): TrayState {
  switch (engine.phase) {
    case 'running':
      return work ? workingState(work, say) : { shape: 'running', line: say('stateStarting'), paused: null };
    case 'starting':
      return away('attention', 'stateStarting', say);
    case 'waiting':
      return away('attention', 'stateWaiting', say);
    case 'failed':
      return away('stopped', 'stateFailed', say);
    case 'crashLoop':
      return away('stopped', 'stateCrashLoop', say);
    case 'stopping':
      return away('stopped', 'stateStopping', say);
    case 'stopped':
      return away('stopped', 'stateStopped', say);
  }
}

const away = (shape: TrayShape, line: MainText, say: Say): TrayState => ({ shape, line: say(line), paused: null });

function workingState(work: WorkState, say: Say): TrayState {
  if (work.paused) return { shape: 'paused', line: say('statePaused', { waiting: work.waiting }), paused: true };
  if (work.attention > 0)
    return { shape: 'attention', line: say('stateAttention', { count: work.attention }), paused: false };
  return { shape: 'running', line: say('stateRunning', { waiting: work.waiting }), paused: false };
}
