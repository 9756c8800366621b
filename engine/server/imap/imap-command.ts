/** What one IMAP command is: where it is allowed, how it is read, what it does. */
import type { CommandParser } from '../../protocol/imap/command-parser.ts';
import type { ImapSession, SessionState } from './imap-session.ts';

/** What the tagged OK says besides "completed". */
export interface Completion {
  readonly code?: string;
  readonly text?: string;
  /** The command has written its tagged answer itself. */
  readonly isAnswered?: boolean;
}
export interface ImapCommand<Args> {
  readonly states: readonly SessionState[];
  /** RFC 9051 7.5.1: no untagged EXPUNGE while answering FETCH, STORE or SEARCH. */
  readonly mayReportExpunge: boolean;
  /** Reads the whole line, from the space after the name on, before `run` may look at the session. */
  parse(line: CommandParser): Args;
  run(session: ImapSession, args: Args, tag: string): Promise<Completion | void>;
}
/** A command of any arguments: they are read and used by the same command, so nobody else needs their type. */
export interface AnyCommand {
  readonly states: readonly SessionState[];
  readonly mayReportExpunge: boolean;
  /** Reads the line, and answers what is then to be run. */
  prepare(line: CommandParser): (session: ImapSession, tag: string) => Promise<Completion | void>;
}

export function command<Args>(definition: ImapCommand<Args>): AnyCommand {
  return {
    states: definition.states,
    mayReportExpunge: definition.mayReportExpunge,
    prepare(line) {
      const args = definition.parse(line);
      return (session, tag) => definition.run(session, args, tag);
    },
  };
}

export const ANY_STATE: readonly SessionState[] = ['notAuthenticated', 'authenticated', 'selected'];
export const LOGGED_IN: readonly SessionState[] = ['authenticated', 'selected'];
export const SELECTED: readonly SessionState[] = ['selected'];

/** For commands without arguments. */
export function noArguments(line: CommandParser): null {
  line.end();
  return null;
}
