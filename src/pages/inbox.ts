import type { Request, Router } from 'express';
import { attachWindow } from '../evidence/inbox/attach-window.js';
import { coeFromWindow } from '../evidence/inbox/coe-from-window.js';
import { attachBody, coeBody } from '../evidence/inbox/inbox-routes.js';
import { presentInboxItems } from '../evidence/inbox/present-inbox-item.js';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'inbox'>;
const ROWS = 200;
/** Without a time the page shows the last day of what the service's senders told. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** `/inbox`: what webhooks delivered, by service and time, and the button that makes a COE of it. */
export function inboxScreen(router: Router, { ports, inbox }: Parts): void {
  showAt(router, ports, '/inbox', 'inbox.read', (visit) =>
    showInbox(inbox, visit, {
      service: textOf(visit.request, 'service'),
      from: textOf(visit.request, 'from'),
      to: textOf(visit.request, 'to'),
    }),
  );

  takeAt(router, ports, '/inbox/coe', 'inbox.use', async (visit) => {
    const typed = typedWindow(visit);
    await showingFaults(inbox, visit, typed, async () => {
      const title = fieldOf(visit.form, 'title').trim();
      const { title: given, severity, ...window } = parseBody(coeBody, { ...inUtc(typed), ...(title && { title }) });
      const { coe } = await coeFromWindow(inbox, window, { title: given, severity }, visit.actor);
      visit.response.redirect(303, `/coes/${coe.number}/evidence`);
    });
  });

  takeAt(router, ports, '/inbox/attach', 'inbox.use', async (visit) => {
    const typed = typedWindow(visit);
    await showingFaults(inbox, visit, typed, async () => {
      const reference = fieldOf(visit.form, 'coe').trim();
      const { coe, ...window } = parseBody(attachBody, { ...inUtc(typed), coe: reference });
      const attached = await attachWindow(inbox, window, coe, visit.actor);
      visit.response.redirect(303, `/coes/${attached.coe.number}/evidence`);
    });
  });
}

type Typed = { service: string; from: string; to: string };
type Fault = { problem?: string; errors?: FieldError[] };

async function showInbox(
  inbox: Parts['inbox'],
  visit: Visit,
  asked: Typed,
  fault: Fault = {},
  status = 200,
): Promise<void> {
  const services = await inbox.inbox.services();
  const chosen = services.find(({ service }) => service === asked.service);
  const to = readTime(asked.to) ?? chosen?.lastAt;
  const from = readTime(asked.from) ?? (to && new Date(to.getTime() - DAY_MS));
  const service = chosen?.service ?? (asked.service || undefined);
  const rows = await inbox.inbox.page({ service, from, to }, ROWS + 1, undefined);
  const items = await presentInboxItems(rows.slice(0, ROWS), inbox.people);
  showPage(
    visit.response,
    'inbox',
    { title: 'Inbox', section: '/inbox' },
    {
      services,
      chosen: service,
      typed: { service: service ?? '', from: from ? minuteOf(from) : asked.from, to: to ? endOf(to) : asked.to },
      title: fieldOf(visit.form, 'title'),
      items,
      isCut: rows.length > ROWS,
      mayManage: visit.actor.role === 'admin',
      ...fault,
    },
    status,
  );
}

/** What a person typed wrongly, or may not do to the COE they named, is told on the page itself. */
async function showingFaults(
  inbox: Parts['inbox'],
  visit: Visit,
  typed: Typed,
  take: () => Promise<void>,
): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
    const status = STATUS[error.code as keyof typeof STATUS];
    await showInbox(inbox, visit, typed, { problem: error.message, errors: error.errors }, status);
  }
}

const STATUS = { validation: 422, conflict: 409, forbidden: 403, notFound: 404 };

function typedWindow({ form }: Visit): Typed {
  return {
    service: fieldOf(form, 'service').trim(),
    from: fieldOf(form, 'from').trim(),
    to: fieldOf(form, 'to').trim(),
  };
}

function textOf({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** Times on the page are UTC, as everywhere. */
function inUtc({ service, from, to }: Typed): Typed {
  return { service, from: withZone(from), to: withZone(to) };
}

/** "2026-03-01 10:00" as the page shows it, "2026-03-01T10:00:30" as people copy it; with a zone of its own it stays as it is. */
function withZone(text: string): string {
  const [, day, minute, second = ':00'] = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d(?:\.\d+)?)?Z?$/.exec(text) ?? [];
  return day === undefined ? text : `${day}T${minute}${second}Z`;
}

function readTime(text: string): Date | undefined {
  const time = new Date(withZone(text));
  return text === '' || Number.isNaN(time.getTime()) ? undefined : time;
}

const minuteOf = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ');
/** The end of the window is shown to the minute and must not cut off its last item. */
const endOf = (time: Date) => minuteOf(new Date(Math.ceil(time.getTime() / 60_000) * 60_000));
