import mongoose from 'mongoose';
import { commentModel } from '../../src/review/comment-model.js';
import type { TestService } from '../../tests/service.js';
import { commentsOn } from './comments.js';

const EVIDENCE = 2_000;
const ENTRIES = 500;
const ACTIONS = 50;
const WHYS = 40;
const COMMENTS = 200;
const REVISIONS = 60;

const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 10) + at * 60_000).toISOString();
const many = <T>(size: number, make: (at: number) => T): T[] => Array.from({ length: size }, (_, at) => make(at));

/**
 * A COE of a long and busy incident, made as people make it: 2,000 evidence items, a timeline of 500 entries, 50 action items, a tree of 40 whys, 200
 * comments, 60 revisions, a draft with suggestions. @returns its number
 */
export async function makeBigCoe(api: TestService, uri: string): Promise<string> {
  const sent = await api
    .as()
    .post('coes')
    .send({ title: 'The long one', services: ['checkout', 'service-1'], severity: 'SEV1' })
    .expect(201);
  const { id, number } = sent.body as { id: string; number: string };
  const lines = many(EVIDENCE, (at) =>
    JSON.stringify({
      time: minute(at / 2),
      message: `host-${at % 40}: payment ${1000 + at} refused, the gateway answers ${at % 9} after ${at} ms`,
    }),
  );
  await api
    .as()
    .post(`coes/${number}/evidence?source=auto&filename=log.ndjson`)
    .set('Content-Type', 'application/octet-stream')
    .send(lines.join('\n'))
    .expect(200);
  const items = (await api.as().get(`coes/${number}/evidence?limit=500`)).body.items as { id: string }[];
  const cites = (at: number) => [items[at % items.length]?.id ?? ''];
  const points = many(600, (at) => `${minute(at)},${at % 50}`);
  const metrics = await api
    .as()
    .post(`coes/${number}/metrics`)
    .set('Content-Type', 'text/csv')
    .send(`timestamp,errors\n${points.join('\n')}\n`)
    .expect(200);
  const metricId = metrics.body.metrics[0].id as string;
  const why = (at: number) => ({
    id: `w${at}`,
    question: `Why did part ${at} of the gateway not answer?`,
    answer: `Because **queue ${at}** was full and \`nobody\` watched it.`,
    evidenceIds: cites(at),
    actionItemIds: [`a${at % ACTIONS}`],
  });
  const chain = (from: number, to: number): object => ({
    ...why(from),
    children: from + 1 < to ? [chain(from + 1, to)] : [],
  });
  const content = {
    summary: many(8, (at) => `Payments of ${at} regions were refused for ${at} minutes [${cites(at)[0]}].`).join(' '),
    background: many(40, (at) => `The **gateway** has part ${at}; see [its page](https://example.org/${at}).`).join(
      '\n\n',
    ),
    keyMoments: Object.fromEntries(
      ['impactStart', 'detected', 'engaged', 'diagnosed', 'mitigated', 'resolved'].map((moment, at) => [
        moment,
        { at: minute(at * 50), evidenceIds: cites(at * 50) },
      ]),
    ),
    timeline: many(ENTRIES, (at) => ({
      id: `t${at}`,
      at: minute(at),
      text: `Step ${at}: the team looked at host-${at % 40} and **restarted** it.`,
      kind: at % 7 === 0 ? 'detection' : 'note',
      evidenceIds: cites(at),
    })),
    fiveWhys: many(4, (at) => chain((at * WHYS) / 4, ((at + 1) * WHYS) / 4)),
    lessonsLearned: many(20, (at) => ({
      text: `A queue that nobody watches fills up quietly, number ${at}.`,
      broadlyApplicable: at % 2 === 0,
      evidenceIds: cites(at),
    })),
    actionItems: many(ACTIONS, (at) => ({
      ...{
        id: `a${at}`,
        title: `Add an alarm on the length of queue ${at} of the gateway`,
        type: 'detect',
        owner: `Person ${at}`,
        dueDate: '2026-03-01',
      },
      ...{ priority: 'P1', endState: 'A game day shows it.', evidenceIds: cites(at), whyIds: [`w${at % WHYS}`] },
    })),
    facts: many(20, (at) => ({ name: `fact ${at}`, value: at * 100, evidenceIds: cites(at) })),
    charts: many(3, (at) => ({
      title: `Errors, chart ${at}`,
      metricId,
      alarmThreshold: 30,
      investigationThreshold: 10,
    })),
  };
  const patch = (body: object) => api.as().patch(`coes/${number}`).set('If-Match', '*').send(body).expect(200);
  await patch(content);
  for (let nth = 0; nth < REVISIONS; nth++) await patch({ team: `Team ${nth}` });
  await api.as().post(`coes/${number}/drafts`).set('Prefer', 'wait=30').send({ drafter: 'rules' });
  const connection = await mongoose.createConnection(uri).asPromise();
  await commentModel(connection).insertMany(commentsOn(id, COMMENTS, number));
  await connection.close();
  return number;
}
