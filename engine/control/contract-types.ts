/** Shapes that travel over the control contract: data only, everything survives JSON. Screens make sentences of codes. */
import type { Account, Alias, Domain } from '../model/account.ts';
import type { DatedFact, Letter } from '../model/letter.ts';

import type { DeliveryAttempt, DeliveryOutcome, QueueState } from '../model/queue.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
export type ControlErrorCode = 'badRequest' | 'denied' | 'nonexistent' | 'conflict' | 'unavailable' | 'internal';
export interface ControlError {
  readonly code: ControlErrorCode;
  /** English, for the command line; the bug's own text never travels. */
  readonly message: string;
  /** Path of the wrong value in the request, e.g. `domain`. */
  readonly field?: string;
}

export const PROTOCOLS = [
  'smtp',
  'submission',
  'submissions',
  'imap',
  'imaps',
  'pop3',
  'pop3s',
  'http',
  'https',
] as const;
export type Protocol = (typeof PROTOCOLS)[number];
export type TlsUse = 'none' | 'starttls' | 'implicit';
export interface ListenerStatus {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsUse;
  readonly state: 'listening' | 'stopped' | 'failed';
  readonly error: ListenerError | null;
}
export interface ListenerError {
  readonly code: 'inUse' | 'notPermitted' | 'addressUnavailable' | 'other';
  /** English: reason and cure. */
  readonly message: string;
  /** The program that holds the port, where the system tells. */
  readonly program: string | null;
}
/** Why the engine did not start; nothing was changed. */
export interface StartFailure {
  readonly code:
    | 'locked'
    | 'dataUnreadable'
    | 'newerVersion'
    | 'networkFileSystem'
    | 'badSetting'
    | 'noListener'
    | 'diskFull'
    | 'other';
  readonly message: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface SessionInfo {
  readonly role: Account['role'];
  readonly address: string | null;
  readonly version: string;
  readonly hostname: string;
  readonly profile: 'normal' | 'trial';
  readonly dataFolder: string;
  readonly firstRunDone: boolean;
  readonly language: 'en' | 'tr' | null;
  readonly startedAt: number;
}
/** A thing to look at. `params` fill the screen's sentence. */
export interface AttentionItem {
  readonly code:
    | 'listenerFailed'
    | 'diskFull'
    | 'diskLow'
    | 'queueOld'
    | 'queueFailing'
    | 'queuePaused'
    | 'dnsWrong'
    | 'dnsUnchecked'
    | 'certificateEnding'
    | 'limitsOff'
    | 'noBackup'
    | 'noDomain'
    | 'noAccount'
    | 'quotaNearlyFull';
  readonly severity: 'bad' | 'warn' | 'info';
  readonly params: Readonly<Record<string, string | number>>;
}
export interface HealthItem {
  readonly code: 'listeners' | 'store' | 'disk' | 'queue' | 'certificate' | 'dns' | 'backup';
  readonly state: 'ok' | 'warn' | 'bad' | 'unknown';
  readonly params: Readonly<Record<string, string | number>>;
}
export interface HourCounts {
  readonly at: number;
  readonly in: number;
  readonly out: number;
  readonly failed: number;
}
export interface Overview {
  readonly state: 'ok' | 'attention' | 'bad';
  readonly today: {
    readonly received: number;
    readonly sent: number;
    readonly failed: number;
    readonly refused: number;
  };
  readonly waiting: number;
  readonly held: number;
  readonly paused: boolean;
  readonly attention: readonly AttentionItem[];
  readonly health: readonly HealthItem[];
  readonly hourly: readonly HourCounts[];
  readonly recent: readonly Letter[];
}
export interface EngineStatus {
  readonly version: string;
  readonly hostname: string;
  readonly profile: 'normal' | 'trial';
  readonly startedAt: number;
  readonly pid: number;
  readonly dataFolder: string;
  readonly listeners: readonly ListenerStatus[];
  readonly connections: { readonly smtp: number; readonly imap: number; readonly pop3: number; readonly web: number };
  readonly writable: boolean;
  readonly queue: { readonly waiting: number; readonly held: number; readonly paused: boolean };
  readonly diskFreeBytes: number;
  readonly limitsMode: 'normal' | 'trial' | 'off';
  readonly logDropped: number;
}
export interface LetterStory {
  readonly letter: Letter;
  readonly facts: readonly DatedFact[];
}
/** A queue entry as screens and scripts see it. */
export interface QueueItem {
  readonly id: number;
  readonly letterId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string;
  readonly sizeBytes: number;
  readonly state: QueueState;
  readonly attempts: number;
  readonly queuedAt: number;
  readonly nextAttemptAt: number;
  readonly expiresAt: number;
  readonly lastOutcome: DeliveryOutcome | null;
}
export interface QueueGroup {
  /** `${reason} ${domain}`. */
  readonly key: string;
  readonly reason: string;
  readonly domain: string;
  readonly entries: number;
  readonly oldestAt: number;
  readonly nextAttemptAt: number | null;
  readonly lastReply: string | null;
}
export interface QueueDetail {
  readonly item: QueueItem;
  readonly attempts: readonly DeliveryAttempt[];
}
export interface QueueTotals {
  readonly byState: Readonly<Record<QueueState, number>>;
  readonly oldestWaitingAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly paused: boolean;
}
export interface CertificateInfo {
  readonly source: 'officeCa' | 'imported';
  readonly names: readonly string[];
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly fingerprint: string;
  readonly caFingerprint: string | null;
}
export interface SettingInfo {
  readonly name: string;
  readonly value: unknown;
  readonly from: 'default' | 'profile' | 'file' | 'commandLine' | 'owner';
  /** Takes effect only after the engine starts again. */
  readonly needsRestart: boolean;
}
export interface StoreReport {
  readonly mailboxes: number;
  readonly messages: number;
  readonly bodies: number;
  readonly bodyBytes: number;
  readonly findings: readonly { readonly code: string; readonly detail: string; readonly repaired: boolean }[];
}
export type { Account, Alias, Domain, Letter };
export type { AppPassword, AppPasswordProtocol } from '../model/app-password.ts';
export type {
  DnsRecord,
  DnsRecordCheck,
  DomainDns,
  RecordProblem,
  RecordPurpose,
  RecordVerdict,
} from '../model/dns-record.ts';

/** A mail program that is connected now. */
export interface MailSession {
  readonly id: string;
  readonly protocol: 'imap' | 'pop3';
  /** Address of the client. */
  readonly peer: string;
  readonly since: number;
  /** e.g. `TLSv1.3`; null in clear. */
  readonly tls: string | null;
  /** null before sign-in. */
  readonly account: string | null;
  /** What the program calls itself; null when it has not said. */
  readonly client: string | null;
  readonly mailbox: string | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
/** A mailbox and what it holds, as its owner sees it. */
export interface MailboxInfo {
  readonly name: string;
  readonly messages: number;
  readonly unseen: number;
  readonly bytes: number;
}
