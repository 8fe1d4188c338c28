import { describe, expect, it } from '@jest/globals';
import { chooseEngine, type PlatformFacts } from '../../src/database/platform.js';

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
const UBUNTU = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n';
const MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n';

const debian12: PlatformFacts = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  osRelease: DEBIAN,
  apt: true,
  keyrings: ['debian-archive-keyring.gpg'],
  mongod: undefined,
  enginePackage: true,
};

const table: [string, Partial<PlatformFacts>, string][] = [
  ['Debian 13', { glibc: '2.41' }, 'native'],
  ['Ubuntu 24.04', { glibc: '2.39', osRelease: UBUNTU }, 'native'],
  ['Fedora without apt', { glibc: '2.38', osRelease: 'ID=fedora\n', apt: false, keyrings: [] }, 'native'],
  ['a far later glibc', { glibc: '3.0' }, 'native'],
  ['Linux arm64', { arch: 'arm64', glibc: '2.41' }, 'native'],
  ['macOS on Apple silicon', { platform: 'darwin', arch: 'arm64', glibc: undefined, osRelease: '' }, 'native'],
  ['Debian 12', {}, 'privateLibraries debian-trixie-x64'],
  ['Debian 12 with a mongod too', { mongod: '/usr/bin/mongod' }, 'privateLibraries debian-trixie-x64'],
  ['Debian 12 arm64', { arch: 'arm64' }, 'privateLibraries debian-trixie-arm64'],
  [
    'Ubuntu 22.04',
    { glibc: '2.35', osRelease: UBUNTU, keyrings: ['ubuntu-archive-keyring.gpg'] },
    'privateLibraries ubuntu-noble-x64',
  ],
  [
    'Mint',
    { glibc: '2.35', osRelease: MINT, keyrings: ['ubuntu-archive-keyring.gpg'] },
    'privateLibraries ubuntu-noble-x64',
  ],
  ['an old glibc without apt, with mongod', { apt: false, mongod: '/usr/bin/mongod' }, 'mongod /usr/bin/mongod'],
  ['musl with mongod', { glibc: undefined, mongod: '/usr/bin/mongod' }, 'mongod /usr/bin/mongod'],
  ['no engine package, with mongod', { enginePackage: false, mongod: '/opt/mongod' }, 'mongod /opt/mongod'],
  ['an old glibc without apt', { apt: false }, 'unsupported no apt'],
  ['a distribution without a keyring', { keyrings: [] }, 'unsupported no archive keyring'],
  ['another distribution with apt', { osRelease: 'ID=other\n' }, 'unsupported no archive keyring'],
  ['musl', { glibc: undefined, osRelease: 'ID=alpine\n', apt: false }, 'unsupported another C library'],
  ['Windows', { platform: 'win32', glibc: undefined, mongod: 'C:/mongod' }, 'unsupported no build for win32 x64'],
  ['macOS on Intel', { platform: 'darwin', glibc: undefined }, 'unsupported no build for darwin x64'],
  ['Linux on s390x', { arch: 's390x' }, 'unsupported no build for linux s390x'],
  ['a current glibc without the package', { glibc: '2.41', enginePackage: false }, 'unsupported not installed'],
];

describe('where the embedded engine runs', () => {
  it.each(table)('%s', (_name, facts, expected) => {
    const choice = chooseEngine({ ...debian12, ...facts });
    const [kind, ...rest] = expected.split(' ');
    expect(choice.kind).toBe(kind);
    const detail =
      choice.kind === 'privateLibraries'
        ? choice.recipe.id
        : choice.kind === 'mongod'
          ? choice.path
          : choice.kind === 'unsupported'
            ? choice.message
            : '';
    expect(detail).toContain(rest.join(' '));
  });

  it('an unsupported platform is told both ways out', () => {
    const choice = chooseEngine({ ...debian12, platform: 'win32' });
    expect(choice).toMatchObject({
      message: expect.stringMatching(
        /The embedded engine does not run here .*set MONGODB_URI or run docker compose up/,
      ),
    });
  });

  it('fetches only from releases with a new enough glibc, checked by the installed keyring', () => {
    const choice = chooseEngine(debian12);
    expect(choice).toMatchObject({
      recipe: {
        suites: ['trixie'],
        securitySuite: 'trixie-security',
        keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
        loader: 'ld-linux-x86-64.so.2',
      },
    });
  });
});
