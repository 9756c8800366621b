/** The table of all settings: kind of value, default, what the profile `trial` changes, whether a change waits for the next start. */
import { hostname } from 'node:os';
import type { SettingName, Settings } from './model/settings.ts';
import {
  addressBlock,
  asciiDomain,
  hostName,
  hostPort,
  integer,
  listenAddress,
  listOf,
  oneOf,
  optional,
  port,
  size,
  text,
  type ValueKind,
} from './setting-values.ts';

export interface SettingDefinition<T> {
  readonly kind: ValueKind<T>;
  readonly value: T;
  readonly trial?: T;
  readonly needsRestart: boolean;
  /** Never shown again once it is set. */
  readonly secret?: true;
}
const atStart = <T>(kind: ValueKind<T>, value: T, trial?: T): SettingDefinition<T> => ({
  kind,
  value,
  needsRestart: true,
  ...(trial === undefined ? {} : { trial }),
});
const atOnce = <T>(kind: ValueKind<T>, value: T, trial?: T): SettingDefinition<T> => ({
  ...atStart(kind, value, trial),
  needsRestart: false,
});

const DAY_SECONDS = 86_400;
const COUNT = integer(1, 1_000_000);
const DAYS = integer(1, 36_500, ' days');

/** The host name when nobody set one: what the system calls itself. */
function systemHostname(): string {
  return asciiDomain(hostname()) ?? 'localhost';
}

export const SETTING_DEFINITIONS: { readonly [N in SettingName]: SettingDefinition<Settings[N]> } = {
  bind: atStart(listOf(listenAddress, 1, 20), ['*'], ['127.0.0.1']),
  'smtp.port': atStart(port, 25, 2525),
  'smtp.trustedProxies': atStart(listOf(addressBlock, 0, 50), []),
  'submission.port': atStart(port, 587, 2587),
  'submissions.port': atStart(port, 465, 2465),
  'imap.port': atStart(port, 143, 2143),
  'imaps.port': atStart(port, 993, 2993),
  'pop3.port': atStart(port, 110, 2110),
  'pop3s.port': atStart(port, 995, 2995),
  'http.port': atStart(port, 80, 2080),
  'https.port': atStart(port, 443, 2443),
  hostname: atStart(hostName, systemHostname()),
  'dns.servers': atStart(listOf(hostPort(53, 'addresses'), 0, 10), []),
  'delivery.port': atOnce(integer(1, 65_535), 25),
  'delivery.smarthost': atOnce(optional(hostPort(587, 'names')), null),
  'delivery.smarthost.user': atOnce(optional(text(500)), null),
  'delivery.smarthost.password': { ...atOnce(optional(text(1000)), null), secret: true },
  'delivery.retrySchedule': atOnce(
    listOf(integer(1, 30 * DAY_SECONDS, ' seconds'), 1, 50),
    [300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400],
  ),
  'delivery.lifetimeSeconds': atOnce(integer(1, 30 * DAY_SECONDS, ' seconds'), 5 * DAY_SECONDS),
  'delivery.delayNoticeSeconds': atOnce(integer(1, 30 * DAY_SECONDS, ' seconds'), 4 * 3600),
  'delivery.concurrency': atOnce(integer(1, 1000), 20),
  'delivery.concurrencyPerDestination': atOnce(integer(1, 100), 4),
  'pop3.deleted': atOnce(oneOf('remove', 'trash'), 'remove'),
  'pop3.loginDelaySeconds': atOnce(integer(0, DAY_SECONDS, ' seconds'), 0),
  'expiry.inboxDays': atOnce(optional(DAYS), null),
  'expiry.trashDays': atOnce(optional(DAYS), null),
  'expiry.junkDays': atOnce(optional(DAYS), null),
  'tls.mode': atStart(oneOf('officeCa', 'imported'), 'officeCa'),
  'limits.mode': atStart(oneOf('normal', 'trial', 'off'), 'normal', 'trial'),
  'limits.connections': atStart(COUNT, 1000),
  'limits.connectionsPerAddress': atStart(COUNT, 100),
  'limits.recipients': atStart(integer(1, 100_000), 1000),
  'limits.sessionsPerAccount': atStart(COUNT, 100),
  // RFC 9051 5.4 asks for 30 minutes at least after sign-in.
  'limits.idleSeconds': atStart(integer(1800, DAY_SECONDS, ' seconds'), 1860),
  'limits.loginSeconds': atStart(integer(10, 3600, ' seconds'), 180),
  'message.maxBytes': atStart(size(64 * 1024, 1024 ** 3), 50 * 1024 * 1024),
  'log.level': atOnce(oneOf('debug', 'info', 'warn', 'error'), 'info'),
  language: atOnce(optional(oneOf('en', 'tr')), null),
};
export const SETTING_NAMES = Object.keys(SETTING_DEFINITIONS) as readonly SettingName[];
