/** Every screen's address in the window, and the sections of the sidebar. Hash routes: the page is served from app:// and https:// alike. */
export const ROUTES = {
  overview: '/',
  messages: '/messages',
  message: '/messages/:id',
  queue: '/queue',
  domains: '/domains',
  domain: '/domains/:name',
  people: '/people',
  aliases: '/aliases',
  health: '/health',
  log: '/log',
  settings: '/settings',
  sessions: '/sessions',
} as const;

/** Sections in the order of the sidebar; Ctrl+1 to Ctrl+9 open them in this order. */
export const SECTIONS = [
  'overview',
  'messages',
  'queue',
  'domains',
  'people',
  'aliases',
  'health',
  'log',
  'settings',
  'sessions',
] as const;
export type Section = (typeof SECTIONS)[number];

export const messagePath = (id: string): string => `/messages/${encodeURIComponent(id)}`;
export const domainPath = (name: string): string => `/domains/${encodeURIComponent(name)}`;
/** The message list with a search already typed, in the grammar of the search field. */
export const messagesSearchPath = (search: string): string => `/messages?search=${encodeURIComponent(search)}`;
export const queuePath = (filter: 'all' | 'held' = 'all'): string =>
  filter === 'held' ? '/queue?state=held' : '/queue';

/** The section a path belongs to: `/messages/abc` belongs to messages. */
export function sectionOf(path: string): Section {
  const first = path.split(/[/?]/)[1] ?? '';
  return SECTIONS.find((section) => section === first) ?? 'overview';
}
