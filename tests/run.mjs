// `npm test`: compiles src, tests and bench once (strict; a type error fails the run), then runs jest on what came out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** Runs a package's program with this Node, whatever the PATH. */
function run(packageName, program, args, nodeArgs = []) {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = join(dirname(manifest), typeof bin === 'string' ? bin : bin[program]);
  return spawnSync(process.execPath, [...nodeArgs, script, ...args], { stdio: 'inherit', cwd: root }).status ?? 1;
}

/** What a deleted test left compiled would run for ever. */
function removeStale() {
  const out = join(root, 'dist-tests');
  if (!existsSync(out)) return;
  for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') || existsSync(join(root, file.replace(/\.js$/, '.ts')))) continue;
    rmSync(join(out, file));
    rmSync(join(out, `${file}.map`), { force: true });
  }
}

try {
  require.resolve('jest/package.json');
} catch {
  process.stderr.write(
    'The test packages are not installed. Run "npm ci --include=dev" (NODE_ENV=production leaves them out).\n',
  );
  process.exit(1);
}
process.stderr.write('Compiling …\n');
removeStale();
const compiled = run('typescript', 'tsc', ['-p', join(root, 'tests', 'tsconfig.json')]);
if (compiled !== 0) process.exit(compiled);
// What browsers run is sent as it is written; its types are only checked.
const checked = run('typescript', 'tsc', ['-p', join(root, 'templates', 'pages')]);
if (checked !== 0) process.exit(checked);
process.exit(
  run(
    'jest',
    'jest',
    ['--config', join(root, 'tests', 'jest.config.json'), ...process.argv.slice(2)],
    ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', '--enable-source-maps'],
  ),
);
