import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Parts } from './cli/start.js';
import type { Surroundings } from './compose/surroundings.js';
import type { Service } from './compose.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { startEngine } from './database/engine.js';
import { CommandError } from './kernel/errors.js';

type Command = (parts: Parts, args: string[]) => Promise<void>;
/** Each is read when it is called for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./cli/serve.js')).serve,
  demo: async () => (await import('./cli/demo/demo.js')).demo,
  import: async () => (await import('./cli/import/import.js')).importFolder,
};

/**
 * Composes the service while the engine, in its own process, opens the database: the modules take longer to read than the files of the database
 * do to open.
 */
async function composeService(config: Config, surroundings: Surroundings): Promise<Service> {
  const { progress, telemetry } = surroundings;
  const { dataDir, mongodbUri } = config;
  const engine = mongodbUri === undefined ? startEngine({ dataDir, progress, log: telemetry.log }) : undefined;
  // Its fault is told by whoever waits for it below.
  engine?.catch(() => undefined);
  try {
    // Reading modules lets nothing else run; the engine's process is on its way first.
    await nextTurn();
    const { composeService: compose } = await readModules();
    return await compose(config, { ...surroundings, engine });
  } catch (error) {
    await engine?.then(
      (opened) => opened.stop(),
      () => undefined,
    );
    throw error;
  }
}

/**
 * The service's modules by `require`, which reads a thousand small files in three quarters of the time that `import` takes, where this Node.js has
 * it for modules. It says once that this is experimental; nothing here is ours to do about it, so that line is not passed on.
 */
async function readModules(): Promise<typeof import('./compose.js')> {
  if (!('require_module' in process.features && process.features.require_module)) return import('./compose.js');
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof emitWarning;
  try {
    return createRequire(import.meta.url)('./compose.js') as typeof import('./compose.js');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Runs one command; a fault that a person can mend is told in plain lines, without a stack. */
async function main(): Promise<void> {
  const name = process.argv[2] ?? 'serve';
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`Unknown command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}.\n`);
    process.exit(2);
  }
  try {
    const run = await command();
    await run({ readConfig, composeService }, process.argv.slice(3));
  } catch (error) {
    if (error instanceof ConfigError || error instanceof CommandError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}

await main();
