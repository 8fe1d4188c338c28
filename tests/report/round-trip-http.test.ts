import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { sampleCoe } from './sample-coe.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const LOG = [
  '{"time":"2026-03-04T10:05:00Z","message":"first refused card | code *402*"}',
  '{"time":"2026-03-04T10:08:00Z","message":"a customer cannot pay, see https://e.example/x_(y)?a=1&b"}',
  `{"time":"2026-03-04T10:17:30Z","message":"${'alarm '.repeat(200)}"}`,
  '{"time":"2026-03-04T10:52:00Z","message":"mail bob@example.com, password=hunter2hunter2"}',
];

/** A COE of the sample's words whose evidence exists. */
async function makeCoe(): Promise<string> {
  const { number: _n, version: _v, status: _s, createdAt: _c, updatedAt: _u, measures: _m, ...content } = sampleCoe();
  const made = await api.as().post('coes').send({ title: 'empty' });
  const coe = made.body.number as string;
  const sent = await api
    .as()
    .post(`coes/${coe}/evidence?source=auto`)
    .set('Content-Type', 'application/x-ndjson')
    .send(`${LOG.join('\n')}\n`);
  expect(sent.body.accepted).toBe(4);
  const items = (await api.as().get(`coes/${coe}/evidence`)).body.items as { id: string }[];
  const [log, chat, alarm, deploy] = items.map(({ id }) => id) as [string, string, string, string];
  const ids = { ev_log: log, ev_chat: chat, ev_alarm: alarm, ev_deploy: deploy } as Record<string, string>;
  const facts = [{ name: 'customersAffected', value: 9800, unit: 'customers', evidenceIds: ['ev_log', 'ev_chat'] }];
  const words = JSON.stringify({ ...content, facts }).replace(/ev_(?:log|chat|alarm|deploy)\b/g, (id) => ids[id] ?? id);
  const patched = await api
    .as()
    .patch(`coes/${coe}`)
    .set('If-Match', String(made.headers.etag))
    .send(JSON.parse(words));
  expect(patched.status).toBe(200);
  return coe;
}

const exported = async (coe: string) => (await api.as().get(`coes/${coe}/report.md?draft=true`)).text;
const imported = (markdown: string, key?: string) => {
  const request = api.as().post('coes/import').set('Content-Type', 'text/markdown');
  return (key ? request.set('Idempotency-Key', key) : request).send(markdown);
};
/** Without what a new COE has anew: its number, its version, its days. */
const lasting = (report: string, coe: string) =>
  report
    .replace(`# ${coe}: `, '# COE: ')
    .replace(/^\| Number \|[^\n]*\n/m, '')
    .replace(/Version \d+, status/, 'Version, status')
    .replace(/^\| (?:Created|Last change) \|[^\n]*\n/gm, '');

describe('a report over HTTP', () => {
  it('is the same after export and import, evidence and citations included', async () => {
    const first = await makeCoe();
    const report = await exported(first);
    expect(report).toMatch(/\| \[E4\] \| \w+ \| 2026-03-04 10:\d\d:\d\d \|/);
    const answer = await imported(report, 'same-report-1');
    expect(answer.status).toBe(201);
    expect(answer.body.unplaced).toEqual([]);
    const second = answer.body.coe.number as string;
    const again = await exported(second);
    expect(lasting(again, second)).toBe(lasting(report, first));
    const { items } = (await api.as().get(`coes/${second}/evidence`)).body;
    expect(items).toHaveLength(4);
    const third = (await imported(again)).body.coe.number as string;
    expect(lasting(await exported(third), third)).toBe(lasting(report, first));

    const repeated = await imported(report, 'same-report-1');
    expect(repeated.body.coe.number).toBe(second);
    expect((await api.as().get(`coes/${second}/evidence`)).body.items).toHaveLength(4);
  });

  it('makes a statement that departs from the evidence the importer’s own, and says what the evidence says', async () => {
    const answer = await imported(
      '<!-- coe-report 1 -->\n# COE-9: t\n\n## Customer impact\n\n### Facts\n\n| Fact | Value | Rests on |\n|---|---|---|\n' +
        '| Customers affected | 9,800 | stated by Ann; the evidence says 12 [E1] |\n\n## Evidence\n\n' +
        '| No. | Source | Time (UTC) | Text |\n|---|---|---|---|\n| [E1] | slack | 2026-03-04 10:08:00 | 12 of them |\n',
    );
    const { facts } = (await api.as().get(`coes/${answer.body.coe.number}`)).body;
    expect(facts).toMatchObject([{ value: 9800, evidenceValue: 12, statedBy: 'administrator' }]);
    expect(facts[0].evidenceIds).toHaveLength(1);
  });

  it('redacts what somebody wrote into the table of evidence', async () => {
    const row = '| [E1] | slack | 2026-03-04 10:08:00 | write to ann@example.com, AKIAIOSFODNN7EXAMPLQ |';
    const answer = await imported(
      `<!-- coe-report 1 -->\n# COE-9: t\n\n## Summary\n\nSeen [E1].\n\n## Evidence\n\n| No. | Source | Time (UTC) | Text |\n|---|---|---|---|\n${row}\n`,
    );
    const coe = answer.body.coe.number as string;
    const [item] = (await api.as().get(`coes/${coe}/evidence`)).body.items as { id: string; text: string }[];
    expect(item?.text).not.toMatch(/ann@example|AKIAIOS/);
    expect((await api.as().get(`coes/${coe}`)).body.summary).toBe(`Seen [${item?.id}].`);
    const whole = await api.as().get(`coes/${coe}/evidence/${item?.id}`);
    expect(JSON.stringify(whole.body.payload)).not.toMatch(/ann@example|AKIAIOS/);
  });

  it.each([
    [
      'Markdown',
      'text/markdown',
      `<!-- coe-report 1 -->\n# COE-9: t\n\n## Incident response analysis\n\n### How fast? <!-- question responseAnalysis own/speed -->\n\nVery fast indeed.\n\n### From whom? <!-- question responseAnalysis detection -->\n\nFrom a customer.\n`,
    ],
    [
      'JSON',
      'application/json',
      JSON.stringify({
        title: 't',
        background: 'As it was.',
        responseAnalysis: { 'own/speed': { answer: 'Very fast indeed.' }, detection: { answer: 'From a customer.' } },
      }),
    ],
  ])('keeps an answer to a question that is not asked here: %s', async (_form, type, body) => {
    const answer = await api.as().post('coes/import').set('Content-Type', type).send(body);
    expect(answer.status).toBe(201);
    expect(answer.body.unplaced).toEqual([{ heading: 'responseAnalysis › own/speed', text: 'Very fast indeed.' }]);
    const coe = (await api.as().get(`coes/${answer.body.coe.number}`)).body;
    expect(coe.responseAnalysis).toMatchObject({ detection: { answer: 'From a customer.' } });
    expect(Object.keys(coe.responseAnalysis)).not.toContain('own/speed');
    expect(coe.background).toContain('Very fast indeed.');
  });
});
