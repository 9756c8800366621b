/**
 * Every event the engine can report: code, level, fields, one English sentence for the log and the command line. Screens translate
 * by code. A closed set: what is not here cannot be emitted. `{field}` in a sentence is replaced by the field's value.
 */
import type { LogLevel } from '../model/log-event.ts';

type FieldType = 'string' | 'number' | 'boolean';
interface EventDefinition {
  readonly level: LogLevel;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly sentence: string;
}
const define = <const T extends Record<string, EventDefinition>>(catalogue: T): T => catalogue;

export const EVENTS = define({
  'engine.ready': { level: 'info', fields: { version: 'string' }, sentence: 'Postane {version} is ready.' },
  'engine.stopping': { level: 'info', fields: { reason: 'string' }, sentence: 'Stopping: {reason}.' },
  'engine.limitsOff': {
    level: 'warn',
    fields: {},
    sentence: 'All rate, connection and budget limits are off (limits.mode=off).',
  },
  'setting.ignored': {
    level: 'warn',
    fields: { name: 'string' },
    sentence: 'The kept setting {name} is unknown or no longer fits; it is left out.',
  },
  'engine.bug': {
    level: 'error',
    fields: { where: 'string', error: 'string' },
    sentence: 'Unexpected failure in {where}: {error}',
  },
  'listener.open': {
    level: 'info',
    fields: { protocol: 'string', host: 'string', port: 'number' },
    sentence: '{protocol} listens on {host} port {port}.',
  },
  'listener.failed': {
    level: 'error',
    fields: { protocol: 'string', port: 'number', reason: 'string' },
    sentence: '{protocol} cannot use port {port}: {reason}',
  },
  'listener.refused': {
    level: 'info',
    fields: { protocol: 'string', peer: 'string', reason: 'string' },
    sentence: '{protocol} refused {peer}: {reason}',
  },
  'tls.failed': {
    level: 'info',
    fields: { protocol: 'string', peer: 'string', reason: 'string' },
    sentence: 'TLS with {peer} on {protocol} failed: {reason}',
  },
  'tls.earlyBytes': {
    level: 'warn',
    fields: { protocol: 'string', peer: 'string', bytes: 'number' },
    sentence: '{peer} sent {bytes} bytes in clear behind its STARTTLS on {protocol}; they were thrown away.',
  },
  'tls.renewed': { level: 'info', fields: { names: 'string' }, sentence: 'A new certificate is in use for {names}.' },
  'store.readOnly': { level: 'error', fields: { reason: 'string' }, sentence: 'The disk takes no more mail: {reason}' },
  'store.writable': { level: 'info', fields: {}, sentence: 'The disk takes mail again.' },
  'store.recovered': {
    level: 'warn',
    fields: { segment: 'string', ignoredBytes: 'number' },
    sentence:
      'After an interruption {ignoredBytes} unfinished bytes of {segment} were left out; no accepted letter was in them.',
  },
  'store.compacted': {
    level: 'info',
    fields: { freedBytes: 'number' },
    sentence: 'Compaction freed {freedBytes} bytes.',
  },
  'store.slow': {
    level: 'debug',
    fields: { what: 'string', ms: 'number' },
    sentence: '{what} took {ms} ms in the store.',
  },
  'smtp.connected': {
    level: 'debug',
    fields: { protocol: 'string', peer: 'string' },
    sentence: '{protocol}: {peer} connected.',
  },
  'smtp.disconnected': {
    level: 'debug',
    fields: { protocol: 'string', peer: 'string' },
    sentence: '{protocol}: {peer} left.',
  },
  'smtp.accepted': {
    level: 'info',
    fields: { protocol: 'string', peer: 'string', sender: 'string', recipients: 'number', bytes: 'number' },
    sentence: 'Accepted a letter of {bytes} bytes from {sender} for {recipients} recipients ({protocol}, {peer}).',
  },
  'smtp.refused': {
    level: 'info',
    fields: { protocol: 'string', peer: 'string', stage: 'string', code: 'number', reason: 'string' },
    sentence: '{protocol} refused {peer} at {stage} with {code}: {reason}',
  },
  'smtp.attack': {
    level: 'warn',
    fields: { protocol: 'string', peer: 'string', attack: 'string' },
    sentence: '{peer} tried {attack} on {protocol}; refused.',
  },
  'login.ok': {
    level: 'info',
    fields: { protocol: 'string', account: 'string', peer: 'string' },
    sentence: '{account} signed in over {protocol} from {peer}.',
  },
  'login.failed': {
    level: 'warn',
    fields: { protocol: 'string', login: 'string', peer: 'string', reason: 'string' },
    sentence: 'Sign-in of {login} over {protocol} from {peer} failed: {reason}',
  },
  'login.throttled': {
    level: 'warn',
    fields: { protocol: 'string', login: 'string', peer: 'string', seconds: 'number' },
    sentence: 'Sign-ins of {login} from {peer} are slowed for {seconds} s.',
  },
  'login.busy': {
    level: 'warn',
    fields: { protocol: 'string', peer: 'string' },
    sentence: 'A sign-in over {protocol} from {peer} was put off: too many at once.',
  },
  'login.clearText': {
    level: 'warn',
    fields: { protocol: 'string', peer: 'string' },
    sentence: '{peer} tried to sign in over {protocol} without TLS; refused.',
  },
  'delivery.stored': {
    level: 'info',
    fields: { recipient: 'string', mailbox: 'string' },
    sentence: 'Put into {mailbox} of {recipient}.',
  },
  'delivery.queued': { level: 'info', fields: { recipient: 'string' }, sentence: 'Queued for {recipient}.' },
  'delivery.delivered': {
    level: 'info',
    fields: { recipient: 'string', remote: 'string', reply: 'string' },
    sentence: 'Delivered to {recipient} at {remote}: {reply}',
  },
  'delivery.deferred': {
    level: 'warn',
    fields: { recipient: 'string', reason: 'string', detail: 'string' },
    sentence: 'Delivery to {recipient} waits ({reason}): {detail}',
  },
  'delivery.failed': {
    level: 'warn',
    fields: { recipient: 'string', reason: 'string', detail: 'string' },
    sentence: 'Delivery to {recipient} failed ({reason}): {detail}',
  },
  'delivery.tlsClear': {
    level: 'info',
    fields: { remote: 'string', reason: 'string' },
    sentence: '{remote} was reached without TLS: {reason}',
  },
  'queue.retried': {
    level: 'info',
    fields: { entries: 'number', by: 'string' },
    sentence: '{by} had {entries} queue entries tried at once.',
  },
  'queue.held': {
    level: 'info',
    fields: { entries: 'number', by: 'string' },
    sentence: '{by} put {entries} queue entries on hold.',
  },
  'queue.released': {
    level: 'info',
    fields: { entries: 'number', by: 'string' },
    sentence: '{by} released {entries} queue entries.',
  },
  'queue.dropped': {
    level: 'info',
    fields: { entries: 'number', by: 'string' },
    sentence: '{by} deleted {entries} queue entries without a report.',
  },
  'queue.failed': {
    level: 'info',
    fields: { entries: 'number', by: 'string' },
    sentence: '{by} gave up {entries} queue entries; the senders get a report.',
  },
  'queue.paused': { level: 'info', fields: { by: 'string' }, sentence: '{by} paused all sending.' },
  'queue.resumed': { level: 'info', fields: { by: 'string' }, sentence: '{by} resumed sending.' },
  'mailbox.expired': {
    level: 'info',
    fields: { account: 'string', mailbox: 'string', letters: 'number' },
    sentence: '{letters} letters of {account} left {mailbox}: their days there were over.',
  },
  'session.ended': {
    level: 'info',
    fields: { by: 'string' },
    sentence: '{by} ended the session of a mail program.',
  },
  'session.expired': {
    level: 'info',
    fields: { account: 'string', label: 'string' },
    sentence: 'A session of {account} ended: its app password "{label}" has expired.',
  },
  'imap.connected': { level: 'debug', fields: { peer: 'string' }, sentence: 'IMAP: {peer} connected.' },
  'imap.disconnected': {
    level: 'debug',
    fields: { peer: 'string', reason: 'string' },
    sentence: 'IMAP: {peer} left: {reason}',
  },
  'imap.refused': {
    level: 'info',
    fields: { peer: 'string', command: 'string', reason: 'string' },
    sentence: 'IMAP refused {command} of {peer}: {reason}',
  },
  'pop3.connected': { level: 'debug', fields: { peer: 'string' }, sentence: 'POP3: {peer} connected.' },
  'pop3.disconnected': {
    level: 'debug',
    fields: { peer: 'string', reason: 'string' },
    sentence: 'POP3: {peer} left: {reason}',
  },
  'mailauth.unavailable': {
    level: 'warn',
    fields: { reason: 'string' },
    sentence: 'Sender checks could not finish: {reason}',
  },
  'directory.domainAdded': {
    level: 'info',
    fields: { domain: 'string', by: 'string' },
    sentence: '{by} added the domain {domain}.',
  },
  'directory.domainChanged': {
    level: 'info',
    fields: { domain: 'string', by: 'string' },
    sentence: '{by} changed the domain {domain}.',
  },
  'directory.domainRemoved': { level: 'info', fields: { by: 'string' }, sentence: '{by} removed a domain.' },
  'directory.accountAdded': {
    level: 'info',
    fields: { account: 'string', by: 'string' },
    sentence: '{by} added {account}.',
  },
  'directory.accountChanged': {
    level: 'info',
    fields: { account: 'string', by: 'string' },
    sentence: '{by} changed {account}.',
  },
  'directory.passwordChanged': {
    level: 'info',
    fields: { account: 'string', by: 'string' },
    sentence: '{by} changed the password of {account}.',
  },
  'directory.appPasswordAdded': {
    level: 'info',
    fields: { account: 'string', label: 'string', by: 'string' },
    sentence: '{by} made the app password "{label}" for {account}.',
  },
  'directory.appPasswordRevoked': {
    level: 'info',
    fields: { account: 'string', label: 'string', sessions: 'number', by: 'string' },
    sentence: '{by} revoked the app password "{label}" of {account}; sessions ended: {sessions}.',
  },
  'directory.accountRemoved': {
    level: 'info',
    fields: { account: 'string', by: 'string' },
    sentence: '{by} removed {account} with all letters.',
  },
  'directory.aliasAdded': {
    level: 'info',
    fields: { alias: 'string', by: 'string' },
    sentence: '{by} added the alias {alias}.',
  },
  'directory.aliasChanged': {
    level: 'info',
    fields: { alias: 'string', by: 'string' },
    sentence: '{by} changed the alias {alias}.',
  },
  'directory.aliasRemoved': { level: 'info', fields: { by: 'string' }, sentence: '{by} removed an alias.' },
  'control.login': {
    level: 'info',
    fields: { account: 'string', peer: 'string' },
    sentence: '{account} opened the control window from {peer}.',
  },
  'control.refused': {
    level: 'warn',
    fields: { peer: 'string', reason: 'string' },
    sentence: 'The control window refused {peer}: {reason}',
  },
  'log.dropped': {
    level: 'warn',
    fields: { lines: 'number' },
    sentence: '{lines} detail lines were left out to keep up.',
  },
});
export type EventCode = keyof typeof EVENTS;
type Value<T extends FieldType> = T extends 'string' ? string : T extends 'number' ? number : boolean;
export type EventFields<C extends EventCode> = {
  readonly [F in keyof (typeof EVENTS)[C]['fields']]: (typeof EVENTS)[C]['fields'][F] extends FieldType
    ? Value<(typeof EVENTS)[C]['fields'][F]>
    : never;
};
