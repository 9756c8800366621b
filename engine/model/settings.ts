/** Everything that can be set, by its one name: window, file, command line and code all say the same word. */
export type PortSetting = number | 'off';
export type Profile = 'normal' | 'trial';
export type LimitsMode = 'normal' | 'trial' | 'off';

/** A place on the network; `port` is always known. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface Settings {
  /** Addresses to listen on; `*` is every address of this computer. */
  readonly bind: readonly string[];
  readonly 'smtp.port': PortSetting;
  /** Addresses and `address/bits` of proxies whose word about their client is believed (PROXY, XCLIENT). */
  readonly 'smtp.trustedProxies': readonly string[];
  readonly 'submission.port': PortSetting;
  readonly 'submissions.port': PortSetting;
  readonly 'imap.port': PortSetting;
  readonly 'imaps.port': PortSetting;
  readonly 'pop3.port': PortSetting;
  readonly 'pop3s.port': PortSetting;
  readonly 'http.port': PortSetting;
  readonly 'https.port': PortSetting;
  /** How this server greets and what its certificate says. */
  readonly hostname: string;
  /** Empty: those of the system. */
  readonly 'dns.servers': readonly HostPort[];
  /** SMTP port of remote hosts. */
  readonly 'delivery.port': number;
  readonly 'delivery.smarthost': HostPort | null;
  readonly 'delivery.smarthost.user': string | null;
  readonly 'delivery.smarthost.password': string | null;
  /** Waits in seconds; the last one repeats. */
  readonly 'delivery.retrySchedule': readonly number[];
  readonly 'delivery.lifetimeSeconds': number;
  readonly 'delivery.delayNoticeSeconds': number;
  readonly 'delivery.concurrency': number;
  readonly 'delivery.concurrencyPerDestination': number;
  /** What becomes of letters that a POP3 client deletes. */
  readonly 'pop3.deleted': 'remove' | 'trash';
  /** Seconds between two POP3 sign-ins of an account; 0: no wait. */
  readonly 'pop3.loginDelaySeconds': number;
  /** Days after which letters leave INBOX, Trash and Junk by themselves; null: never. */
  readonly 'expiry.inboxDays': number | null;
  readonly 'expiry.trashDays': number | null;
  readonly 'expiry.junkDays': number | null;
  readonly 'tls.mode': 'officeCa' | 'imported';
  readonly 'limits.mode': LimitsMode;
  readonly 'limits.connections': number;
  readonly 'limits.connectionsPerAddress': number;
  readonly 'limits.recipients': number;
  /** IMAP sessions that one account may have at a time. */
  readonly 'limits.sessionsPerAccount': number;
  readonly 'limits.idleSeconds': number;
  readonly 'limits.loginSeconds': number;
  readonly 'message.maxBytes': number;
  readonly 'log.level': 'debug' | 'info' | 'warn' | 'error';
  /** Language of the window for those who did not choose one; null before the first run. */
  readonly language: 'en' | 'tr' | null;
}
export type SettingName = keyof Settings;

/** Where a value came from, weakest first. */
export const SETTING_SOURCES = ['default', 'profile', 'file', 'owner', 'commandLine'] as const;
export type SettingSource = (typeof SETTING_SOURCES)[number];
