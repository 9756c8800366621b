/** NOTIFY: events told without being asked for. RFC 5465 3 */
import { MailError } from '../../../model/errors.ts';
import {
  MESSAGE_EVENTS,
  notifyArguments,
  OTHER_EVENTS,
  UnknownEvent,
  type NotifyArguments,
} from '../../../protocol/imap/notify-arguments.ts';
import { tellAccumulated } from '../changes.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import { Notifier } from '../notify/notifier.ts';
import { ImapRefusal } from '../refusal.ts';

const EVENTS = [...MESSAGE_EVENTS, ...OTHER_EVENTS].join(' ');

export const notify = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line): NotifyArguments {
    try {
      return notifyArguments(line);
    } catch (error) {
      if (error instanceof UnknownEvent) throw new ImapRefusal(`BADEVENT (${EVENTS})`, error.message, { cause: error });
      throw error;
    }
  },
  async run(session, { groups, status }) {
    if (groups === null) return session.setNotifier(null);
    try {
      const notifier = await Notifier.start(session, groups);
      await tellAccumulated(session);
      session.setNotifier(notifier);
      notifier.tellNoAccess();
      if (status) await notifier.tellAll();
    } catch (error) {
      if (error instanceof MailError && error.code === 'limit')
        throw new ImapRefusal('NOTIFICATIONOVERFLOW', error.message, { cause: error });
      throw error;
    }
  },
});
