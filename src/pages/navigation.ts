import type { Actor, Role } from '../kernel/actor.js';

type Entry = { href: string; name: string; for?: readonly Role[] };
const WRITERS: readonly Role[] = ['author', 'reviewer', 'admin'];

/** The main navigation: what people come to do, and the pages for it. */
const MENUS: readonly { name: string; entries: readonly Entry[] }[] = [
  {
    name: 'Write',
    entries: [
      { href: '/', name: 'What needs me' },
      { href: '/coes', name: 'COEs' },
      { href: '/inbox', name: 'Inbox', for: WRITERS },
    ],
  },
  {
    name: 'Review',
    entries: [
      { href: '/action-items', name: 'Action items' },
      { href: '/ops-reviews', name: 'Ops reviews' },
    ],
  },
  {
    name: 'Learn',
    entries: [
      { href: '/search', name: 'Search' },
      { href: '/recurrences', name: 'Recurrences' },
      { href: '/orr', name: 'ORR' },
      { href: '/services', name: 'Services' },
      { href: '/api/docs', name: 'API reference' },
    ],
  },
  {
    name: 'Admin',
    entries: [
      { href: '/admin', name: 'People', for: ['admin'] },
      { href: '/admin/tokens', name: 'Tokens', for: ['admin'] },
      { href: '/admin/audit', name: 'Audit', for: ['admin'] },
      { href: '/admin/hooks', name: 'Webhooks', for: ['admin'] },
      { href: '/admin/sources', name: 'Sources of evidence', for: ['admin'] },
      { href: '/admin/notifications', name: 'Notifications', for: ['admin'] },
      { href: '/admin/questions', name: 'Questions', for: ['admin'] },
      { href: '/admin/readiness', name: 'Rules of readiness', for: ['admin'] },
      { href: '/admin/approval-rules', name: 'Approvals needed', for: ['admin'] },
      { href: '/admin/drafting', name: 'Drafting', for: ['admin'] },
      { href: '/admin/health', name: 'Health', for: ['admin'] },
    ],
  },
];

/** The menus of a reader: what they may not open is not offered. */
export function navigation(current: string | undefined, actor: Actor | undefined) {
  return MENUS.map(({ name, entries }) => ({
    name,
    current: entries.some(({ href }) => href === current),
    entries: entries
      .filter(({ for: roles }) => !roles || (actor && roles.includes(actor.role)))
      .map((entry) => ({ ...entry, current: entry.href === current })),
  })).filter(({ entries }) => entries.length > 0);
}
