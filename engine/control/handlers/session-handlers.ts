/** Who is connected: the mail programs' sessions and how one is ended, the mailboxes of a person, the state of the search index. */
import { addressOf } from '../parse-address.ts';
import type { Emit } from '../../events/bus.ts';
import type { SessionId } from '../../model/ids.ts';
import type { OpenSessions } from '../../net/open-sessions.ts';
import type { Store } from '../../store/store.ts';
import { refusal, type Handlers } from '../dispatcher.ts';

export interface SessionHandlerDeps {
  readonly store: Pick<Store, 'directory' | 'mailboxes' | 'integrity'>;
  readonly sessions: OpenSessions;
  readonly emit: Emit;
}
type Names = Extract<keyof Handlers, `sessions.${string}` | `search.${string}` | 'mailboxes.list'>;

export function sessionHandlers({ store, sessions, emit }: SessionHandlerDeps): Pick<Handlers, Names> {
  return {
    'sessions.list': async () => sessions.list().reverse(),
    async 'sessions.end'({ id }, caller) {
      const affected = sessions.end(id) ? 1 : 0;
      if (affected > 0) emit('session.ended', { by: caller.name }, { session: id as SessionId });
      return { affected };
    },
    async 'mailboxes.list'({ address }) {
      const account = await store.directory.accountByAddress(addressOf(address));
      if (account === null) throw refusal('nonexistent', `there is no person ${address}`);
      const mailboxes = await store.mailboxes.list(account.id);
      return mailboxes.map(({ name, counts: { messages, unseen, bytes } }) => ({ name, messages, unseen, bytes }));
    },
    'search.progress': () => store.integrity.searchProgress(),
    'search.rebuild': () => store.integrity.rebuildSearch(),
  };
}
