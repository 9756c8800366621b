/** The client's end of any frame carrier: numbers calls and subscriptions, and settles them when frames come back or the carrier ends. */
import { ControlFailure, type ControlTransport } from '../contract.ts';
import type { ClientFrame, ServerFrame } from '../frames.ts';

export interface FrameClient extends ControlTransport {
  /** A frame came from the engine. */
  hear(frame: ServerFrame): void;
  /** The carrier ended: every open call fails. */
  end(reason: string): void;
}
export function frameClient(send: (frame: ClientFrame) => void): FrameClient {
  let last = 0;
  let ended: string | null = null;
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const subscriptions = new Map<number, (event: unknown) => void>();
  const gone = (reason: string) => new ControlFailure({ code: 'unavailable', message: reason });
  return {
    call(method, request) {
      if (ended !== null) return Promise.reject(gone(ended));
      const id = ++last;
      return new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject });
        send({ id, method, request });
      });
    },
    subscribe(topic, params, onEvent) {
      const sub = ++last;
      subscriptions.set(sub, onEvent);
      if (ended === null) send({ sub, topic, params });
      return () => {
        if (subscriptions.delete(sub) && ended === null) send({ unsub: sub });
      };
    },
    hear(frame) {
      if ('sub' in frame) {
        if ('event' in frame) subscriptions.get(frame.sub)?.(frame.event);
        else subscriptions.delete(frame.sub);
        return;
      }
      const call = calls.get(frame.id);
      calls.delete(frame.id);
      if ('error' in frame) call?.reject(new ControlFailure(frame.error));
      else call?.resolve(frame.ok);
    },
    end(reason) {
      ended = reason;
      for (const call of calls.values()) call.reject(gone(reason));
      calls.clear();
      subscriptions.clear();
    },
  };
}
