/** The engine itself: session, log, settings, certificate, store, web login. */
import type { Account, AccountLanguage } from '../../model/account.ts';
import { formatAddress } from '../../model/address-text.ts';
import type { LogStore } from '../../store/log-store.ts';
import type { Store } from '../../store/store.ts';
import type { CertificateInfo, SessionInfo, SettingInfo } from '../contract.ts';
import type { Handlers } from '../dispatcher.ts';

export interface SystemHandlerDeps {
  readonly store: Store;
  readonly log: LogStore;
  readonly session: () => Promise<Omit<SessionInfo, 'role' | 'address'>>;
  readonly settings: {
    list(): Promise<readonly SettingInfo[]>;
    /** @throws MailError `cannot` naming the wrong name or value and what would be right */
    set(
      values: Readonly<Record<string, string | number | boolean | null>>,
    ): Promise<{ readonly needsRestart: boolean }>;
    finishFirstRun(language: AccountLanguage): Promise<void>;
  };
  readonly certificate: {
    info(): CertificateInfo;
    caPem(): string;
    importPem(certificatePem: string, keyPem: string): Promise<CertificateInfo>;
    issue(): Promise<CertificateInfo>;
  };
  readonly loginLink: () => string | null;
}
type Names =
  | 'session.get'
  | 'log.query'
  | 'settings.list'
  | 'settings.set'
  | 'certificate.get'
  | 'certificate.exportCa'
  | 'certificate.importPem'
  | 'certificate.issue'
  | 'firstRun.finish'
  | 'store.check'
  | 'web.loginLink';

export function systemHandlers(deps: SystemHandlerDeps): Pick<Handlers, Names> {
  const { store, log, settings, certificate } = deps;
  return {
    async 'session.get'(_request, caller) {
      const account: Account | null =
        caller.accountId === null ? null : await store.directory.account(caller.accountId);
      return {
        role: caller.role,
        address: account === null ? null : formatAddress(account.address),
        ...(await deps.session()),
      };
    },
    'log.query': (filter) => log.query(filter),
    'settings.list': () => settings.list(),
    'settings.set': ({ values }) => settings.set(values),
    'certificate.get': async () => certificate.info(),
    'certificate.exportCa': async () => ({ pem: certificate.caPem() }),
    'certificate.importPem': ({ certificatePem, keyPem }) => certificate.importPem(certificatePem, keyPem),
    'certificate.issue': () => certificate.issue(),
    'firstRun.finish': ({ language }) => settings.finishFirstRun(language),
    'store.check': (options) => store.integrity.check(options),
    'web.loginLink': async () => ({ url: deps.loginLink() }),
  };
}
