import { expect, test } from 'vitest';
import { createAppPasswordSessions } from './app-password-sessions.ts';
import { createEventBus } from '../events/bus.ts';
import { systemClock } from '../lib/clock.ts';
import type { AppPassword } from '../model/app-password.ts';
import type { AccountId, AppPasswordId, UnixMs } from '../model/ids.ts';

const HOUR = 3_600_000;

/** A clock that goes where it is told, and calls what fell due on the way. */
function build() {
  let now = 1_790_000_000_000;
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  const clock = {
    ...systemClock(),
    now: () => now as UnixMs,
    after(ms: number, call: () => void) {
      const timer = { at: now + ms, call };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
  };
  const pass = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      timers = timers.filter((timer) => timer !== due);
      now = due.at;
      due.call();
    }
    now = until;
  };
  const ended: string[] = [];
  const codes: string[] = [];
  let gone: (session: string) => void = () => undefined;
  const bus = createEventBus(clock);
  bus.subscribe((event) => void codes.push(event.code));
  const sessions = createAppPasswordSessions({
    clock,
    emit: bus.emit,
    connections: { end: (session) => (ended.push(session), true), onGone: (listener) => (gone = listener) },
  });
  const appPassword = (id: number, expiresInMs: number | null = null): AppPassword => ({
    id: id as AppPasswordId,
    accountId: 1 as AccountId,
    label: 'Telefon',
    protocols: ['imap'],
    createdAt: now as UnixMs,
    expiresAt: expiresInMs === null ? null : ((now + expiresInMs) as UnixMs),
    lastUse: null,
  });
  return { sessions, appPassword, ended, codes, pass, gone: (session: string) => gone(session), pending: () => timers };
}

test('what is revoked ends its own sessions, and lets no login in that was under way', () => {
  const { sessions, appPassword, ended } = build();
  expect(sessions.admit('a', appPassword(1), 'ayse@ornek.test')).toBe(true);
  expect(sessions.admit('b', appPassword(2), 'ayse@ornek.test')).toBe(true);
  expect(sessions.admit('c', appPassword(1), 'ayse@ornek.test')).toBe(true);
  expect(sessions.revoke(1 as AppPasswordId)).toBe(2);
  expect(ended).toEqual(['a', 'c']);
  expect(sessions.admit('d', appPassword(1), 'ayse@ornek.test')).toBe(false);
  expect(sessions.admit('e', appPassword(2), 'ayse@ornek.test')).toBe(true);
});
test('what expires ends its sessions then, however far off that is; who has left is not ended', () => {
  const { sessions, appPassword, ended, codes, pass, gone, pending } = build();
  sessions.admit('year', appPassword(1, 365 * 24 * HOUR), 'ayse@ornek.test');
  sessions.admit('soon', appPassword(2, 5000), 'ayse@ornek.test');
  sessions.admit('left', appPassword(2, 5000), 'ayse@ornek.test');
  sessions.admit('never', appPassword(3), 'ayse@ornek.test');
  gone('left');
  pass(4999);
  expect(ended).toEqual([]);
  pass(1);
  expect(ended).toEqual(['soon']);
  expect(codes).toEqual(['session.expired']);
  pass(365 * 24 * HOUR);
  expect(ended).toEqual(['soon', 'year']);
  expect(pending()).toEqual([]);
});
