import { createHmac } from 'node:crypto';
import type { TestService } from '../../service.js';

export type Hook = { id: string; url: string; path: string; signingSecret: string | null };

/** Registers a sender as the administrator; `path` is where it posts to. */
export async function register(api: TestService, body: Record<string, unknown>): Promise<Hook> {
  const answer = await api
    .as()
    .post('hook-registrations')
    .send({ name: 'test', ...body });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return { ...answer.body, path: new URL(answer.body.url).pathname };
}

export const hmac = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('hex');

/** Posts as a sender does: no token, the body as it is. */
export function deliver(api: TestService, path: string, body: string, headers: Record<string, string> = {}) {
  return api
    .as(null)
    .post(path)
    .set({ 'Content-Type': 'application/json', ...headers })
    .send(body);
}

export const PAGERDUTY_SECRET = 'pagerduty-signing-secret';
export const signedByPagerduty = (body: string) => ({ 'X-PagerDuty-Signature': `v1=${hmac(body, PAGERDUTY_SECRET)}` });

type Told = { type: string; at: string; priority?: string; by?: string; incident?: string; service?: string };

/** A v3 webhook in PagerDuty's shape. */
export function pagerdutyEvent({
  type,
  at,
  priority = 'P1',
  by,
  incident = 'PINC1',
  service = 'checkout',
}: Told): string {
  const reference = (kind: string, id: string, summary: string) => ({ id, type: `${kind}_reference`, summary });
  return JSON.stringify({
    event: {
      id: `EV-${incident}-${type}-${at}`,
      event_type: `incident.${type}`,
      resource_type: 'incident',
      occurred_at: at,
      agent: by === undefined ? null : reference('user', `U-${by.split(' ')[0]}`, by),
      data: {
        id: incident,
        type: 'incident',
        status: type,
        title: 'Checkout answers 500',
        service: reference('service', 'PSVC', service),
        priority: reference('priority', 'PRIO', priority),
        urgency: 'high',
      },
    },
  });
}

type Alert = { name: string; at: string; until?: string; labels?: Record<string, string>; severity?: string };

/** An Alertmanager group of one alert. */
export function alertGroup({ name, at, until, labels = {}, severity = 'critical' }: Alert): string {
  const status = until === undefined ? 'firing' : 'resolved';
  return JSON.stringify({
    version: '4',
    status,
    receiver: 'coe',
    alerts: [
      {
        status,
        labels: { alertname: name, severity, ...labels },
        annotations: { summary: `${name} is too high` },
        startsAt: at,
        endsAt: until ?? '0001-01-01T00:00:00Z',
        fingerprint: `fp${name}`,
      },
    ],
  });
}
