/** SUBSCRIBE and UNSUBSCRIBE. RFC 9051 6.3.7-6.3.8 */
import { command, LOGGED_IN, type AnyCommand } from '../imap-command.ts';
import { mailboxArgument } from '../mailbox-argument.ts';
import { assertMailboxName } from '../mailbox-name-rules.ts';

export const subscribe = subscribeCommand(true);
export const unsubscribe = subscribeCommand(false);

function subscribeCommand(subscribed: boolean): AnyCommand {
  return command({
    states: LOGGED_IN,
    mayReportExpunge: true,
    parse: mailboxArgument,
    async run(session, name) {
      if (subscribed) assertMailboxName(name);
      await session.store.mailboxes.subscribe(session.viewer, name, subscribed);
    },
  });
}
