/** Main as a client of its own engine, for tray and menu: the typed contract over the bridge, without any privilege of its own. */
import { controlClient, type ControlClient } from '../engine/control/client.ts';
import type { ServerFrame } from '../engine/control/frames.ts';
import type { ControlBridge, ControlLink } from './control-bridge.ts';

interface OpenCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export function ownControl(bridge: ControlBridge): ControlClient {
  const calls = new Map<number, OpenCall>();
  const subscriptions = new Map<number, (event: unknown) => void>();
  let last = 0;
  const hear = (frame: ServerFrame): void => {
    if ('sub' in frame) {
      if ('event' in frame) subscriptions.get(frame.sub)?.(frame.event);
      else subscriptions.delete(frame.sub);
      return;
    }
    const call = calls.get(frame.id);
    calls.delete(frame.id);
    if ('error' in frame) call?.reject(new Error(`${frame.error.code}: ${frame.error.message}`));
    else call?.resolve(frame.ok);
  };
  const link: ControlLink = bridge.attach((frames) => frames.forEach(hear));
  return controlClient({
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        calls.set(id, { resolve, reject });
        link.receive({ id, method, request });
      }),
    subscribe(topic, params, onEvent) {
      const sub = ++last;
      subscriptions.set(sub, onEvent);
      link.receive({ sub, topic, params });
      return () => {
        if (subscriptions.delete(sub)) link.receive({ unsub: sub });
      };
    },
  });
}
