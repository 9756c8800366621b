/** What outbound delivery must know of the settings; read anew at each attempt, so that changes take effect at once. */
export interface SmartHost {
  readonly host: string;
  readonly port: number;
  /** Both or none. */
  readonly user: string | null;
  readonly password: string | null;
}
export interface DeliverySettings {
  readonly hostname: string;
  /** SMTP port of remote hosts: 25, another only in tests and closed networks. */
  readonly port: number;
  readonly smartHost: SmartHost | null;
  /** Waits between attempts in seconds; the last one repeats. */
  readonly retrySchedule: readonly number[];
  /** Tell the sender once when a letter still waits after so long. */
  readonly delayNoticeAfterMs: number;
  /** `trial`: only loopback next hops are dialled. */
  readonly profile: 'normal' | 'trial';
  /** Attempts at once, in all and to one destination. */
  readonly concurrency: number;
  readonly concurrencyPerDestination: number;
  /** Address and port of our own listeners: a next hop that is ourselves would loop. */
  readonly ownEndpoints: readonly { readonly ip: string; readonly port: number }[];
}
