/** Branded identifiers, so that a mailbox id can never be passed where an account id belongs. */
declare const brand: unique symbol;
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

export type AccountId = Brand<number, 'AccountId'>;
export type DomainId = Brand<number, 'DomainId'>;
export type AppPasswordId = Brand<number, 'AppPasswordId'>;
export type AliasId = Brand<number, 'AliasId'>;
export type MailboxId = Brand<number, 'MailboxId'>;
export type BodyId = Brand<number, 'BodyId'>;
export type QueueEntryId = Brand<number, 'QueueEntryId'>;
/** One accepted letter, however many recipients: the word said in `250 ... queued as`, shown on screens, searched by. */
export type LetterId = Brand<string, 'LetterId'>;
/** One run of the engine: the owner of queue leases. */
export type EngineId = Brand<string, 'EngineId'>;
/** One connection of a client, as it appears in the log. */
export type SessionId = Brand<string, 'SessionId'>;
/** IMAP unique identifier, strictly ascending in a mailbox. RFC 9051 2.3.1.1 */
export type Uid = Brand<number, 'Uid'>;
/** Modification sequence. RFC 7162 */
export type ModSeq = Brand<number, 'ModSeq'>;
/** Milliseconds since 1970. */
export type UnixMs = Brand<number, 'UnixMs'>;
