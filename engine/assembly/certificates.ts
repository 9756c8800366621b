/** Certificates in use: made or read at start, looked after each hour, taken over by running listeners without a break. */
import path from 'node:path';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Settings } from '../model/settings.ts';
import { createTlsContexts, type TlsContexts } from '../net/tls-contexts.ts';
import { openCertificateStore, type CertificateStore } from '../tls/certificate-store.ts';
import { lanNames, systemNames } from '../tls/lan-names.ts';

export interface Certificates {
  readonly store: CertificateStore;
  readonly contexts: TlsContexts;
  stop(): void;
}
const LOOK_EVERY_MS = 3_600_000;

export async function openCertificates(
  dataFolder: string,
  settings: Settings,
  clock: Clock,
  emit: Emit,
  onChange: () => void,
): Promise<Certificates> {
  const store = await openCertificateStore({
    folder: path.join(dataFolder, 'tls'),
    mode: settings['tls.mode'],
    names: () => lanNames(settings.hostname, systemNames()),
    clock,
    emit,
  });
  const contexts = createTlsContexts(store.credentials());
  const stopHearing = store.onChange((credentials) => {
    contexts.update(credentials);
    onChange();
  });
  let cancel = (): void => undefined;
  const plan = (): void => {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      store
        .refresh()
        .catch((error: unknown) => emit('engine.bug', { where: 'certificate renewal', error: String(error) }))
        .finally(plan);
    });
  };
  plan();
  return {
    store,
    contexts,
    stop() {
      stopHearing();
      cancel();
    },
  };
}
