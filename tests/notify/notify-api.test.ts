import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newUser } from '../review/new-user.js';
import { approvableCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';
import { mailServer, webhookReceiver } from './receivers.js';

let api: TestService & { uri: string };
let mail: Awaited<ReturnType<typeof mailServer>>;
beforeAll(async () => {
  mail = await mailServer();
  api = await openTestService({
    env: { COE_SMTP_URL: mail.url, COE_MAIL_FROM: 'COE <coe@example.org>', COE_NOTIFY_PRIVATE_NETWORKS: 'true' },
  });
});
afterAll(async () => {
  await api.close();
  await mail.close();
});
beforeEach(async () => {
  mail.letters.length = 0;
  for (const { id } of (await api.as().get('notification-channels').expect(200)).body.items)
    await api.as().delete(`notification-channels/${id}`).expect(204);
});

const poll = () => api.service.notify();
const rows = () => api.service.database.connection.collection('notifications');
async function person(name: string, prefs: object, role: 'author' | 'reviewer' | 'viewer' = 'author'): Promise<string> {
  const token = await newUser(api, role, name);
  const users = api.service.database.connection.collection('users');
  await users.updateOne({ name }, { $set: { email: `${name}@example.org` } });
  await api.as(token).patch('notification-preferences').send(prefs).expect(200);
  return token;
}
const create = async (more: object, token?: string) =>
  (await api.as(token).post('coes').send(more).expect(201)).body as { id: string; number: string };
const comment = (number: string, body: string, token?: string) =>
  api.as(token).post(`coes/${number}/comments`).send({ section: 'summary', body }).expect(201);
const channel = (url: string, more: object = {}) =>
  api
    .as()
    .post('notification-channels')
    .send({ kind: 'webhook', name: 'Ops', url, events: ['comment', 'decision'], ...more });

describe('notifications', () => {
  it('are quiet: nobody who did not ask is told anything', async () => {
    await person('silent', {});
    const { number } = await create({ title: 'Quiet', owner: 'silent' });
    await comment(number, 'Hello @silent');
    await poll();
    expect(mail.letters).toEqual([]);
  });

  it('mail a comment to the owner and a mention to whom it names, once each, never to the writer', async () => {
    await person('olga', { events: { comment: 'now' } });
    await person('mentioned', { events: { mention: 'now', comment: 'now' } });
    const writer = await person('writer', { events: { comment: 'now', mention: 'now' } });
    const { number } = await create({ title: 'Cards refused', owner: 'olga', authors: ['writer'] });
    await comment(number, 'What about this, @mentioned?', writer);
    await poll();
    await api.service.notify({ wide: true });
    expect(mail.letters.map(({ to }) => to[0]).sort()).toEqual(['mentioned@example.org', 'olga@example.org']);
    const text = mail.letters.find(({ to }) => to[0] === 'olga@example.org')?.text ?? '';
    expect(text).toContain(`writer commented on ${number} "Cards refused".`);
    expect(text).toContain(`/coes/${number}/comments`);
    expect(text).not.toContain('What about this');
  });

  it('tell of a packet that is ready those who asked for it, once, and channels', async () => {
    await person('chair', { events: { packetReady: 'now' } });
    await person('busy', {});
    const receiver = await webhookReceiver();
    await channel(receiver.url, { events: ['packetReady'], services: ['checkout'] }).expect(201);
    const { connection } = api.service.database;
    // As on a day on which nothing was due yet.
    await connection.collection('opsReviews').deleteMany({});
    await connection.collection('audit').deleteMany({ type: 'opsReview.prepared' });
    await connection.collection('notifiedEvents').deleteMany({ _id: /^opsReview/ } as never);
    const schedule = { enabled: true, weekday: 'friday', time: '10:00', zone: 'UTC', readyHoursBefore: 168 };
    await api.as().put('ops-reviews/schedule').send(schedule).expect(200);
    await api.service.prepareOpsReview();
    await api.service.prepareOpsReview();
    await poll();
    await api.service.notify({ wide: true });
    const { id, weekOf } = (await api.as().get('ops-reviews')).body.items[0];
    expect(mail.letters.map(({ to }) => to)).toEqual([['chair@example.org']]);
    expect(mail.letters[0]?.text).toContain(`/ops-reviews/${id}`);
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'opsReview.packetReady', data: { url: expect.stringContaining(id), details: { weekOf } } },
    ]);
    const { items } = (await api.as().get('notifications').expect(200)).body;
    expect(items[0]).toMatchObject({ kind: 'packetReady', coe: null, status: 'sent' });
    await receiver.close();
  });

  it('lose nothing when the service stops between the change and the outbox', async () => {
    await person('patient', { events: { comment: 'now' } });
    const { number } = await create({ title: 'Crash', owner: 'patient' });
    await poll();
    // Written as a crashed instance leaves it: the audit event is there, nobody has read it, and its time is before the last look.
    const coe = (await api.as().get(`coes/${number}`)).body;
    const settings = api.service.database.connection.collection('notificationSettings');
    const { at } = (await settings.findOne({ _id: 'since' as never })) as unknown as { at: string };
    const actor = { id: 'user_other', name: 'Other' };
    await api.service.database.connection.collection('audit').insertOne({
      _id: 'aud_crash',
      type: 'comment.added',
      at,
      actor,
      coeId: coe.id,
      details: { commentId: 'cmt_x', mentions: [] },
    } as never);
    await poll();
    await poll();
    expect(mail.letters.map(({ to }) => to[0])).toEqual(['patient@example.org']);
  });

  it('tell reviewers that they are asked, and authors what was decided, through the real events', async () => {
    const events = { reviewAsked: 'now', decision: 'now' };
    const boss = await person('boss', { events });
    const judge = await person('judge', { events }, 'reviewer');
    await person('second', { events }, 'reviewer');
    const told = async () => {
      await api.service.relayPending();
      await poll();
      return mail.letters
        .splice(0)
        .map(({ to, text }) => `${to[0]}: ${/^\w+ (?:asks|asked|approved|published) .*$/m.exec(text)?.[0]}`)
        .sort();
    };
    const coe = await create({ ...approvableCoe(), title: 'Cards', severity: 'SEV3', authors: [] }, boss);
    const at = `coes/${coe.number}`;
    const what = `${coe.number} "Cards".`;
    await api
      .as(boss)
      .put(`${at}/reviewers`)
      .send({ reviewers: ['judge'] })
      .expect(200);
    expect(await told()).toEqual([]); // a draft waits for nobody
    await api.as(boss).post(`${at}/transitions`).send({ to: 'inReview' }).expect(200);
    expect(await told()).toEqual([`judge@example.org: boss asks for a review of ${what}`]);
    await api
      .as(boss)
      .put(`${at}/reviewers`)
      .send({ reviewers: ['judge', 'second'] })
      .expect(200);
    expect(await told()).toEqual([`second@example.org: boss asks for a review of ${what}`]);
    await api.as(judge).post(`${at}/reviews`).send({ decision: 'requestChanges', body: 'Halve it.' }).expect(201);
    expect(await told()).toEqual([`boss@example.org: judge asked for changes in ${what}`]);
    await api.as(boss).post(`${at}/transitions`).send({ to: 'inReview' }).expect(200);
    expect(await told()).toEqual(
      ['judge', 'second'].map((name) => `${name}@example.org: boss asks for a review of ${what}`),
    );
    const { contentHash } = (await api.as(judge).get(at).expect(200)).body;
    await api.as(judge).post(`${at}/reviews`).send({ decision: 'approve', contentHash }).expect(201);
    expect(await told()).toEqual([`boss@example.org: judge approved ${what}`]);
    await api.as(judge).post(`${at}/transitions`).send({ to: 'published' }).expect(200);
    expect(await told()).toEqual([`boss@example.org: judge published ${what}`]);
  });

  it('gather a digest once a day, of what the person may still see', async () => {
    await person('digester', { events: { comment: 'digest' }, digestHour: 0 });
    const kept = await create({ title: 'Kept open', owner: 'digester' });
    const gone = await create({ title: 'Hidden later', owner: 'digester' });
    const taken = { restricted: true, owner: null };
    const preferences = api.service.database.connection.collection('notificationPreferences');
    const hour = (digestHour: number) =>
      preferences.updateOne({ 'events.comment': 'digest' }, { $set: { digestHour } });
    // Held already when the COE is taken out of sight; the service reads by itself too, also between the two.
    await hour(24);
    await comment(kept.number, 'one');
    await comment(gone.number, 'two');
    await poll();
    expect(await rows().countDocuments({ status: 'held' })).toBe(2);
    await hour(0);
    await api.as().patch(`coes/${gone.number}`).set('If-Match', '*').send(taken).expect(200);
    await poll();
    await poll();
    expect(mail.letters).toHaveLength(1);
    expect(mail.letters[0]?.text).toContain('Kept open');
    expect(mail.letters[0]?.text).not.toContain('Hidden later');
    await comment(kept.number, 'three');
    await poll();
    expect(mail.letters).toHaveLength(1);
    expect(await rows().countDocuments({ status: 'held' })).toBe(1);
  });

  it('tell of items that are due and overdue, once', async () => {
    await person('doer', { events: { actionDue: 'now', actionOverdue: 'now' } });
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await create({
      title: 'Promises',
      actionItems: [
        { title: 'Add the alarm', owner: 'doer', dueDate: day(1) },
        { title: 'Rotate the key', owner: 'doer', dueDate: day(-3) },
        { title: 'Much later', owner: 'doer', dueDate: day(30) },
        { title: 'Done long ago', owner: 'doer', dueDate: day(-9), status: 'done', proof: 'see the graph' },
      ],
    });
    const second = await openTestService({
      uri: api.uri,
      env: { COE_SMTP_URL: mail.url, COE_MAIL_FROM: 'coe@example.org' },
    });
    await second.service.notify();
    await second.close();
    await poll();
    const said = mail.letters.map(({ text }) => /^(?:Due|Overdue) .*$/m.exec(text)?.[0]).sort();
    expect(said).toEqual([
      expect.stringMatching(/^Due on .*Add the alarm/),
      expect.stringMatching(/^Overdue since .*Rotate the key/),
    ]);
  });
});

