/** A generated password of one program or device: what it opens, until when, and when it was last used. */
import type { AccountId, AppPasswordId, UnixMs } from './ids.ts';

/** What it may open; the control window never. */
export const APP_PASSWORD_PROTOCOLS = ['imap', 'pop3', 'submission'] as const;
export type AppPasswordProtocol = (typeof APP_PASSWORD_PROTOCOLS)[number];

export interface AppPasswordUse {
  readonly at: UnixMs;
  readonly protocol: AppPasswordProtocol;
  /** Address of the client, without port. */
  readonly peer: string;
}
export interface AppPassword {
  readonly id: AppPasswordId;
  readonly accountId: AccountId;
  /** What its owner calls the program or device. */
  readonly label: string;
  readonly protocols: readonly AppPasswordProtocol[];
  readonly createdAt: UnixMs;
  /** null: never. */
  readonly expiresAt: UnixMs | null;
  /** To the minute; null while unused. */
  readonly lastUse: AppPasswordUse | null;
}
/** More than anybody has programs; each proof is tried against all of them. */
export const MOST_APP_PASSWORDS = 100;
