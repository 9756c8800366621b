/**
 * Carries control frames between the engine and its clients in this process: the pages, and the tray with its menu. Each client has
 * a number of its own; when the engine ends, all that a client still waits for is answered `unavailable`, so nobody waits for ever.
 */
import type { ClientFrame, ServerFrame } from '../engine/control/frames.ts';
import type { EngineState } from '../engine/control/host-messages.ts';
import { checkClientFrame } from './client-frame.ts';

const MAX_OPEN = 1_000;
const EVENTS_WAIT_MS = 50;

/** What the bridge needs of EngineHost. */
export interface EngineCarrier {
  send(client: number, frame: ClientFrame): boolean;
  clientGone(client: number): void;
  on(event: 'frame', listener: (client: number, frame: ServerFrame) => void): unknown;
  on(event: 'state', listener: (state: EngineState) => void): unknown;
}
export interface ControlLink {
  /** One frame from the client, unchecked. */
  receive(value: unknown): void;
  close(): void;
}
type Deliver = (frames: readonly ServerFrame[]) => void;

export class ControlBridge {
  readonly #engine: EngineCarrier;
  readonly #links = new Map<number, Link>();
  #lastClient = 0;

  constructor(engine: EngineCarrier) {
    this.#engine = engine;
    engine.on('frame', (client, frame) => this.#links.get(client)?.fromEngine(frame));
    engine.on('state', (state) => {
      if (state.phase === 'running') return;
      for (const link of this.#links.values()) link.engineAway();
    });
  }

  /** @param deliver gets frames in order; answers at once, events in batches */
  attach(deliver: Deliver): ControlLink {
    const client = ++this.#lastClient;
    const link = new Link((frame) => this.#engine.send(client, frame), deliver);
    this.#links.set(client, link);
    return {
      receive: (value) => link.fromClient(value),
      close: () => {
        if (!this.#links.delete(client)) return;
        link.end();
        this.#engine.clientGone(client);
      },
    };
  }
}

/** One client's side: what it waits for, and what waits to be delivered to it. */
class Link {
  readonly #send: (frame: ClientFrame) => boolean;
  readonly #outbox: Outbox;
  readonly #calls = new Set<number>();
  readonly #subscriptions = new Set<number>();

  constructor(send: (frame: ClientFrame) => boolean, deliver: Deliver) {
    this.#send = send;
    this.#outbox = new Outbox(deliver);
  }

  fromClient(value: unknown): void {
    const check = checkClientFrame(value);
    if (check.kind === 'refused') return this.#refuse(check, { code: 'badRequest', message: check.reason });
    const frame = check.frame;
    if ('unsub' in frame) this.#subscriptions.delete(frame.unsub);
    else if (this.#calls.size + this.#subscriptions.size >= MAX_OPEN) {
      return this.#refuse(frame, {
        code: 'unavailable',
        message: `More than ${MAX_OPEN} requests are open; wait for their answers.`,
      });
    }
    if (!this.#send(frame)) return 'unsub' in frame ? undefined : this.#refuse(frame, AWAY);
    if ('id' in frame) this.#calls.add(frame.id);
    else if ('sub' in frame) this.#subscriptions.add(frame.sub);
  }

  fromEngine(frame: ServerFrame): void {
    if ('id' in frame) this.#calls.delete(frame.id);
    else if ('error' in frame) this.#subscriptions.delete(frame.sub);
    this.#outbox.add(frame);
  }

  engineAway(): void {
    for (const id of this.#calls) this.#outbox.add({ id, error: AWAY });
    for (const sub of this.#subscriptions) this.#outbox.add({ sub, error: AWAY });
    this.#calls.clear();
    this.#subscriptions.clear();
  }

  end(): void {
    this.#outbox.close();
  }

  #refuse(asker: { readonly id?: number; readonly sub?: number }, error: RefusalError): void {
    if (asker.id !== undefined) this.#outbox.add({ id: asker.id, error });
    else if (asker.sub !== undefined) this.#outbox.add({ sub: asker.sub, error });
    else process.stderr.write(`A page sent something that is no control frame (${error.message}).\n`);
  }
}
type RefusalError = Extract<ServerFrame, { error: unknown }>['error'];
const AWAY: RefusalError = { code: 'unavailable', message: 'The mail engine is not running.' };

/** Answers go out at the end of the turn, events within 50 ms: one IPC message for many frames, in order. */
class Outbox {
  readonly #deliver: Deliver;
  #frames: ServerFrame[] = [];
  #events: NodeJS.Timeout | undefined;
  #answers: NodeJS.Immediate | undefined;

  constructor(deliver: Deliver) {
    this.#deliver = deliver;
  }
  add(frame: ServerFrame): void {
    this.#frames.push(frame);
    if ('event' in frame) this.#events ??= setTimeout(() => this.#flush(), EVENTS_WAIT_MS);
    else this.#answers ??= setImmediate(() => this.#flush());
  }
  close(): void {
    this.#frames = [];
    this.#rest();
  }
  #rest(): void {
    clearTimeout(this.#events);
    clearImmediate(this.#answers);
    this.#events = this.#answers = undefined;
  }
  #flush(): void {
    this.#rest();
    const frames = this.#frames;
    this.#frames = [];
    if (frames.length > 0) this.#deliver(frames);
  }
}
