import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { MINUTE, NOON } from './points.js';

let service: TestService;
let coe: string;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const stamp = (minute: number) => new Date(NOON + minute * MINUTE).toISOString();
const setting = {
  threshold: 5,
  comparison: 'GreaterThanThreshold',
  datapoints: 2,
  of: 3,
  periodSeconds: 60,
  statistic: 'Average',
};

/** Two hours a point a minute, newest first: 1, but 9 from minute 60 to 90. */
function export1(id = 'm1', label = 'Errors', from = 0, count = 120) {
  const minutes = Array.from({ length: count }, (_, i) => from + count - 1 - i);
  const Values = minutes.map((minute) => (minute >= 60 && minute < 90 ? 9 : 1));
  return {
    MetricDataResults: [{ Id: id, Label: label, Timestamps: minutes.map(stamp), Values, StatusCode: 'Complete' }],
  };
}

async function newCoe(content: Record<string, unknown> = {}): Promise<string> {
  const made = await service
    .as()
    .post('coes')
    .send({ title: 'Checkout failed', ...content });
  expect(made.status).toBe(201);
  return made.body.id as string;
}
const send = (body: string | Buffer, query = '', id = coe) =>
  service.as().post(`coes/${id}/metrics${query}`).set('Content-Type', 'application/octet-stream').send(body);

beforeAll(async () => {
  coe = await newCoe({
    keyMoments: {
      impactStart: { at: stamp(60) },
      detected: { at: stamp(85) },
      mitigated: { at: stamp(90) },
    },
    charts: [
      { id: 'errors', title: 'Errors <b>', metricId: 'm1', alarmThreshold: 5, investigationThreshold: 3 },
      { id: 'later', title: 'Not chosen yet' },
    ],
    timeline: [{ at: stamp(58), text: 'Deployed **api** v42', kind: 'change' }],
  });
});

describe('importing metrics', () => {
  it('answers with id, label, unit and number of points, and a second time changes nothing', async () => {
    const first = await send(JSON.stringify(export1()));
    expect(first.status).toBe(200);
    expect(first.body.metrics).toMatchObject([{ id: 'm1', label: 'Errors', unit: null, points: 120, stepSeconds: 60 }]);
    const again = await send(gzipSync(JSON.stringify(export1())));
    expect(again.body.metrics).toMatchObject([{ id: 'm1', points: 120 }]);
  });
  it('adds later points to the same metric, and gives another metric of the same id one of its own', async () => {
    const id = await newCoe();
    await send(JSON.stringify(export1()), '', id);
    const more = await send(JSON.stringify(export1('m1', 'Errors', 100, 60)), '', id);
    expect(more.body.metrics).toMatchObject([{ id: 'm1', points: 160 }]);
    const other = await send(JSON.stringify(export1('m1', 'Latency')), '', id);
    expect(other.body.metrics).toMatchObject([{ id: 'm1-2', points: 120 }]);
    const list = await service.as().get(`coes/${id}/metrics?limit=1`);
    expect(list.body.items).toMatchObject([{ id: 'm1' }]);
    const next = await service.as().get(`coes/${id}/metrics?limit=1&cursor=${list.body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ id: 'm1-2' }], nextCursor: null });
  });
  it('keeps all points of imports at the same time', async () => {
    const id = await newCoe();
    const parts = [0, 1, 2, 3].map((n) => send(JSON.stringify(export1('m1', 'Errors', n * 100, 100)), '', id));
    for (const done of await Promise.all(parts)) expect(done.status).toBe(200);
    expect((await service.as().get(`coes/${id}/metrics/m1`)).body.points).toBe(400);
  });
  it('keeps large series, in pages', async () => {
    const id = await newCoe();
    const rows = Array.from({ length: 120_001 }, (_, i) => `${NOON / 1000 + i * 60},${i}`);
    expect((await send(`time,count\n${rows.join('\n')}`, '', id)).body.metrics).toMatchObject([
      { id: 'count', points: 120_001 },
    ]);
    const page = await service.as().get(`coes/${id}/metrics/count?limit=2&from=${stamp(119_999)}`);
    expect(page.body.items).toEqual([
      { at: stamp(119_999), value: 119_999 },
      { at: stamp(120_000), value: 120_000 },
    ]);
    const first = await service.as().get(`coes/${id}/metrics/count?limit=1`);
    const second = await service.as().get(`coes/${id}/metrics/count?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toEqual([{ at: stamp(1), value: 1 }]);
  });
  it('asks for the zone, and names bad parameters', async () => {
    const asked = await send('Time,x\n2026-03-04 12:00:00,1\n2026-03-04 12:01:00,2\n');
    expect([asked.status, asked.body.errors[0].pointer]).toEqual([422, 'query:zone']);
    const wrong = await send('x', '?zone=Mars&colour=red');
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, 'query:colour']);
    expect((await send('{', '')).status).toBe(400);
    expect((await send('', '')).status).toBe(422);
    expect((await send('hello', '')).status).toBe(422);
  });
  it('takes secrets and personal data out of labels, and keeps series apart that then look alike', async () => {
    const result = (instance: string) => ({
      metric: { __name__: 'up', instance, mail: 'bob@example.com' },
      values: [[NOON / 1000, '1']],
    });
    const body = {
      status: 'success',
      data: { resultType: 'matrix', result: [result('203.0.113.7'), result('203.0.113.8')] },
    };
    const sent = await send(JSON.stringify(body), '', await newCoe());
    const text = JSON.stringify(sent.body.metrics);
    expect(text).not.toMatch(/bob@|203\.0/);
    expect(sent.body.metrics).toHaveLength(2);
  });
  it('takes up to 50 MB', async () => {
    const large = await send(Buffer.alloc(50_000_001, 'time,x\n'));
    expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining('50 MB')]);
  });
  it('is refused to those who may not edit, and for archived COEs', async () => {
    expect((await service.as(null).post(`coes/${coe}/metrics`).send('x')).status).toBe(401);
    const id = await newCoe();
    await service.as().delete(`coes/${id}`);
    expect((await send(JSON.stringify(export1()), '', id)).status).toBe(409);
  });
});

