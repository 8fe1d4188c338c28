import { readyCoe } from '../review/ready-coe.js';
import type { TestService } from '../service.js';
import { signIn } from './visitor.js';

const EVIDENCE = [
  '{"time":"2026-01-01T10:00:00Z","message":"deploy of checkout 4.2 started"}',
  '{"time":"2026-01-01T10:10:00Z","message":"checkout fails: cannot connect to the gateway"}',
  '{"time":"2026-01-01T10:40:00Z","message":"rolled back checkout to 4.1"}',
].join('\n');
const METRIC =
  'timestamp,errors\n2026-01-01T10:00:00Z,1\n2026-01-01T10:01:00Z,40\n2026-01-01T10:02:00Z,55\n2026-01-01T10:03:00Z,2\n';

/**
 * A service in which every screen has something to show: COEs in several states, evidence, a graph, a draft with suggestions, facts,
 * comments, overdue action items, ORR proposals, an ops review. @returns what the parameters of screens stand for
 */
export async function furnish(api: TestService): Promise<Record<string, string>> {
  const made = async (body: object) =>
    (await api.as().post('coes').send(body).expect(201)).body as { id: string; number: string };
  await made({
    title: 'Payments were refused after a certificate expired',
    services: ['payments', 'checkout'],
    severity: 'SEV3',
    actionItems: [
      { title: 'Add an alarm on certificates of the gateway', dueDate: '2025-06-01', owner: 'administrator' },
    ],
  });
  const { number } = await made({ title: 'Being written', services: ['checkout'] });
  await api
    .as()
    .post(`coes/${number}/evidence?source=auto&filename=log.ndjson`)
    .set('Content-Type', 'application/octet-stream')
    .send(EVIDENCE)
    .expect(200);
  const items = (await api.as().get(`coes/${number}/evidence`)).body.items as { id: string }[];
  const cited = JSON.parse(JSON.stringify(readyCoe()).replaceAll('ev_1', items[1]?.id ?? '')) as Record<
    string,
    unknown
  >;
  const metrics = await api
    .as()
    .post(`coes/${number}/metrics`)
    .set('Content-Type', 'text/csv')
    .send(METRIC)
    .expect(200);
  const metricId = metrics.body.metrics[0].id as string;
  await api
    .as()
    .patch(`coes/${number}`)
    .set('If-Match', '*')
    .send({
      ...cited,
      owner: 'administrator',
      tags: ['certificate'],
      background: 'The gateway is a **service** of `payments`; see [its page](https://example.org).',
      facts: [{ name: 'customersAffected', value: 1200, evidenceIds: [items[1]?.id] }],
      charts: [{ title: 'Errors of checkout', metricId, alarmThreshold: 30, investigationThreshold: 10 }],
    })
    .expect(200);
  await api.as().post(`coes/${number}/drafts`).set('Prefer', 'wait=30').send({ drafter: 'rules' });
  await api.as().post(`coes/${number}/comments`).send({ section: 'summary', body: 'How do we *know*?' }).expect(201);
  await api.as().post(`coes/${number}/orr-proposals/draft`).send({});
  await api.as().post('ops-reviews').send({ weekOf: '2026-01-05' });
  const visitor = await signIn(api);
  await visitor.post(`/coes/${number}/review/reviewers`, { reviewers: 'administrator' });
  const [proposal] = (await api.as().get('orr/proposals')).body.items as { id: string }[];
  if (proposal) await visitor.post(`/orr/proposals/${proposal.id}/accept`, {});
  return { ':coe': number, ':n': '1', ':secret': 'unknown' };
}
