/**
 * The one control contract. Desktop window, browser, command line and tests all speak it. Each method says its role, whether it
 * changes anything, and the shape of its request; requests are validated at the dispatcher, whatever carried them.
 * Names are `<noun>.<verb>`. Data only. Roles: owner > admin > viewer > account.
 */
import { z } from 'zod';
import { APP_PASSWORD_PROTOCOLS } from '../model/app-password.ts';
import { QUEUE_STATES } from '../model/queue.ts';
import { LETTER_STATES } from '../model/letter.ts';
import { LOG_LEVELS, type LogEvent } from '../model/log-event.ts';
import type * as T from './contract-types.ts';

export type * from './contract-types.ts';
export type { LogEvent, LogLevel } from '../model/log-event.ts';

export type Role = 'owner' | 'admin' | 'viewer' | 'account';
interface Method<Request, Response> {
  readonly role: Role;
  readonly mutates: boolean;
  readonly request: z.ZodType<Request>;
  /** Only a type: responses are ours. */
  readonly response?: Response;
}
const read =
  <Request>(role: Role, request: z.ZodType<Request>) =>
  <Response>(): Method<Request, Response> => ({ role, mutates: false, request });
const write =
  <Request>(role: Role, request: z.ZodType<Request>) =>
  <Response>(): Method<Request, Response> => ({ role, mutates: true, request });

const none = z.undefined().or(z.null()).or(z.object({}).strict()).optional();
const page = { after: z.string().max(500).optional(), limit: z.number().int().min(1).max(500).optional() };
const id = z.number().int().positive();
const ids = z.array(id).min(1).max(10_000);
const text = z.string().max(500);
/** Checked as an address by the handler: zod's own check refuses UTF-8. */
const address = z.string().min(1).max(320);
const domainName = z.string().min(1).max(255);
const password = z.string().min(1).max(1000);
const language = z.enum(['en', 'tr']);
const role = z.enum(['owner', 'admin', 'viewer', 'account']);
const quotaBytes = z.number().int().positive().nullable();
const queueFilter = {
  states: z.array(z.enum(QUEUE_STATES)).optional(),
  domain: domainName.optional(),
  text: text.optional(),
};
/** Either named entries or everything that a filter finds, so that "all 142" needs no 142 ids. */
const queueTarget = z.union([
  z.object({ ids }).strict(),
  z.object({ filter: z.object(queueFilter).strict() }).strict(),
]);
const letterFilter = z
  .object({
    ...page,
    text: text.optional(),
    from: text.optional(),
    to: text.optional(),
    subject: text.optional(),
    messageId: text.optional(),
    states: z.array(z.enum(LETTER_STATES)).optional(),
    direction: z.enum(['in', 'out', 'internal']).optional(),
    since: z.number().optional(),
    before: z.number().optional(),
  })
  .strict();

