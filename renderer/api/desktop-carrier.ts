/** The carrier inside the desktop window: frames go through the program, the link follows the engine's life. */
import type { DesktopApi } from '../../engine/control/desktop-api.ts';
import type { EngineState } from '../../engine/control/host-messages.ts';
import { createListeners, type Carrier, type Link } from './carrier.ts';

const linkOf = (state: EngineState): Link => {
  if (state.phase === 'running') return 'open';
  return state.phase === 'starting' ? 'connecting' : 'lost';
};

/** @param onEngineState told every state of the engine, the first one included */
export function desktopCarrier(api: DesktopApi, onEngineState: (state: EngineState) => void): Carrier {
  const links = createListeners<Link>();
  let heard = false;
  const take = (state: EngineState): void => {
    heard = true;
    onEngineState(state);
    links.tell(linkOf(state));
  };
  return {
    send: (frame) => api.send(frame),
    onFrame: (listener) => api.onFrame(listener),
    onLink: links.add,
    start: () => {
      api.onEngineState(take);
      // A state that was pushed meanwhile is newer than the answer to the question.
      void api.engineState().then((state) => {
        if (!heard) take(state);
      });
    },
    reconnect: () => void api.restartEngine(),
  };
}
