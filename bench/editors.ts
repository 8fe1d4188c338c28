/**
 * Many editors on one COE over HTTP: each adds a word of its own to the summary they share, to an answer, or as a lesson, on the version it
 * read; what is refused (412) is sent again as the answer's merge says. At the end every acknowledged word has to stand in the document.
 *
 * node dist-tests/bench/editors.js [--editors=200] [--seconds=60]
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from './run-service.js';

const option = (name: string, usual: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? usual);
const [editors, seconds] = [option('editors', 200), option('seconds', 60)];

type Coe = {
  summary: string;
  responseAnalysis: Record<string, { answer: string }>;
  lessonsLearned: { text: string }[];
};
type Merge = { ifMatch: string; patch: object };
const QUESTIONS = [
  'detection',
  'detectionHalved',
  'engagement',
  'mitigationKnown',
  'runbook',
  'rollback',
  'mitigationHalved',
];

const folder = mkdtempSync(join(tmpdir(), 'coe-editors-'));
const token = randomBytes(24).toString('hex');
const service = await startService(folder, token);
const call = async (method: string, path: string, body?: object, ifMatch?: string) => {
  const response = await fetch(`${service.url}/api/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: (await response.json()) as unknown,
  };
};

const { body: made } = await call('POST', 'coes', { title: 'Two hundred editors', summary: 'Begin.' });
const coe = (made as { number: string }).number;
const accepted: string[] = [];
const counts = { merged: 0, refused: 0, unavailable: 0 };
const faults: string[] = [];
const end = performance.now() + seconds * 1000;

function changeOf(content: Coe, editor: number, word: string): object {
  const question = QUESTIONS[editor % QUESTIONS.length] as string;
  if (editor % 3 === 0) return { summary: `${content.summary} ${word}` };
  if (editor % 3 === 1) {
    const answer = `${content.responseAnalysis[question]?.answer ?? ''} ${word}`;
    return { responseAnalysis: { [question]: { answer } } };
  }
  return { lessonsLearned: [...content.lessonsLearned, { text: word }] };
}

async function edit(editor: number, n: number): Promise<void> {
  const word = `e${editor}n${n}`;
  const read = await call('GET', `coes/${coe}`);
  if (read.status !== 200) {
    counts.unavailable += 1;
    return;
  }
  let [patch, etag] = [changeOf(read.body as Coe, editor, word), read.etag];
  for (let tries = 0; tries < 50 && performance.now() < end; tries++) {
    const { status, body } = await call('PATCH', `coes/${coe}`, patch, etag);
    if (status === 200) return void accepted.push(word);
    if (status !== 412) {
      if (status === 503 || status === 429) counts.unavailable += 1;
      else faults.push(`${status} ${JSON.stringify(body).slice(0, 200)}`);
      return;
    }
    const { merge } = body as { merge?: Merge };
    if (!merge) {
      counts.refused += 1;
      return;
    }
    counts.merged += 1;
    [patch, etag] = [merge.patch, merge.ifMatch];
  }
}

await Promise.all(
  Array.from({ length: editors }, async (_, editor) => {
    await sleep(Math.random() * 1000);
    for (let n = 0; performance.now() < end; n++) {
      await edit(editor, n).catch((error: unknown) => faults.push(String(error)));
      await sleep(Math.random() * 500);
    }
  }),
);

const last = (await call('GET', `coes/${coe}`)).body as Coe & { version: number };
const text = [
  last.summary,
  ...Object.values(last.responseAnalysis).map(({ answer }) => answer),
  ...last.lessonsLearned.map((each) => each.text),
];
const standing = text.join(' ').split(/\s+/);
const known = new Set(standing);
const missing = accepted.filter((word) => !known.has(word));
const twice = standing.length - known.size;
await service.stop();
rmSync(folder, { recursive: true });
process.stdout.write(
  `${editors} editors, ${seconds} s: ${accepted.length} words accepted, ${missing.length} missing, ${twice} said twice, ${last.version} versions; ` +
    `${counts.merged} times merged, ${counts.refused} refused without a merge, ${counts.unavailable} told to come back, ${faults.length} other faults\n`,
);
for (const fault of faults.slice(0, 5)) process.stdout.write(`  ${fault}\n`);
process.exitCode = missing.length + faults.length === 0 ? 0 : 1;
