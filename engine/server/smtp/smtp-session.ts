/** What a command may see and do of its session. The connection (smtp-connection.ts) is behind it. RFC 5321 4.1.4 */
import type { LetterReceiver } from './letter-receiver.ts';
import type { Chunk } from './letter-reception.ts';
import type { SmtpDeps } from './smtp-deps.ts';
import type { RoutedRecipient } from '../../delivery/accept.ts';
import type { Account, Address, ReversePath } from '../../model/account.ts';
import type { SessionId } from '../../model/ids.ts';
import type { LetterOrigin } from '../../model/letter.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';
import type { ChannelBindings } from '../../protocol/sasl/sasl-server.ts';
import type { MailParameters } from '../../protocol/smtp/parameters.ts';

export interface SignedIn {
  readonly account: Account;
  readonly login: string;
  readonly ownAddresses: readonly Address[];
}
export interface Transaction {
  readonly sender: ReversePath;
  readonly mail: MailParameters;
  readonly recipients: readonly RoutedRecipient[];
}
export interface SmtpSession {
  readonly deps: SmtpDeps;
  readonly sessionId: SessionId;
  /** Address of the client. */
  readonly peer: string;
  /** The peer may say for whom it speaks. */
  readonly isProxy: boolean;
  /** What EHLO or HELO said; null before. */
  readonly helo: string | null;
  readonly tls: LetterOrigin['tls'];
  /** What ties a proof to this TLS connection. RFC 9266 */
  readonly bindings: ChannelBindings;
  readonly signedIn: SignedIn | null;
  readonly transaction: Transaction | null;
  readonly offersStartTls: boolean;
  /** RFC 3848 word: ESMTP, ESMTPSA, UTF8SMTPS, ... */
  readonly transmission: string;

  /** @param extended said by EHLO */
  greet(helo: string, extended: boolean): void;
  /** Replaces or, with null, ends the transaction. */
  setTransaction(transaction: Transaction | null): void;
  /** The session begins anew, for the client that a proxy names; null: not known, the proxy stays the peer. */
  speakFor(peer: string | null, helo: string | null): void;
  signIn(person: SignedIn): void;
  /** After the allowed number the session ends with the reply that is being made. */
  noteFailedLogin(): void;
  /** Said in the log by its name; the peer is a stranger again. */
  noteAttack(attack: string): void;
  /** Writes 334 with the text in base64. @returns the client's next line */
  ask(challenge: string): Promise<string>;
  /** Writes a reply that is not the command's last word, e.g. 220 before TLS. */
  say(reply: SmtpReply): void;
  /** Writes the lines of EHLO's answer, which carry no enhanced code. */
  sayFeatures(lines: readonly string[]): void;
  /** The next octets are TLS. What came before in clear is forgotten. RFC 3207 4.2 */
  startTls(): void;
  /** A letter was begun with BDAT and is not ended. */
  readonly isChunked: boolean;
  /** Writes 354; the next octets are a letter. Its receiver's reply ends the transaction. */
  receive(receiver: LetterReceiver): void;
  /** The next octets are a chunk of the letter that `begin` makes at the first one. @returns the reply to an empty chunk */
  receiveChunk(chunk: Chunk, begin: () => LetterReceiver): Promise<SmtpReply | null>;
  /** The next octets are read and dropped, then comes the reply. @returns it when there are none */
  skipChunk(octets: number, reply: SmtpReply): SmtpReply | null;
  /** After the reply that is being made. */
  endAfterReply(): void;
}
/** One command. A null reply: the command has written its own. */
export interface SmtpCommand {
  run(session: SmtpSession, argument: string): Promise<SmtpReply | null> | SmtpReply | null;
}
