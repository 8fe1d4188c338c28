/**
 * Scores a real model endpoint: the incident of the demo and, where the samples lie beside, the public incidents with known times are
 * imported into a service of their own, drafted once by rules and once by the model, and what the checker says of each claim is counted.
 *
 * OPENAI_BASE_URL=… COE_MODEL=… [OPENAI_API_KEY=…] npm run eval:model [-- <folder of known timelines>]
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../src/kernel/paths.js';
import { startService } from './run-service.js';

if (!process.env.COE_MODEL || !process.env.OPENAI_BASE_URL) {
  console.error(
    'Set OPENAI_BASE_URL and COE_MODEL (and OPENAI_API_KEY where the server wants one): see docs/language-model.md.',
  );
  process.exit(1);
}

type File = { name: string; text: string; query: string };
type Bundle = { id: string; title: string; files: File[] };
type Claim = { evidenceIds: string[]; coeIds: string[]; status: string; flags: string[] };
type Suggestion = { section: string; drafter: string; claims: Claim[] };
type Draft = {
  id: string;
  status: string;
  error: string | null;
  suggestions: Suggestion[];
  warnings: string[];
  model: {
    use: { requests: number; promptTokens: number; completionTokens: number; cost: number | null; seconds: number };
  } | null;
};

const folder = mkdtempSync(join(tmpdir(), 'coe-eval-model-'));
const token = randomBytes(24).toString('hex');
const service = await startService(folder, token);

async function call<T>(method: string, path: string, body?: string, type = 'application/json'): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const response = await fetch(`${service.url}/api/v1/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function bundles(): Bundle[] {
  const incident = join(projectRoot, 'templates/demo/incident');
  const demo: Bundle = {
    id: 'demo incident',
    title: 'Application servers down',
    files: readdirSync(incident)
      .filter((name) => name !== 'README.md')
      .map((name) => ({ name, text: readFileSync(join(incident, name), 'utf8'), query: 'source=auto&zone=UTC' })),
  };
  const known = process.argv[2] ?? join(projectRoot, '../shared/samples/known-timelines');
  if (!existsSync(known)) return [demo];
  const timelines = readdirSync(known).filter((name) => name.endsWith('.json'));
  return [demo, ...timelines.map((name) => asTable(JSON.parse(readFileSync(join(known, name), 'utf8'))))];
}

/** A published timeline as the table that a person would have imported. */
function asTable({
  id,
  title,
  timeline,
}: {
  id: string;
  title: string;
  timeline: { at: string; actor?: string; text: string }[];
}): Bundle {
  const text = timeline
    .map(({ at, actor, text }) => JSON.stringify({ time: at, actor: actor ?? null, text }))
    .join('\n');
  return { id, title, files: [{ name: `${id}.ndjson`, text, query: 'map=time:time,text:text,actor:actor' }] };
}

async function draft(coe: string, drafter: 'rules' | 'model'): Promise<Draft> {
  let made = await call<Draft>('POST', `coes/${coe}/drafts`, JSON.stringify({ drafter }));
  while (made.status === 'queued' || made.status === 'running') {
    await sleep(500);
    made = await call<Draft>('GET', `drafts/${made.id}`);
  }
  if (made.status !== 'done') throw new Error(`the draft ${made.status}: ${made.error}`);
  return made;
}

/** Of the sections that a model can word: claims, the share that the checker carries, without citation, and its flags. */
function score({ suggestions }: Draft, drafter: string) {
  const claims = suggestions
    .filter((one) => one.drafter === drafter && one.section !== 'timeline' && one.section !== 'keyMoments')
    .flatMap((one) => one.claims);
  const flags: Record<string, number> = {};
  for (const flag of claims.flatMap((claim) => claim.flags)) flags[flag] = (flags[flag] ?? 0) + 1;
  const count = (status: string) => claims.filter((claim) => claim.status === status).length;
  return {
    claims: claims.length,
    supported: count('supported'),
    inference: count('inference'),
    weak: count('weak'),
    unsupported: count('unsupported'),
    flags,
  };
}

const share = (part: number, whole: number) => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(0)} %`);
const total = { claims: 0, flagged: 0, unsupported: 0 };
try {
  for (const { id, title, files } of bundles()) {
    const { number } = await call<{ number: string }>('POST', 'coes', JSON.stringify({ title }));
    for (const { name, text, query } of files)
      await call('POST', `coes/${number}/evidence?${query}&filename=${name}`, text, 'application/octet-stream');
    const rules = score(await draft(number, 'rules'), 'rules');
    const made = await draft(number, 'model');
    const model = score(made, 'model');
    const left = made.warnings.filter((warning) => warning.startsWith('The rules drafted'));
    const use = made.model?.use;
    console.log(`\n${id}`);
    console.log(
      `  rules: ${rules.claims} claims, ${share(rules.supported, rules.claims)} supported, ${share(rules.unsupported, rules.claims)} unsupported`,
    );
    console.log(
      `  model: ${model.claims} claims, ${share(model.supported, model.claims)} supported, ${share(model.inference, model.claims)} inference, ${share(model.weak, model.claims)} weak, ${share(model.unsupported, model.claims)} unsupported`,
    );
    console.log(`         flags ${JSON.stringify(model.flags)}; ${left.length} of 8 sections left to the rules`);
    console.log(
      `         ${use?.requests} requests, ${use?.promptTokens} + ${use?.completionTokens} tokens, ${use?.seconds} s${use?.cost == null ? '' : `, ${use.cost.toFixed(3)} US dollars`}`,
    );
    for (const warning of left) console.log(`         ${warning}`);
    total.claims += model.claims;
    total.unsupported += model.unsupported;
    total.flagged += model.claims - model.supported;
  }
  console.log(
    `\n${process.env.COE_MODEL}: ${total.claims} claims, ${share(total.claims - total.flagged, total.claims)} supported, ${share(total.unsupported, total.claims)} unsupported`,
  );
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
