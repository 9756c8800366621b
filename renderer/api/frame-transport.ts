/** Calls and subscriptions over a carrier: pairs answers with calls, and asks for every topic again when the link is back. */
import {
  ControlFailure,
  type ControlError,
  type ControlTransport,
  type MethodName,
  type TopicName,
} from '../../engine/control/contract.ts';
import type { ServerFrame } from '../../engine/control/frames.ts';
import type { Carrier, Link } from './carrier.ts';

const AWAY: ControlError = { code: 'unavailable', message: 'The mail engine cannot be reached right now.' };
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}
interface Subscription {
  readonly topic: TopicName;
  readonly params: unknown;
  readonly onEvent: (event: unknown) => void;
}
/** @param onRefused told when the engine refuses a subscription for good */
export function frameTransport(
  carrier: Carrier,
  onRefused: (topic: TopicName, error: ControlError) => void,
): ControlTransport {
  const waiting = new Map<number, Waiting>();
  const subscriptions = new Map<number, Subscription>();
  let link: Link = 'connecting';
  let lastId = 0;

  const ask = (sub: number, { topic, params }: Subscription): void => carrier.send({ sub, topic, params });
  const failAll = (): void => {
    const left = [...waiting.values()];
    waiting.clear();
    for (const { reject } of left) reject(new ControlFailure(AWAY));
  };
  carrier.onLink((now) => {
    const before = link;
    link = now;
    if (now !== 'open') failAll();
    else if (before !== 'open') for (const [sub, subscription] of subscriptions) ask(sub, subscription);
  });
  carrier.onFrame((frame: ServerFrame) => {
    if ('sub' in frame) return takeEvent(frame);
    const call = waiting.get(frame.id);
    if (call === undefined) return;
    waiting.delete(frame.id);
    if ('error' in frame) call.reject(new ControlFailure(frame.error));
    else call.resolve(frame.ok);
  });
  const takeEvent = (frame: Extract<ServerFrame, { sub: number }>): void => {
    const subscription = subscriptions.get(frame.sub);
    if (subscription === undefined) return;
    if ('event' in frame) return subscription.onEvent(frame.event);
    // An engine that went away is asked again when it is back; a refusal stays one.
    if (frame.error.code === 'unavailable') return;
    subscriptions.delete(frame.sub);
    onRefused(subscription.topic, frame.error);
  };
  return {
    call: (method: MethodName, request: unknown) =>
      new Promise((resolve, reject) => {
        if (link !== 'open') return reject(new ControlFailure(AWAY));
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        carrier.send({ id: lastId, method, request: request ?? null });
      }),
    subscribe: (topic, params, onEvent) => {
      lastId += 1;
      const sub = lastId;
      const subscription = { topic, params: params ?? null, onEvent };
      subscriptions.set(sub, subscription);
      if (link === 'open') ask(sub, subscription);
      return () => {
        if (subscriptions.delete(sub) && link === 'open') carrier.send({ unsub: sub });
      };
    },
  };
}
