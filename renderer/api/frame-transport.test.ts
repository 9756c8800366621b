import { describe, expect, it } from 'vitest';
import { ControlFailure, type ControlError } from '../../engine/control/contract.ts';
import type { ClientFrame, ServerFrame } from '../../engine/control/frames.ts';
import { createListeners, type Carrier, type Link } from './carrier.ts';
import { frameTransport } from './frame-transport.ts';

function start() {
  const frames = createListeners<ServerFrame>();
  const links = createListeners<Link>();
  const sent: ClientFrame[] = [];
  const refused: ControlError[] = [];
  const carrier: Carrier = {
    send: (frame) => sent.push(frame),
    onFrame: frames.add,
    onLink: links.add,
    start: () => undefined,
    reconnect: () => undefined,
  };
  const transport = frameTransport(carrier, (_topic, error) => refused.push(error));
  return { transport, sent, refused, hear: frames.tell, link: links.tell };
}
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof ControlFailure ? error.error.code : String(error)),
  );

describe('calls', () => {
  it('pairs answers with calls, whatever their order', async () => {
    const { transport, sent, hear, link } = start();
    link('open');
    const first = transport.call('domains.list', {});
    const second = transport.call('queue.get', { id: 9 });
    expect(sent).toEqual([
      { id: 1, method: 'domains.list', request: {} },
      { id: 2, method: 'queue.get', request: { id: 9 } },
    ]);
    hear({ id: 2, error: { code: 'nonexistent', message: 'there is no such entry' } });
    hear({ id: 1, ok: 'page' });
    hear({ id: 1, ok: 'again' });
    expect(await first).toBe('page');
    expect(await code(second)).toBe('nonexistent');
  });
  it('does not leave a call open when the engine goes away', async () => {
    const { transport, hear, link } = start();
    link('open');
    const call = code(transport.call('status.get', undefined));
    link('lost');
    hear({ id: 1, ok: 'too late' });
    expect(await call).toBe('unavailable');
    expect(await code(transport.call('status.get', undefined))).toBe('unavailable');
  });
});
describe('subscriptions', () => {
  it('are asked for again when the engine is back, until they end', () => {
    const { transport, sent, hear, link } = start();
    const heard: unknown[] = [];
    const end = transport.subscribe('queue', undefined, (event) => heard.push(event));
    expect(sent).toEqual([]);
    link('open');
    hear({ sub: 1, event: 'one' });
    hear({ sub: 1, error: { code: 'unavailable', message: 'the engine ended' } });
    link('lost');
    link('open');
    hear({ sub: 1, event: 'two' });
    expect(heard).toEqual(['one', 'two']);
    end();
    hear({ sub: 1, event: 'three' });
    link('lost');
    link('open');
    expect(heard).toEqual(['one', 'two']);
    expect(sent).toEqual([
      { sub: 1, topic: 'queue', params: null },
      { sub: 1, topic: 'queue', params: null },
      { unsub: 1 },
    ]);
  });
  it('that are refused are told and not asked for again', () => {
    const { transport, sent, refused, hear, link } = start();
    transport.subscribe('log', {}, () => undefined);
    link('open');
    hear({ sub: 1, error: { code: 'denied', message: 'this needs the role admin' } });
    link('lost');
    link('open');
    expect(refused.map((error) => error.code)).toEqual(['denied']);
    expect(sent).toHaveLength(1);
  });
});
