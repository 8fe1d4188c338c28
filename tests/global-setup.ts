import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '../src/database/engine.js';

declare global {
  var testEngine: { engine: Engine; dataDir: string } | undefined;
}

/** One real engine for the whole run, every suite in a database of its own; or the MongoDB that MONGODB_URI names. */
export default async function globalSetup(): Promise<void> {
  if (process.env.MONGODB_URI) {
    process.env.COE_TEST_MONGODB = process.env.MONGODB_URI;
    return;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'coe-test-'));
  const engine = await startEngine({
    dataDir,
    log: () => undefined,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  globalThis.testEngine = { engine, dataDir };
  process.env.COE_TEST_MONGODB = engine.uri;
}
