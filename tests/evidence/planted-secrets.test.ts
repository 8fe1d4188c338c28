import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { deliver, register } from './inbox/deliveries.js';
import { zip } from './zip.js';

/**
 * What must be nowhere after an import: made-up values in the shape of real ones, put together here so that no scanner of this
 * repository takes them for real.
 */
const planted: Record<string, string> = {
  'AWS key id': `AKIA${'Q3EGRIPZ7XKLM2NB'}`,
  'AWS temporary key id': `ASIA${'Y34FZKBOKMUTVV7A'}`,
  'AWS secret key': `wJalrXUt${'nFEMIK7MDENGbPxRfiCYzEXAMPLEkeyQ'}`,
  'GitHub token': `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`,
  'GitHub fine-grained token': `github_pat_${'11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789abcdefghijklmnopqrs'}`,
  'Slack token': `xoxb-${'263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1'}`,
  'Slack webhook': `T024F8X1B/B031N7Q2C/${'pK3vN8sLq2WzXr5Yt7Bm'}`,
  'bearer token': `mF_9.B5f-4.1JqM_${'x7Kd82LqZw0PvR'}`,
  JWT: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0NDEyIiwibmFtZSI6IkEifQ.${'c2lnbmF0dXJlLXBsYW50ZWQ'}`,
  'private key': 'MIIEowIBAAKCAQEAplantedplantedplanted',
  'password in a URL': 'S3cr3tPw-planted',
  'password after its name': 'Tr0ub4dor-planted',
  'password in a member': 'corr3ct-h0rse-planted',
  'password in a camel-case member': 'b4ttery-st4ple-planted',
  'API key of Stripe': `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  'Google key': `AIza${'SyDplantedplantedplantedplanted00001'}`,
  'GitLab token': `glpat-${'x8Zq2LmN4vB6cD1eF3gH'}`,
  'npm token': `npm_${'abcdefghijABCDEFGHIJ0123456789abcdef'}`,
  'e-mail': 'olga.planted@customer.example',
  phone: '+45 31 72 94 60',
  'IPv4 address': '198.51.100.77',
  'IPv6 address': '2001:db8:85a3::8a2e:370:7334',
  card: '5555 5555 5555 4444',
};
const at = (second: number) =>
  `2025-12-01T10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z`;
const say = (name: string): string =>
  ({
    'AWS secret key': `checkout is down; the key is AKIAQ3EGRIPZ7XKLM2NA / ${planted[name]} please rotate`,
    'Slack webhook': `alert posted to https://hooks.slack.com/services/${planted[name]} failed`,
    'bearer token': `curl -H "Authorization: Bearer ${planted[name]}" returned 503`,
    'private key': `found -----BEGIN RSA PRIVATE KEY----- ${planted[name]} -----END RSA PRIVATE KEY----- in the log`,
    'password in a URL': `cannot connect to postgres://orders:${planted[name]}@db.internal:5432/orders`,
    'password after its name': `login fails with password=${planted[name]} since the rotation`,
    'password in a member': `config dump {"password":"${planted[name]}"} shows the error`,
    'password in a camel-case member': `config dump {"dbPassword": "${planted[name]}"} shows the error`,
  })[name] ?? `error seen with ${planted[name]} in the request`;
const texts = Object.keys(planted).map(say);
const messages = texts.map((text, i) => ({ type: 'message', user: 'U1ABCDEF', text, ts: `${1764583200 + i}.000100` }));

const forms: Record<string, string | Buffer> = {
  'Slack JSON': JSON.stringify(messages),
  NDJSON: texts
    .map((message, i) => JSON.stringify({ time: at(i), level: 'error', message, headers: { note: message } }))
    .join('\n'),
  CSV: `time,who,text\n${texts.map((text, i) => `${at(i)},sre-1,"${text.replaceAll('"', '""')}"`).join('\n')}\n`,
  text: texts.map((text, i) => `${at(i)} web-1 app: ${text}`).join('\n'),
  ZIP: zip({
    name: 'general/2025-12-01.json',
    data: JSON.stringify(messages.map((one) => ({ ...one, ts: one.ts.replace('.0001', '.0002') }))),
  }),
  'members of a record': JSON.stringify({
    time: at(90),
    message: 'deploy failed',
    env: {
      DB_PASSWORD: planted['password in a member'],
      dbPassword: planted['password in a camel-case member'],
      'Secret access key': planted['AWS secret key'],
      accessKey: { accessKeyId: planted['AWS key id'], secretAccessKey: planted['AWS secret key'] },
      githubToken: planted['GitHub token'],
      [String(planted['e-mail'])]: 1,
    },
  }),
  'a table of keys': `time,text,Access key ID,Secret access key\n${at(91)},key found in the failing host,${planted['AWS key id']},${planted['AWS secret key']}\n`,
  'a pasted log with a multi-line key': `${at(92)} web-1 app: error while reading\n-----BEGIN PRIVATE KEY-----\n${planted['private key']}\n-----END PRIVATE KEY-----\n${at(93)} web-1 app: failed\n`,
};

