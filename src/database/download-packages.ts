import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LibraryRecipe } from './platform.js';

const run = promisify(execFile);

/** The packages could not be had; another folder would not help. */
export class DownloadError extends Error {}

/**
 * Downloads packages of another release of this distribution with apt, verified against the archive keyring installed on the
 * machine, without touching the machine's own apt state and without needing root.
 * @param work an empty private folder
 * @returns the paths of the downloaded .deb files
 * @throws DownloadError with apt's own words when a signature is wrong or nothing can be reached
 */
export async function downloadPackages(recipe: LibraryRecipe, names: string[], work: string): Promise<string[]> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'log', 'parts', 'sources', 'packages']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const mirror = await machineMirror(recipe);
  writeFileSync(join(work, 'status'), '');
  writeFileSync(join(work, 'apt.conf'), aptSettings(work));
  writeFileSync(join(work, 'parts', 'machine.conf'), await machineNetworkSettings());
  writeFileSync(join(work, 'sources', 'libraries.sources'), sourcesText(recipe, mirror));
  const options = { cwd: join(work, 'packages'), env: { ...aptEnvironment(), APT_CONFIG: join(work, 'apt.conf') } };
  await apt(['-q', '-o', 'APT::Update::Error-Mode=any', 'update'], options);
  await apt(['-q', 'download', ...names], options);
  return readdirSync(options.cwd).map((name) => join(options.cwd, name));
}

async function apt(args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<void> {
  try {
    await run('apt-get', args, options);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const errors = said.split('\n').filter((line) => line.startsWith('E: '));
    throw new DownloadError(errors.slice(0, 3).join('\n') || said, { cause: error });
  }
}

/** Unpacks one .deb into a folder; runs none of its scripts. */
export async function unpackPackage(path: string, folder: string): Promise<void> {
  await run('dpkg-deb', ['-x', path, folder], { env: aptEnvironment() });
}

/** The caller's environment may be empty, and must not leak secrets or preloads into apt. */
function aptEnvironment(): NodeJS.ProcessEnv {
  const kept = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  const environment: NodeJS.ProcessEnv = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

function aptSettings(work: string): string {
  const nothing = ['main', 'sourcelist', 'preferences', 'preferencesparts', 'trusted', 'trustedparts'];
  return [
    ['Dir::State', join(work, 'state/')],
    ['Dir::State::status', join(work, 'status')],
    ['Dir::Cache', join(work, 'cache/')],
    ['Dir::Log', join(work, 'log/')],
    ['Dir::Etc::parts', join(work, 'parts')],
    ['Dir::Etc::sourceparts', join(work, 'sources')],
    ...nothing.map((name) => [`Dir::Etc::${name}`, '/dev/null']),
    ['APT::Sandbox::User', userName()],
    ['APT::Get::AllowUnauthenticated', 'false'],
    ['Acquire::AllowInsecureRepositories', 'false'],
    ['Acquire::Languages', 'none'],
  ]
    .map(([name, value]) => `${name} "${value}";\n`)
    .join('');
}

/** A user id without a passwd entry has no name; apt takes `root` as "do not change user", which a process without root cannot do anyway. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'root';
  }
}

/** The machine's own way to the network (proxy, retries); not its trust settings. */
async function machineNetworkSettings(): Promise<string> {
  const { stdout } = await run('apt-config', ['dump'], { env: aptEnvironment() });
  const kept = stdout.split('\n').filter((line) => /^Acquire::(http|https|Retries|ForceIPv4)\b/.test(line));
  return `${kept.join('\n')}\n`;
}

/** The mirror the machine itself uses, which may be the only one it can reach; else the distribution's own. */
async function machineMirror(recipe: LibraryRecipe): Promise<{ main: string; security: string }> {
  const found = { main: recipe.defaultUri, security: recipe.securityUri };
  try {
    const { stdout } = await run('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(REPO_URI)|$(RELEASE)'], {
      env: aptEnvironment(),
    });
    const [distribution = ''] = recipe.id.split('-');
    for (const line of stdout.split('\n')) {
      const [, uri = '', release = ''] = line.split('|');
      // Third-party repositories carry other names; the archive's own address holds the distribution's.
      if (!/^https?:\/\//.test(uri) || !uri.includes(distribution)) continue;
      if (release.endsWith('-security')) found.security = uri;
      else if (!release.includes('-')) found.main = uri;
    }
  } catch {
    // No readable sources: the distribution's own addresses stand.
  }
  return found;
}

function sourcesText(recipe: LibraryRecipe, mirror: { main: string; security: string }): string {
  const stanza = (uri: string, suites: string[]) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suites.join(' ')}\nComponents: main\nSigned-By: ${recipe.keyring}\n`;
  return `${stanza(mirror.main, recipe.suites)}\n${stanza(mirror.security, [recipe.securitySuite])}`;
}
