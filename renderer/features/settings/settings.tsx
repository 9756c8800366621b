/** Settings by section; the section is part of the address, so that a button elsewhere can lead right here. */
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { Tabs } from '@base-ui/react/tabs';
import { ROUTES } from '../../routes.ts';
import { Page } from '../../ui/page.tsx';
import { CertificateSettings } from './certificate-settings.tsx';
import { GeneralSettings } from './general-settings.tsx';
import { SettingFields } from './setting-fields.tsx';
import { StorageSettings } from './storage-settings.tsx';

const TABS = ['general', 'network', 'sending', 'certificates', 'storage', 'advanced'] as const;
type Tab = (typeof TABS)[number];
const NETWORK = ['hostname', 'bind'];
const PORTS = [
  'smtp.port',
  'submission.port',
  'submissions.port',
  'imap.port',
  'imaps.port',
  'pop3.port',
  'pop3s.port',
  'http.port',
  'https.port',
];
const RELAY = ['delivery.smarthost', 'delivery.smarthost.user', 'delivery.smarthost.password'];
const DELIVERY = [
  'delivery.port',
  'dns.servers',
  'delivery.retrySchedule',
  'delivery.lifetimeSeconds',
  'delivery.delayNoticeSeconds',
];
/** Shown elsewhere: by their own section, as a preference of the window, or as part of the certificates. */
const ELSEWHERE = new Set([...NETWORK, ...PORTS, ...RELAY, ...DELIVERY, 'language', 'tls.mode']);
const isOther = (name: string): boolean => !ELSEWHERE.has(name);

export function Settings() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const section = TABS.find((tab) => tab === params.get('section')) ?? 'general';
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <Tabs.Root
        value={section}
        onValueChange={(tab: Tab) => go(`${ROUTES.settings}?section=${tab}`, { replace: true })}
      >
        <Tabs.List aria-label={t('settings.sections')} className="mb-4 flex flex-wrap gap-1 border-b border-line">
          {TABS.map((tab) => (
            <Tabs.Tab
              key={tab}
              value={tab}
              className="-mb-px border-b-2 border-transparent px-3 py-2 font-[550] text-ink2 hover:text-ink data-active:border-accent data-active:text-ink"
            >
              {t(`settings.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map((tab) => (
          <Tabs.Panel key={tab} value={tab} className="grid gap-4 outline-none">
            <Section tab={tab} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Page>
  );
}
function Section({ tab }: { readonly tab: Tab }) {
  const { t } = useTranslation();
  switch (tab) {
    case 'general':
      return <GeneralSettings />;
    case 'network':
      return (
        <>
          <SettingFields title={t('settings.network')} names={NETWORK} />
          <SettingFields title={t('settings.ports')} lead={t('settings.portsLead')} names={PORTS} />
        </>
      );
    case 'sending':
      return (
        <>
          <SettingFields title={t('settings.smarthost')} lead={t('settings.smarthostLead')} names={RELAY} />
          <SettingFields title={t('settings.delivery')} names={DELIVERY} />
        </>
      );
    case 'certificates':
      return <CertificateSettings />;
    case 'storage':
      return <StorageSettings />;
    case 'advanced':
      return <SettingFields title={t('settings.other')} names={isOther} />;
  }
}