export const METHODS = {
  'session.get': read('account', none)<T.SessionInfo>(),
  'status.get': read('viewer', none)<T.EngineStatus>(),
  'overview.get': read('viewer', none)<T.Overview>(),
  'health.get': read('viewer', none)<{
    readonly items: readonly T.HealthItem[];
    readonly attention: readonly T.AttentionItem[];
  }>(),

  'letters.search': read('viewer', letterFilter)<T.Page<T.Letter>>(),
  'letters.get': read('viewer', z.object({ id: text }).strict())<T.LetterStory>(),
  /** Header section as text, at most 256 KiB. */
  'letters.headers': read('admin', z.object({ id: text }).strict())<{ readonly text: string }>(),

  'queue.list': read('viewer', z.object({ ...page, ...queueFilter }).strict())<T.Page<T.QueueItem>>(),
  'queue.get': read('viewer', z.object({ id }).strict())<T.QueueDetail>(),
  'queue.summary': read('viewer', none)<T.QueueTotals>(),
  'queue.groups': read('viewer', none)<readonly T.QueueGroup[]>(),
  'queue.retryNow': write('admin', queueTarget)<{ readonly affected: number }>(),
  'queue.hold': write('admin', queueTarget)<{ readonly affected: number }>(),
  'queue.release': write('admin', queueTarget)<{ readonly affected: number }>(),
  /** Ends delivery and tells the sender (delivery report). */
  'queue.fail': write('admin', queueTarget)<{ readonly affected: number }>(),
  /** Ends delivery and tells nobody. */
  'queue.drop': write('admin', queueTarget)<{ readonly affected: number }>(),
  'queue.pause': write('admin', none)<void>(),
  'queue.resume': write('admin', none)<void>(),

  'domains.list': read('viewer', z.object(page).strict())<T.Page<T.Domain>>(),
  'domains.create': write('admin', z.object({ name: domainName }).strict())<T.Domain>(),
  'domains.update': write(
    'admin',
    z.object({ id, catchAll: id.nullable().optional(), status: z.enum(['active', 'disabled']).optional() }).strict(),
  )<T.Domain>(),
  'domains.remove': write('admin', z.object({ id }).strict())<void>(),
  'dns.expected': read('viewer', z.object({ domain: domainName }).strict())<readonly T.DnsRecord[]>(),
  /** Asks the DNS now. */
  'dns.check': read('viewer', z.object({ domain: domainName }).strict())<T.DomainDns>(),
  'dns.zoneFile': read('viewer', z.object({ domain: domainName }).strict())<{ readonly text: string }>(),

  'accounts.list': read('viewer', z.object({ ...page, text: text.optional() }).strict())<T.Page<T.Account>>(),
  /** Without a password one is generated and shown once in the answer. */
  'accounts.create': write(
    'admin',
    z
      .object({
        address,
        displayName: text,
        password: password.optional(),
        role: role.optional(),
        language: language.optional(),
        quotaBytes: quotaBytes.optional(),
      })
      .strict(),
  )<{ readonly account: T.Account; readonly generatedPassword: string | null }>(),
  'accounts.update': write(
    'admin',
    z
      .object({
        id,
        displayName: text.optional(),
        role: role.optional(),
        language: language.optional(),
        quotaBytes: quotaBytes.optional(),
        status: z.enum(['active', 'receiveOnly', 'disabled']).optional(),
      })
      .strict(),
  )<T.Account>(),
  'accounts.setPassword': write('admin', z.object({ id, password: password.optional() }).strict())<{
    readonly generatedPassword: string | null;
  }>(),
  'accounts.remove': write('admin', z.object({ id, confirmAddress: address }).strict())<void>(),
  /** Without an account: the caller's own. Others' need `viewer` to be seen, `admin` and no lower role than theirs to be changed. */
  'appPasswords.list': read('account', z.object({ account: id.optional() }).strict())<readonly T.AppPassword[]>(),
  /** The password is shown once, in this answer. */
  'appPasswords.create': write(
    'account',
    z
      .object({
        account: id.optional(),
        label: z.string().trim().min(1).max(100),
        protocols: z.array(z.enum(APP_PASSWORD_PROTOCOLS)).min(1),
        expiresAt: z.number().int().nullable().optional(),
      })
      .strict(),
  )<{ readonly appPassword: T.AppPassword; readonly password: string }>(),
  /** Its open sessions end. */
  'appPasswords.revoke': write('account', z.object({ id }).strict())<{ readonly sessionsEnded: number }>(),
  'aliases.list': read('viewer', z.object({ ...page, text: text.optional() }).strict())<T.Page<T.Alias>>(),
  'aliases.create': write(
    'admin',
    z.object({ address, targets: z.array(address).min(1).max(500) }).strict(),
  )<T.Alias>(),
  'aliases.update': write('admin', z.object({ id, targets: z.array(address).min(1).max(500) }).strict())<T.Alias>(),
  'aliases.remove': write('admin', z.object({ id }).strict())<void>(),
  /** Who receives what is sent to the address: local account addresses and outside addresses. */
  'addresses.resolve': read('viewer', z.object({ address }).strict())<{
    readonly kind: 'accounts' | 'unknown' | 'foreign';
    readonly accounts: readonly string[];
    readonly remote: readonly string[];
  }>(),

  /** Mail programs that are connected now, newest first. */
  'sessions.list': read('viewer', none)<readonly T.MailSession[]>(),
  /** Own mailboxes of a person with what they hold, INBOX first. */
  'mailboxes.list': read('viewer', z.object({ address }).strict())<readonly T.MailboxInfo[]>(),
  /** Letters are indexed in the order of their ids: up to `indexed` of `last`. */
  'search.progress': read('viewer', none)<{ readonly indexed: number; readonly last: number }>(),
  /** Throws the index away and builds it again; searches are right meanwhile. */
  'search.rebuild': write('admin', none)<void>(),
  /** Tells the client and closes. `affected` is 0 when it had gone already. */
  'sessions.end': write('admin', z.object({ id: text }).strict())<{ readonly affected: number }>(),

  'log.query': read(
    'admin',
    z
      .object({
        ...page,
        minLevel: z.enum(LOG_LEVELS).optional(),
        text: text.optional(),
        session: text.optional(),
        letter: text.optional(),
      })
      .strict(),
  )<T.Page<LogEvent>>(),

  'settings.list': read('viewer', none)<readonly T.SettingInfo[]>(),
  'settings.set': write(
    'owner',
    z
      .object({
        values: z.record(z.string().max(100), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])),
      })
      .strict(),
  )<{ readonly needsRestart: boolean }>(),
  'certificate.get': read('viewer', none)<T.CertificateInfo>(),
  'certificate.exportCa': read('viewer', none)<{ readonly pem: string }>(),
  'certificate.importPem': write(
    'owner',
    z.object({ certificatePem: z.string().max(100_000), keyPem: z.string().max(50_000) }).strict(),
  )<T.CertificateInfo>(),
  'certificate.issue': write('owner', none)<T.CertificateInfo>(),
  'firstRun.finish': write('owner', z.object({ language }).strict())<void>(),
  'store.check': write('owner', z.object({ bodies: z.boolean(), repair: z.boolean() }).strict())<T.StoreReport>(),
  /** A link that signs in the caller's role once, within ten minutes; null when no web screens are served. */
  'web.loginLink': write('owner', none)<{ readonly url: string | null }>(),
} as const;

