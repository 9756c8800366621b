/** The sections of the window, and the server card at its foot. */
import {
  Activity,
  CircleUserRound,
  Clock,
  CornerDownRight,
  Globe,
  House,
  Mail,
  Settings,
  Logs,
  Smartphone,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useControlQuery } from '../api/use-query.ts';
import { useFormats } from '../format/use-formats.ts';
import { ROUTES, sectionOf, type Section } from '../routes.ts';
import { cx } from '../ui/class-names.ts';
import { StampLogo } from '../ui/postmark.tsx';
import { ServerCard } from './server-card.tsx';

const ICONS: Readonly<Record<Section, LucideIcon>> = {
  overview: House,
  messages: Mail,
  queue: Clock,
  domains: Globe,
  people: CircleUserRound,
  aliases: CornerDownRight,
  health: Activity,
  log: Logs,
  settings: Settings,
  sessions: Smartphone,
};
const GROUPS = [
  { title: null, sections: ['overview'] },
  { title: 'nav.mailFlow', sections: ['messages', 'queue'] },
  { title: 'nav.addresses', sections: ['domains', 'people', 'aliases'] },
  { title: 'nav.server', sections: ['health', 'log', 'settings', 'sessions'] },
] as const;

export function Sidebar() {
  const { t } = useTranslation();
  const { data: overview } = useControlQuery('overview.get', undefined);
  const attention = overview?.attention.filter((item) => item.severity !== 'info').length ?? 0;
  return (
    <nav
      aria-label={t('nav.label')}
      className="relative flex min-h-0 flex-col gap-0.5 overflow-y-auto border-e border-line bg-sunken px-2.5 py-3.5"
    >
      <div className="flex items-center gap-2.5 px-2 pt-0.5 pb-3.5 text-[15px] font-[650]">
        <StampLogo />
        Postane
      </div>
      {GROUPS.map(({ title, sections }) => (
        <div key={title ?? 'top'} className="flex flex-col gap-0.5">
          {title !== null && <h2 className="mx-2 mt-3 mb-0.5 text-tiny font-semibold text-ink3">{t(title)}</h2>}
          {sections.map((section) => (
            <SectionLink
              key={section}
              section={section}
              count={
                section === 'queue'
                  ? (overview?.waiting ?? 0) + (overview?.held ?? 0)
                  : section === 'health'
                    ? attention
                    : 0
              }
            />
          ))}
        </div>
      ))}
      <div className="mt-auto pt-3">
        <ServerCard attention={attention > 0} paused={overview?.paused ?? false} />
      </div>
    </nav>
  );
}

function SectionLink({ section, count }: { readonly section: Section; readonly count: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [path] = useLocation();
  const Icon = ICONS[section];
  const current = sectionOf(path) === section;
  return (
    <Link
      href={ROUTES[section]}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex items-center gap-2.5 rounded-[7px] px-2 py-1.5 font-medium',
        current ? 'bg-surface text-ink shadow-[0_0_0_1px_var(--line),0_1px_2px_#0000000d]' : 'text-ink2 hover:text-ink',
      )}
    >
      <Icon size={17} strokeWidth={1.75} aria-hidden className="flex-none" />
      <span className="flex-1">{t(`nav.${section}`)}</span>
      {count > 0 && (
        <>
          <span aria-hidden className="num text-[12px] font-semibold text-warn">
            {formats.number(count)}
          </span>
          <span className="sr-only">
            {section === 'queue' ? t('nav.waitingCount', { count }) : t('nav.attentionCount', { count })}
          </span>
        </>
      )}
    </Link>
  );
}
