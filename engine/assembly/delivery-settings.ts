/** From settings to what outbound delivery reads at each attempt. */
import type { DeliverySettings } from '../delivery/delivery-settings.ts';
import type { Profile, Settings } from '../model/settings.ts';

export function deliverySettingsOf(
  settings: Settings,
  profile: Profile,
  ownEndpoints: DeliverySettings['ownEndpoints'],
): DeliverySettings {
  const smartHost = settings['delivery.smarthost'];
  return {
    hostname: settings.hostname,
    port: settings['delivery.port'],
    smartHost:
      smartHost === null
        ? null
        : {
            ...smartHost,
            user: settings['delivery.smarthost.user'],
            password: settings['delivery.smarthost.password'],
          },
    retrySchedule: settings['delivery.retrySchedule'],
    delayNoticeAfterMs: settings['delivery.delayNoticeSeconds'] * 1000,
    profile,
    concurrency: settings['delivery.concurrency'],
    concurrencyPerDestination: settings['delivery.concurrencyPerDestination'],
    ownEndpoints,
  };
}
