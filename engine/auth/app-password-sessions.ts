/**
 * Which open sessions came in by which app password: they end when it is revoked and when it expires. What was revoked while
 * a login was under way does not come in.
 */
import { isExpired } from './app-passwords.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { AppPassword } from '../model/app-password.ts';
import type { AppPasswordId, SessionId } from '../model/ids.ts';

export interface ConnectionEnds {
  /** @returns false when it had gone already */
  end(session: string): boolean;
  /** Calls when a connection has closed. */
  onGone(listener: (session: string) => void): void;
}
export interface AppPasswordSessions {
  /** Before the login is answered. @returns false when the app password was revoked meanwhile */
  admit(session: string, appPassword: AppPassword, account: string): boolean;
  /** After it went from the store. @returns how many sessions were ended */
  revoke(id: AppPasswordId): number;
}
export interface AppPasswordSessionDeps {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly emit: Emit;
  readonly connections: ConnectionEnds;
}
/** Timers cannot wait for years, and wall clocks are set. */
const LOOK_AT_LEAST_EVERY_MS = 60 * 60_000;

export function createAppPasswordSessions({ clock, emit, connections }: AppPasswordSessionDeps): AppPasswordSessions {
  const open = new Map<string, { readonly appPassword: AppPassword; readonly account: string }>();
  const revoked = new Set<AppPasswordId>();
  let cancelLook: () => void = () => undefined;
  let looksAt = Number.POSITIVE_INFINITY;

  connections.onGone((session) => void open.delete(session));

  const lookBy = (expiresAt: number): void => {
    const at = Math.min(expiresAt, clock.now() + LOOK_AT_LEAST_EVERY_MS);
    if (at >= looksAt) return;
    cancelLook();
    looksAt = at;
    cancelLook = clock.after(Math.max(0, at - clock.now()), look);
  };
  const look = (): void => {
    looksAt = Number.POSITIVE_INFINITY;
    const now = clock.now();
    for (const [session, { appPassword, account }] of [...open]) {
      if (!isExpired(appPassword, now)) {
        if (appPassword.expiresAt !== null) lookBy(appPassword.expiresAt);
        continue;
      }
      open.delete(session);
      const { label } = appPassword;
      if (connections.end(session)) emit('session.expired', { account, label }, { session: session as SessionId });
    }
  };
  return {
    admit(session, appPassword, account) {
      if (revoked.has(appPassword.id)) return false;
      open.set(session, { appPassword, account });
      if (appPassword.expiresAt !== null) lookBy(appPassword.expiresAt);
      return true;
    },
    revoke(id) {
      revoked.add(id);
      let ended = 0;
      for (const [session, { appPassword }] of [...open]) {
        if (appPassword.id !== id) continue;
        open.delete(session);
        if (connections.end(session)) ended += 1;
      }
      return ended;
    },
  };
}
