import mongoose from 'mongoose';
import { accessStore } from '../../src/access/store.js';
import { coeStore } from '../../src/coe/store.js';
import { inboxItemModel } from '../../src/evidence/inbox/inbox-item.js';
import { systemClock } from '../../src/kernel/clock.js';
import { sha256 } from '../../src/kernel/ids.js';
import { deliveryStore } from '../../src/notify/delivery-store.js';
import { EVENT_KINDS } from '../../src/notify/event.js';
import { ORR_CATEGORIES, ORR_SEVERITIES } from '../../src/orr/schema.js';
import { orrStore, proposalIdOf, questionIdOf } from '../../src/orr/store.js';
import { commentModel } from '../../src/review/comment-model.js';
import { commentsOn } from './comments.js';

const USERS = 500;
const EVENTS = 50_000;
const PROPOSALS = 3_000;
const QUESTIONS = 1_000;
const HITS_A_QUESTION = 10;
const DELIVERIES = 5_000;
const INBOX = 20_000;
const WEEKS = 104;
const BATCH = 1_000;

const range = <T>(size: number, make: (at: number) => T): T[] => Array.from({ length: size }, (_, at) => make(at));
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** What an organisation with `coes` COEs has around them: people, an audit trail, comments, ORR, notifications, an inbox, weekly reviews. */
export async function insertAround(uri: string, coes: number): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  const into = async (model: { createIndexes(): Promise<void>; collection: unknown }, rows: object[]) => {
    await model.createIndexes();
    const collection = model.collection as { insertMany(rows: object[]): Promise<unknown> };
    for (let at = 0; at < rows.length; at += BATCH) await collection.insertMany(rows.slice(at, at + BATCH));
  };
  const person = (at: number) => ({ id: `usr_${at % USERS}`, name: `Person ${at % USERS}` });
  const coeIdOf = (at: number) => `coe_made${1 + (at % (coes - 1))}`;
  const access = accessStore(connection);
  await into(
    access.users,
    range(USERS, (at) => ({
      _id: `usr_${at}`,
      name: `Person ${at}`,
      role: 'author',
      createdAt: ago(at).toISOString(),
    })),
  );
  await into(
    access.tokens,
    range(USERS, (at) => ({
      _id: `tok_${at}`,
      hash: sha256(`made ${at}`),
      userId: `usr_${at}`,
      name: 'script',
      scope: 'read',
      createdAt: ago(at).toISOString(),
    })),
  );
  await into(
    coeStore(connection, systemClock).audit,
    range(EVENTS, (at) => ({
      _id: `aud_made${at}`,
      type: 'coe.edited',
      at: ago(at).toISOString(),
      actor: person(at),
      coeId: coeIdOf(at),
      details: { version: 2, sections: ['summary'] },
    })),
  );
  await into(commentModel(connection), range(coes, (at) => commentsOn(coeIdOf(at), 2, at)).flat());
  await insertOrr(connection, into, coeIdOf, person);
  deliveryStore(connection, systemClock);
  await into(
    connection.model('Notification'),
    range(DELIVERIES, (at) => ({
      ...{
        _id: `ntf_made${at}`,
        via: 'email',
        to: `usr_${at % USERS}`,
        status: 'sent',
        digest: null,
        attempts: 1,
        nextAt: ago(at),
      },
      event: {
        key: `made${at}`,
        kind: EVENT_KINDS[at % EVENT_KINDS.length],
        at: ago(at).toISOString(),
        coeId: coeIdOf(at),
        actor: person(at),
        details: {},
      },
      ...{ leaseOwner: null, lastProblem: null, createdAt: ago(at).toISOString(), endedAt: ago(at).toISOString() },
    })),
  );
  await into(
    inboxItemModel(connection),
    range(INBOX, (at) => ({
      ...{
        _id: `ibx_made${at}`,
        service: `service-${at % 40}`,
        hookId: 'hook_made',
        receivedAt: ago(at / 10),
        incidentKey: null,
        source: 'webhook',
      },
      ...{
        index: 0,
        at: ago(at / 10),
        end: null,
        precision: 'second',
        zoneOrigin: 'stated',
        kind: 'alarm',
        state: 'ALARM',
        actor: null,
      },
      ...{
        subject: 'latency',
        dimensions: {},
        severity: null,
        text: `Alarm ${at} of service-${at % 40}`,
        payload: { at },
        link: null,
      },
      ...{ deliveryKey: `made${at}`, eventKey: `made${at}` },
    })),
  );
  await connection.collection<{ _id: string }>('opsReviews').insertMany(
    range(WEEKS, (at) => {
      const weekOf = new Date(Date.UTC(2024, 0, 1) + at * 7 * 86_400_000).toISOString().slice(0, 10);
      return { _id: `ops_${weekOf}`, weekOf, createdAt: `${weekOf}T08:00:00.000Z`, createdBy: person(at) };
    }),
  );
  await connection.close();
}

async function insertOrr(
  connection: mongoose.Connection,
  into: (model: { createIndexes(): Promise<void>; collection: unknown }, rows: object[]) => Promise<void>,
  coeIdOf: (at: number) => string,
  person: (at: number) => { id: string; name: string },
): Promise<void> {
  orrStore(connection);
  const wording = (at: number) => ({
    question: `Does the owner of part ${at} hear within five minutes when its certificate, quota or queue number ${at % 97} runs out?`,
    category: ORR_CATEGORIES[at % ORR_CATEGORIES.length],
    guidance: `- An alarm on part ${at} pages somebody.\n- The runbook names who renews it.`,
    severity: ORR_SEVERITIES[at % ORR_SEVERITIES.length],
    risk: 'Customers find it first.',
    helpfulResource: null,
  });
  const lesson = (at: number) => `What renews itself quietly was found by customers, number ${at}.`;
  await into(
    connection.model('OrrProposal'),
    range(PROPOSALS, (at) => ({
      ...{
        _id: proposalIdOf(coeIdOf(at), `l${at}`),
        coeId: coeIdOf(at),
        lessonId: `l${at}`,
        lesson: lesson(at),
        others: [],
        recurrenceId: null,
      },
      ...{ wordedBy: { drafter: 'rules' }, ...wording(at), status: 'proposed', reason: null, questionId: null },
      ...{ createdAt: ago(at).toISOString(), createdBy: person(at), decidedAt: null, decidedBy: null },
    })),
  );
  const questions = range(QUESTIONS, (at) => ({
    ...{ _id: questionIdOf(proposalIdOf(coeIdOf(at + 7), `q${at}`)), ...wording(at + PROPOSALS) },
    ...{
      origins: [{ coeId: coeIdOf(at + 7), lessonId: `q${at}`, lesson: lesson(at) }],
      area: '',
      kinds: [],
      version: 1,
      retired: false,
    },
    ...{ history: [], proposalId: null, createdAt: ago(at).toISOString(), createdBy: person(at) },
  }));
  await into(connection.model('OrrQuestion'), questions);
  const hits = questions.flatMap(({ _id }, at) =>
    range(HITS_A_QUESTION, (nth) => {
      const coeId = coeIdOf(at * 31 + nth * 7);
      return {
        _id: `${_id}:${coeId}`,
        questionId: _id,
        coeId,
        caught: nth % 2 === 0,
        judgedAt: ago(nth).toISOString(),
        judgedBy: person(at),
      };
    }),
  );
  for (let at = 0; at < hits.length; at += BATCH)
    await connection.collection<{ _id: string }>('orrHits').insertMany(hits.slice(at, at + BATCH), { ordered: false });
}