export type MethodName = keyof typeof METHODS;
export type Request<M extends MethodName> = z.infer<(typeof METHODS)[M]['request']>;
export type Response<M extends MethodName> =
  NonNullable<(typeof METHODS)[M]['response']> extends never
    ? void
    : Exclude<(typeof METHODS)[M]['response'], undefined>;

interface Topic<Params, Event> {
  readonly role: Role;
  readonly params: z.ZodType<Params>;
  readonly event?: Event;
}
const topic =
  <Params>(topicRole: Role, params: z.ZodType<Params>) =>
  <Event>(): Topic<Params, Event> => ({ role: topicRole, params });

/** Topics carry ids; the screen fetches what it shows. Events are batched: at most 20 a second. */
export const TOPICS = {
  log: topic(
    'admin',
    z.object({ minLevel: z.enum(LOG_LEVELS).optional(), tail: z.number().int().min(0).max(1000).optional() }).strict(),
  )<{ readonly events: readonly LogEvent[]; readonly skipped: number }>(),
  queue: topic('viewer', none)<{ readonly ids: readonly number[] }>(),
  letters: topic('viewer', none)<{ readonly ids: readonly string[] }>(),
  sessions: topic('viewer', none)<{ readonly changed: true }>(),
  directory: topic('viewer', none)<{ readonly changed: true }>(),
  settings: topic('viewer', none)<{ readonly names: readonly string[] }>(),
  health: topic('viewer', none)<{ readonly changed: true }>(),
} as const;
export type TopicName = keyof typeof TOPICS;
export type TopicParams<N extends TopicName> = z.infer<(typeof TOPICS)[N]['params']>;
export type TopicEvent<N extends TopicName> = Exclude<(typeof TOPICS)[N]['event'], undefined>;

/** What a carrier gives its client; direct, desktop, web socket and local socket each make one. */
export interface ControlTransport {
  call(method: MethodName, request: unknown): Promise<unknown>;
  /** @returns the function that ends the subscription */
  subscribe(name: TopicName, params: unknown, onEvent: (event: unknown) => void): () => void;
}
/** A refused call, as the client sees it. */
export class ControlFailure extends Error {
  readonly error: T.ControlError;
  constructor(error: T.ControlError) {
    super(error.message);
    this.name = 'ControlFailure';
    this.error = error;
  }
}