const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
let api: TestService;
let coe: string;
beforeAll(async () => {
  api = await openTestService();
  coe = (
    await api
      .as()
      .post('coes')
      .send({ title: 'Checkout failed', services: ['checkout'] })
  ).body.number;
});
afterAll(() => api.close());

/** What of the planted is in a text, by name. */
const leaksIn = (text: string): string[] => {
  const bare = text.replaceAll('\\"', '"');
  return Object.entries(planted).flatMap(([name, value]) =>
    [value, value.replaceAll(' ', ''), encodeURIComponent(value)].some((form) => bare.includes(form)) ? [name] : [],
  );
};

it.each(Object.keys(forms))('%s is imported without them', async (form) => {
  const answer = await api
    .as()
    .post(`coes/${coe}/evidence?source=auto`)
    .set('Content-Type', 'application/octet-stream')
    .send(Buffer.from(forms[form] as string));
  expect(answer.body).toMatchObject({ rejectedCount: 0 });
  expect(leaksIn(JSON.stringify(answer.body))).toEqual([]);
});

it('a webhook and the COE made of its inbox hold none', async () => {
  const hook = await register(api, { source: 'alertmanager', service: 'checkout' });
  const alerts = texts.map((text, i) => ({
    status: 'firing',
    labels: { alertname: `Leak${i}`, detail: text },
    annotations: { summary: text, password: planted['password in a member'] },
    startsAt: at(i),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: `https://admin:${planted['password in a URL']}@prometheus.example/graph`,
    fingerprint: `f${i}`,
  }));
  expect((await deliver(api, hook.path, JSON.stringify({ version: '4', status: 'firing', alerts }))).status).toBe(202);
});

it('neither the database, the revisions, the reports, the search nor the log shows one', async () => {
  const as = api.as();
  const draft = await as.post(`coes/${coe}/drafts`).set('Prefer', 'wait=30').send({ drafter: 'rules' });
  expect(draft.body.status).toBe('done');
  expect((await as.post(`coes/${coe}/suggestions/accept`).send({ ids: 'all' })).status).toBe(200);

  const { connection } = api.service.database;
  const stored: Record<string, string[]> = {};
  for (const { name } of await connection.listCollections()) {
    const documents = await connection.collection(name).find().toArray();
    const leaks = leaksIn(JSON.stringify(documents));
    if (leaks.length > 0) stored[name] = leaks;
  }
  expect(stored).toEqual({});

  for (const path of [
    `coes/${coe}`,
    `coes/${coe}/revisions`,
    `coes/${coe}/revisions/1/diff/2`,
    `coes/${coe}/evidence?limit=1000`,
    `coes/${coe}/timeline`,
    `coes/${coe}/report.md?draft=true`,
    `coes/${coe}/report.html?draft=true`,
    `coes/${coe}/report.json?draft=true`,
    'inbox?limit=1000',
    'search?q=error',
    'search?q=planted',
  ]) {
    const answer = await as.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect([path, leaksIn(answer.text)]).toEqual([path, []]);
  }
  const pdf = await as.get(`coes/${coe}/report.pdf?draft=true`).responseType('blob');
  expect(pdf.status).toBe(200);
  if (poppler) {
    const text = execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf.body, encoding: 'utf8' });
    expect(text).toContain('Checkout failed');
    expect(leaksIn(text.replace(/\s+/g, ' '))).toEqual([]);
  }
  expect(leaksIn(JSON.stringify(api.logs))).toEqual([]);
});
