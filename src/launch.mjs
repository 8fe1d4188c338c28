// The start of everything: compiles src when it changed, then runs one command. Plain JavaScript, since nothing is compiled yet.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built-from');

/** Changes when a source file comes, goes or is written; a few milliseconds for a few hundred files. */
function fingerprint() {
  const parts = [process.version];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.ts')) parts.push(`${path.slice(root.length)}:${statSync(path).mtimeMs}`);
    }
  };
  walk(join(root, 'src'));
  parts.push(`tsconfig:${statSync(join(root, 'tsconfig.json')).mtimeMs}`);
  return parts.sort().join('\n');
}

function build() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  try {
    mkdirSync(dirname(stamp), { recursive: true });
    accessSync(dirname(stamp), constants.W_OK);
  } catch (error) {
    process.stderr.write(
      `The service must be built first, and ${dirname(stamp)} cannot be written (${error.code}): run "npm run build" as the owner of the folder.\n`,
    );
    process.exit(1);
  }
  process.stderr.write('Building the service …\n');
  const started = Date.now();
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc);
  const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    process.stderr.write('The build failed; the messages above name the lines.\n');
    process.exit(1);
  }
  writeFileSync(stamp, now);
  process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node.js 20.19 or later is needed; this is ${process.version}.\n`);
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write('The packages are not installed yet: run "npm ci" first.\n');
  process.exit(1);
}
const command = process.argv[2];
// An image without sources brings its own dist.
if (existsSync(join(root, 'tsconfig.json'))) build();
if (command !== 'build') await import(pathToFileURL(join(root, 'dist', 'main.js')).href);
