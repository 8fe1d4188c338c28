import { demo } from './cli/demo/demo.js';
import { importFolder } from './cli/import/import.js';
import { serve } from './cli/serve.js';
import { composeService } from './compose.js';
import { ConfigError, readConfig } from './config.js';
import { CommandError } from './kernel/errors.js';

const COMMANDS = { serve, demo, import: importFolder };

/** Runs one command; a fault that a person can mend is told in plain lines, without a stack. */
async function main(): Promise<void> {
  const name = process.argv[2] ?? 'serve';
  if (!Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`Unknown command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}.\n`);
    process.exit(2);
  }
  try {
    await COMMANDS[name as keyof typeof COMMANDS]({ readConfig, composeService }, process.argv.slice(3));
  } catch (error) {
    if (error instanceof ConfigError || error instanceof CommandError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}

await main();