describe('channels', () => {
  it('get a webhook that is signed as documented, and slack a message without markup of others', async () => {
    const [hook, slack] = [await webhookReceiver(), await webhookReceiver()];
    const { signingSecret } = (await channel(hook.url).expect(201)).body;
    await channel(slack.url, { kind: 'slack', name: 'Slack' }).expect(201);
    const { number } = await create({ title: 'A <!channel> & more' });
    await comment(number, 'Words');
    await poll();
    const [{ headers, body }] = hook.received as [(typeof hook.received)[0]];
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(signingSecret.replace('whsec_', ''), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(JSON.parse(body)).toMatchObject({
      id: headers['webhook-id'],
      type: 'coe.comment',
      data: { coe: { number } },
    });
    const { text } = JSON.parse(slack.received[0]?.body ?? '{}');
    expect(text).toContain('A &lt;!channel&gt; &amp; more');
    const listed = (await api.as().get('notification-channels').expect(200)).text;
    expect(listed).not.toContain('/hook');
    expect(listed).not.toContain('whsec_');
    hook.close();
    slack.close();
  });

  it('never hear of a restricted COE, also when it became one after the event', async () => {
    const hook = await webhookReceiver();
    await channel(hook.url).expect(201);
    const secret = await create({ title: 'Acquisition', restricted: true });
    await comment(secret.number, 'one');
    const later = await create({ title: 'Became secret' });
    await comment(later.number, 'two');
    await api.as().patch(`coes/${later.number}`).set('If-Match', '*').send({ restricted: true }).expect(200);
    await poll();
    expect(hook.received).toEqual([]);
    hook.close();
  });

  it('killedAfterSending: what was sent and not noted is sent again with the same id once its lease ends, and not before', async () => {
    const hook = await webhookReceiver();
    const { id } = (await channel(hook.url).expect(201)).body;
    const { number } = await create({ title: 'Twice rather than never' });
    await comment(number, 'x');
    await poll();
    expect(hook.received).toHaveLength(1);
    // As an instance leaves it that was killed between sending and noting.
    const claimed = {
      status: 'waiting',
      leaseOwner: 'snd_killed',
      endedAt: null,
      nextAt: new Date(Date.now() + 60_000),
    };
    await rows().updateOne({ to: id }, { $set: claimed });
    await poll();
    expect(hook.received).toHaveLength(1);
    await rows().updateOne({ to: id }, { $set: { nextAt: new Date(0) } });
    await poll();
    await api.service.notify({ wide: true });
    expect(hook.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      hook.received[0]?.headers['webhook-id'],
      hook.received[0]?.headers['webhook-id'],
    ]);
    expect(await rows().findOne({ to: id })).toMatchObject({ status: 'sent', attempts: 2 });
    hook.close();
  });

  it('are tried again while they fail, at growing pauses, and once more when a person asks after they were given up', async () => {
    const hook = await webhookReceiver((before) => (before === 0 ? 503 : before === 1 ? 302 : 200));
    const { id } = (await channel(hook.url).expect(201)).body;
    const { number } = await create({ title: 'Retried' });
    await comment(number, 'x');
    await poll();
    const waiting = await rows().findOne({ to: id });
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 1, lastProblem: 'The receiver answered 503.' });
    expect(waiting?.nextAt.getTime() - Date.now()).toBeGreaterThan(10_000);
    await rows().updateOne({ to: id }, { $set: { nextAt: new Date(0) } });
    await poll();
    expect(hook.received).toHaveLength(2);
    const [dead] = (await api.as().get('notifications?status=dead').expect(200)).body.items;
    expect(dead).toMatchObject({ to: id, kind: 'comment', coe: { number } });
    expect(dead.lastProblem).toContain('302');
    await api.as().post(`notifications/${dead.id}/retry`).expect(200);
    await poll();
    expect(hook.received).toHaveLength(3);
    await api.as().post(`notifications/${dead.id}/retry`).expect(409);
    hook.close();
  });

  it('are for administrators, refuse what is no address, and say what a test did', async () => {
    const author = await newUser(api, 'author');
    await api.as(author).get('notification-channels').expect(403);
    await api.as(author).get('notifications').expect(403);
    await channel('file:///etc/passwd').expect(422);
    await channel('http://127.0.0.1:1/', { events: [] }).expect(422);
    const { id } = (await channel('http://127.0.0.1:1/x').expect(201)).body;
    const { body } = await api.as().post(`notification-channels/${id}/test`).expect(200);
    expect(body).toMatchObject({ delivered: false });
    await api
      .as()
      .patch('notification-preferences')
      .send({ events: { weather: 'now' } })
      .expect(422);
  });
});
