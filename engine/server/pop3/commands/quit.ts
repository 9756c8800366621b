/** QUIT: after login the UPDATE state, in which what was marked is removed. RFC 1939 6 */
import { MailError } from '../../../model/errors.ts';
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { commitDeletions } from '../maildrop.ts';
import { err, ok, type Pop3Command } from '../pop3-session.ts';

export const quit: Pop3Command = {
  state: 'any',
  async run(session, argument) {
    numbers(argument, 0);
    session.endAfterAnswer();
    if (session.maildrop === null) return ok('goodbye');
    try {
      await commitDeletions(session.deps.store, session.maildrop, session.deps.policy().keepsInTrash);
      return ok('goodbye');
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      return err('notRemoved', 'SYS/TEMP');
    }
  },
};