describe('the alarm back-test', () => {
  const post = (body: unknown, id = coe) =>
    service
      .as()
      .post(`coes/${id}/alarm-backtest`)
      .send(body as object);

  it('answers each setting with first alarm, gain, false alarms and the time observed', async () => {
    const { status, body } = await post({ metricId: 'm1', alternatives: [setting, { ...setting, threshold: 50 }] });
    expect(status).toBe(200);
    expect(body.alternatives).toEqual([
      { ...setting, firstAlarmAt: stamp(62), gainSeconds: 23 * 60, falseAlarms: 0, observedSeconds: 90 * 60 },
      { ...setting, threshold: 50, firstAlarmAt: null, gainSeconds: null, falseAlarms: 0, observedSeconds: 90 * 60 },
    ]);
  });
  it('takes the incident from the body', async () => {
    const { body } = await post({ metricId: 'm1', from: stamp(0), to: stamp(30), alternatives: [setting] });
    expect(body.alternatives[0]).toMatchObject({ firstAlarmAt: null, falseAlarms: 1, observedSeconds: 90 * 60 });
  });
  it('names every bad field', async () => {
    const bad = await post({
      metricId: '',
      from: 'yesterday',
      alternatives: [{ ...setting, datapoints: 9, statistic: 'median' }, {}],
    });
    expect(bad.status).toBe(422);
    const pointers = bad.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    for (const pointer of [
      '/metricId',
      '/from',
      '/alternatives/0/statistic',
      '/alternatives/1/threshold',
      '/alternatives/1/of',
    ])
      expect(pointers).toContain(pointer);
  });
  it('names the metric and the moments that are missing', async () => {
    const bare = await newCoe();
    const { status, body } = await post({ metricId: 'nope', alternatives: [setting] }, bare);
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/metricId', '/from', '/to']);
  });
  it('does not pretend to know more than the points tell', async () => {
    const { status, body } = await post({ metricId: 'm1', alternatives: [setting, { ...setting, periodSeconds: 10 }] });
    expect([status, body.errors[0].pointer]).toEqual([422, '/alternatives/1/periodSeconds']);
  });
  it('proposes nothing as best from two hours of data', async () => {
    const { body } = await service.as().post(`coes/${coe}/alarm-proposal`).send({ metricId: 'm1' });
    expect(body.proposal).toMatchObject({ metricId: 'm1', best: null, content: { questionId: 'detectionHalved' } });
    expect(body.proposal.whyNone).toContain('seven days');
  });
});

describe('charts', () => {
  const chart = (id: string) =>
    service
      .as()
      .get(`coes/${coe}/charts/${id}.svg`)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => done(null, text));
      });
  it('are SVG with what the COE knows', async () => {
    const { status, headers, body } = await chart('errors');
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    for (const part of [
      'Errors &lt;b&gt;',
      'class="impact"',
      'alarm 5',
      'investigation 3',
      'Detected',
      'Deployed api v42',
    ])
      expect(body).toContain(part);
  });
  it('mark what went out: by kind of the entry, and by what it cites', async () => {
    const id = await newCoe({ charts: [{ id: 'c', title: 'Errors', metricId: 'm1' }] });
    await send(JSON.stringify(export1()), '', id);
    const deploy = { time: stamp(61), event: 'deploy', text: 'Rolled back api to v41' };
    const csv = `time,kind,text\n${deploy.time},deploy,${deploy.text}\n`;
    await service.as().post(`coes/${id}/evidence?filename=deploys.csv`).set('Content-Type', 'text/csv').send(csv);
    const [item] = (await service.as().get(`coes/${id}/evidence`)).body.items;
    expect(item.kind).toBe('deploy');
    const entries = [
      { at: stamp(61), text: deploy.text, kind: 'action', evidenceIds: [item.id] },
      { at: stamp(62), text: 'Looked at graphs', kind: 'action' },
    ];
    await service.as().patch(`coes/${id}`).set('If-Match', '*').send({ timeline: entries });
    const { text } = await service.as().get(`coes/${id}/report.html?draft=true`);
    const svg = text.slice(text.indexOf('<svg'), text.indexOf('</svg>'));
    expect(svg).toContain('C1  13:01  Rolled back api to v41');
    expect(svg).not.toContain('Looked at graphs');
  });
  it('can be had by the id of a metric, and say what is missing', async () => {
    expect((await chart('m1')).status).toBe(200);
    expect((await chart('nope')).status).toBe(404);
    expect((await chart('later')).body).toContain('names no metric yet');
  });
  it('are in the report, as pictures', async () => {
    const html = await service.as().get(`coes/${coe}/report.html?draft=true`);
    expect(html.text.match(/investigation 3/g)).toHaveLength(1);
    const pdf = await service.as().get(`coes/${coe}/report.pdf?draft=true`).buffer(true);
    expect([pdf.status, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
  });
});
