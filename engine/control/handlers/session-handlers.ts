/** Who is connected: the mail programs' sessions, and how one is ended. */
import type { Emit } from '../../events/bus.ts';
import type { SessionId } from '../../model/ids.ts';
import type { OpenSessions } from '../../net/open-sessions.ts';
import type { Handlers } from '../dispatcher.ts';

export interface SessionHandlerDeps {
  readonly sessions: OpenSessions;
  readonly emit: Emit;
}
type Names = Extract<keyof Handlers, `sessions.${string}`>;

export function sessionHandlers({ sessions, emit }: SessionHandlerDeps): Pick<Handlers, Names> {
  return {
    'sessions.list': async () => sessions.list().reverse(),
    async 'sessions.end'({ id }, caller) {
      const affected = sessions.end(id) ? 1 : 0;
      if (affected > 0) emit('session.ended', { by: caller.name }, { session: id as SessionId });
      return { affected };
    },
  };
}
