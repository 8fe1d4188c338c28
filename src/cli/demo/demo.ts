import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../../kernel/errors.js';
import { type Parts, type Started, start, stopOnSignal } from '../start.js';
import { type Client, client } from './client.js';
import { draftIncident } from './draft-incident.js';
import { importIncident } from './import-incident.js';
import { loadLibrary } from './load-library.js';

const OUTPUT = 'demo-output';

/**
 * `coe demo [--exit]`: the whole main job on a real incident, over HTTP as a user's script would do it; then the service keeps
 * running, unless --exit ends it. A second run finds what the first one made and proposes nothing twice.
 */
export async function demo(parts: Parts, args: string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--exit');
  if (unknown.length > 0) throw new CommandError(`Unknown option ${unknown[0]}; the demo knows --exit.`);
  const began = Date.now();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const token = process.env.COE_BOOTSTRAP_TOKEN || `demo_${randomBytes(24).toString('hex')}`;
  say('1/6 Opening the database');
  const started = await startAnywhere(parts, token, (line) => say(`    ${line}`));
  stopOnSignal(started);
  say(`    the service answers at ${started.url}`);
  const api = client(started.url, token);

  say('2/6 Loading earlier COEs (DFDS postmortems, MIT; Wikitech incidents retold, CC BY-SA)');
  await loadLibrary(api, say);
  say('3/6 Importing the evidence of a real incident: Wikimedia, 2020-01-08');
  const coe = await importIncident(api, say);
  say('4/6 Drafting by rules, and accepting as its owner would');
  await draftIncident(api, coe, say);
  say('5/6 Rendering');
  for (const file of await render(api, coe.number)) say(`    ${file}`);
  say(`6/6 Done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  if (args.includes('--exit')) {
    await started.stop();
    process.exit(0);
  }
  say('');
  say(`    Open this link once; it signs you in and shows ${coe.number}:`);
  say(`    ${await started.signInLink(`/coes/${coe.number}`)}`);
  say(`    API docs: ${started.url}/api/docs   API token for this run: ${token}`);
  say('    The service keeps running. Ctrl-C ends it.');
}

async function startAnywhere(parts: Parts, token: string, progress: (line: string) => void): Promise<Started> {
  const env = {
    ...process.env,
    COE_BOOTSTRAP_TOKEN: token,
    COE_DATA_DIR: process.env.COE_DATA_DIR || join('data', 'demo'),
  };
  const options = { telemetry: { log: () => undefined }, progress };
  try {
    return await start(parts, env, options);
  } catch (error) {
    // Nobody asked for a certain port: a busy one is no reason to fail.
    if (process.env.PORT || !(error instanceof Error) || !/Port \d+ .*is in use/.test(error.message)) throw error;
    return start(parts, { ...env, PORT: '0' }, options);
  }
}

async function render(api: Client, number: string): Promise<string[]> {
  const files: string[] = [];
  for (const extension of ['md', 'pdf']) {
    const file = join(OUTPUT, `${number}.${extension}`);
    const bytes = await api.download(`/coes/${number}/report.${extension}?draft=true`);
    await keep(file, bytes);
    files.push(`${file} (${Math.ceil(bytes.length / 1024)} kB)`);
  }
  return files;
}

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(OUTPUT, { recursive: true });
    await writeFile(file, bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The report cannot be written (${why}): make ${OUTPUT} writable for this user, or remove it.`,
    );
  }
}
