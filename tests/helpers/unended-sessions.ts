/** App passwords' sessions in a harness of one server, where nobody revokes. */
import { createAppPasswordSessions, type AppPasswordSessions } from '../../engine/auth/app-password-sessions.ts';
import type { Emit } from '../../engine/events/bus.ts';
import type { Clock } from '../../engine/lib/clock.ts';

export function unendedSessions(clock: Clock, emit: Emit): AppPasswordSessions {
  return createAppPasswordSessions({ clock, emit, connections: { end: () => false, onGone: () => undefined } });
}
