import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { CHANNEL_KINDS, channelInput } from '../notify/channel-schema.js';
import { presentChannel } from '../notify/channel-store.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../notify/delivery-store.js';
import { EVENT_KINDS } from '../notify/event.js';
import { preferencesPatch } from '../notify/preferences.js';
import { presentDelivery } from '../notify/present-delivery.js';
import { testChannel } from '../notify/test-channel.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'notifyParts'>;
type Fault = { problem?: string; errors?: FieldError[]; notice?: string };
const ROWS = 50;

/** `/notifications`: what the visitor is told; `/admin/notifications`: channels and the outbox. */
export function notificationScreens(router: Router, parts: Parts): void {
  const { ports, notifyParts } = parts;
  const { notify } = notifyParts;

  showAt(router, ports, '/notifications', 'account.read', async ({ actor, request, response }) => {
    const { events, digestHour } = await notify.preferences.of(actor.id);
    showPage(
      response,
      'notifications',
      { title: 'Notifications' },
      {
        rows: EVENT_KINDS.map((kind) => ({ kind, label: EVENT_LABELS[kind], mode: events[kind] })),
        modes: MODES,
        digestHour,
        hours: Array.from({ length: 24 }, (_, hour) => ({ hour, shown: `${String(hour).padStart(2, '0')}:00` })),
        mails: notify.mails,
        mayManage: actor.role === 'admin',
        saved: request.query.done === 'saved',
      },
    );
  });
  takeAt(router, ports, '/notifications', 'account.manage', async ({ actor, form, response }) => {
    const events = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, fieldOf(form, kind) || 'off']));
    const patch = parseBody(preferencesPatch, { events, digestHour: Number(fieldOf(form, 'digestHour') || 8) });
    await notify.preferences.change(actor.id, patch);
    response.redirect(303, '/notifications?done=saved');
  });

  showAt(router, ports, '/admin/notifications', 'notify.manage', (visit) => showOutbox(parts, visit));
  const take = (path: string, verb: (visit: Visit, id: string) => Promise<Fault>) =>
    takeAt(router, ports, path, 'notify.manage', async (visit) => {
      try {
        await showOutbox(parts, visit, await verb(visit, String(visit.request.params.id ?? '')));
      } catch (error) {
        if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
        const status = STATUS[error.code as keyof typeof STATUS];
        await showOutbox(parts, visit, { problem: error.message, errors: error.errors }, status);
      }
    });
  take('/admin/notifications/channels', async ({ form, actor }) => {
    const events = [form.events ?? []].flat();
    const services = splitList(fieldOf(form, 'services'));
    const input = { kind: fieldOf(form, 'kind'), name: fieldOf(form, 'name'), url: fieldOf(form, 'url').trim() };
    const channel = await notify.channels.add(parseBody(channelInput, { ...input, events, services }), actor);
    const secret = channel.secret === null ? '' : ` Its signing secret, shown only now: ${channel.secret}`;
    return { notice: `The channel "${channel.name}" is told from now on.${secret}` };
  });
  take('/admin/notifications/channels/:id/test', async (_visit, id) => {
    const { delivered, problem } = await testChannel(notify, id);
    return delivered
      ? { notice: 'The test message was taken.' }
      : { problem: `The test message was not taken: ${problem}` };
  });
  take('/admin/notifications/channels/:id/toggle', async ({ actor, form }, id) => {
    const enabled = fieldOf(form, 'enabled') === 'true';
    await notify.channels.change(id, { enabled }, actor);
    return { notice: enabled ? 'The channel is told again.' : 'The channel is not told any more.' };
  });
  take('/admin/notifications/channels/:id/remove', async ({ actor }, id) => {
    await notify.channels.remove(id, actor);
    return { notice: 'The channel is removed.' };
  });
  take('/admin/notifications/:id/retry', async (_visit, id) => {
    await notify.deliveries.retry(id);
    return { notice: 'It is tried again now.' };
  });
}

const STATUS = { validation: 422, conflict: 409, notFound: 404 };
const MODES = [
  { value: 'off', label: 'Not' },
  { value: 'now', label: 'At once' },
  { value: 'digest', label: 'Daily digest' },
];
const EVENT_LABELS: Record<(typeof EVENT_KINDS)[number], string> = {
  reviewAsked: 'My review is asked for',
  comment: 'A comment on a COE of mine, or in a thread I wrote in',
  mention: 'Somebody mentions me',
  decision: 'A decision on a COE of mine',
  actionDue: 'An action item of mine is due within three days',
  actionOverdue: 'An action item of mine is overdue',
  packetReady: 'The packet of the weekly operations review is ready',
};
/** The same events as a channel, or somebody who looks over the outbox, sees them. */
const CHANNEL_LABELS: typeof EVENT_LABELS = {
  reviewAsked: 'A review is asked for',
  comment: 'A comment is written',
  mention: 'Somebody is mentioned',
  decision: 'A review is decided',
  actionDue: 'An action item is due within three days',
  actionOverdue: 'An action item is overdue',
  packetReady: 'The packet of the weekly operations review is ready',
};
const DELIVERY_LABELS: Record<DeliveryStatus, string> = {
  waiting: 'Waiting',
  held: 'Held for a digest',
  inDigest: 'In a digest',
  sent: 'Sent',
  dropped: 'Dropped',
  dead: 'Given up',
};

async function showOutbox(parts: Parts, visit: Visit, fault: Fault = {}, status = 200): Promise<void> {
  const { notify, seenBy } = parts.notifyParts;
  const asked = DELIVERY_STATUSES.find((each) => each === visit.request.query.status);
  const [channels, page] = await Promise.all([
    notify.channels.all(),
    notify.deliveries.page({ limit: ROWS, status: asked }),
  ]);
  const names = new Map(channels.map(({ _id, name }) => [_id, name]));
  const rows = await Promise.all(page.items.map((item) => presentDelivery(item, visit.actor, seenBy)));
  showPage(
    visit.response,
    'admin-notifications',
    { title: 'Notifications of the organisation', section: '/admin/notifications' },
    {
      channels: channels.map((channel) => ({
        ...presentChannel(channel),
        told: channel.events.map((kind) => CHANNEL_LABELS[kind]),
      })),
      deliveries: rows.map((row) => ({
        ...row,
        to: names.get(row.to) ?? (row.via === 'email' ? 'A person, by e-mail' : 'A channel'),
        what:
          row.kind === null
            ? 'About a COE that you may not see'
            : row.kind === 'digest'
              ? 'Digest'
              : CHANNEL_LABELS[row.kind],
        state: DELIVERY_LABELS[row.status],
        mayRetry: row.status === 'dead' || row.status === 'dropped',
      })),
      statuses: DELIVERY_STATUSES.map((value) => ({ value, label: DELIVERY_LABELS[value] })),
      asked,
      kinds: CHANNEL_KINDS,
      events: EVENT_KINDS.map((kind) => ({ kind, label: CHANNEL_LABELS[kind] })),
      mails: notify.mails,
      ...fault,
    },
    status,
  );
}
