/** The engine's end of any frame carrier: one per client. Frames of wrong shape are refused, too many at once are too. */
import { z } from 'zod';
import type { Emit } from '../../events/bus.ts';
import type { Caller } from '../caller.ts';
import type { ServerFrame } from '../frames.ts';
import { refusal, toFailure, type Dispatch } from '../dispatcher.ts';
import type { Subscribe } from '../topics.ts';

const number = z.number().int().nonnegative();
const FRAME = z.union([
  z.object({ id: number, method: z.string().max(100), request: z.unknown().optional() }),
  z.object({ sub: number, topic: z.string().max(100), params: z.unknown().optional() }),
  z.object({ unsub: number }),
]);
const MOST_CALLS = 200;
const MOST_SUBSCRIPTIONS = 50;

export interface FrameServer {
  /** @param value a frame as it came, already parsed from JSON. @returns false when it was no frame at all */
  hear(value: unknown): boolean;
  /** The client is gone. */
  end(): void;
}
export interface FrameServerDeps {
  readonly dispatch: Dispatch;
  readonly subscribe: Subscribe;
  readonly emit: Emit;
}
export function frameServer(deps: FrameServerDeps, caller: Caller, send: (frame: ServerFrame) => void): FrameServer {
  const subscriptions = new Map<number, () => void>();
  let calls = 0;
  let ended = false;
  const answer = (frame: ServerFrame) => {
    if (!ended) send(frame);
  };
  async function call(id: number, method: string, request: unknown): Promise<void> {
    if (calls >= MOST_CALLS) return answer({ id, error: refusal('unavailable', 'too many calls at once').error });
    calls++;
    try {
      answer({ id, ok: (await deps.dispatch(caller, method, request)) ?? null });
    } catch (error) {
      answer({ id, error: toFailure(error, method, deps.emit).error });
    } finally {
      calls--;
    }
  }
  function begin(sub: number, topic: string, params: unknown): void {
    if (subscriptions.has(sub)) return answer({ sub, error: refusal('badRequest', 'that number is in use').error });
    if (subscriptions.size >= MOST_SUBSCRIPTIONS)
      return answer({ sub, error: refusal('unavailable', 'too many subscriptions').error });
    try {
      subscriptions.set(
        sub,
        deps.subscribe(caller, topic, params, (event) => answer({ sub, event })),
      );
    } catch (error) {
      answer({ sub, error: toFailure(error, topic, deps.emit).error });
    }
  }
  return {
    hear(value) {
      const parsed = FRAME.safeParse(value);
      if (!parsed.success) return false;
      const frame = parsed.data;
      if ('id' in frame) void call(frame.id, frame.method, frame.request);
      else if ('sub' in frame) begin(frame.sub, frame.topic, frame.params);
      else {
        subscriptions.get(frame.unsub)?.();
        subscriptions.delete(frame.unsub);
      }
      return true;
    },
    end() {
      ended = true;
      for (const unsubscribe of subscriptions.values()) unsubscribe();
      subscriptions.clear();
    },
  };
}
