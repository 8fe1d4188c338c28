// What was typed and not saved yet, in the browser's own storage: by person, COE and section, with the version that it was typed on.
// A closed tab, a killed browser, a service that is down or a session that ended lose nothing: the next page of the same COE finds it.

/**
 * @typedef {object} Kept
 * @property {string} section
 * @property {number} version that it was typed on
 * @property {any} value the section as typed, unfinished rows included
 * @property {string[]} removed ids of rows that were taken out
 * @property {string} at when
 */

const PREFIX = 'coe-typed';

/**
 * @param {string} actor @param {string} coe ids
 * @returns {{ keep(kept: Kept): boolean, drop(section: string): void, orphans(): Promise<{ kept: Kept, forget(): void }[]> }}
 */
export function keepTyped(actor, coe) {
  // Two tabs of one person do not overwrite each other's words.
  const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const common = `${PREFIX}:${actor}:${coe}:`;
  /** @param {string} section */
  const key = (section) => `${common}${page}:${section}`;
  const storage = openStorage();
  // Held as long as this page lives: how another page knows that these words still have an owner.
  void globalThis.navigator.locks?.request(common + page, () => new Promise(() => {}));

  return {
    keep(kept) {
      try {
        storage?.setItem(key(kept.section), JSON.stringify(kept));
        return storage !== undefined;
      } catch {
        return false; // full
      }
    },
    drop: (section) => storage?.removeItem(key(section)),
    /** Words of pages that are gone, oldest first. */
    async orphans() {
      if (!storage) return [];
      const alive = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
      alive.add(common + page);
      return Object.keys(storage)
        .filter((name) => name.startsWith(common) && !alive.has(name.slice(0, name.lastIndexOf(':'))))
        .flatMap((name) => {
          const kept = read(storage, name);
          return kept ? [{ kept, forget: () => storage.removeItem(name) }] : [];
        })
        .sort((a, b) => (a.kept.at < b.kept.at ? -1 : 1));
    },
  };
}

/** @returns {Storage | undefined} undefined where the browser is set to keep nothing */
function openStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** @param {Storage} storage @param {string} name @returns {Kept | undefined} */
function read(storage, name) {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? '');
    return typeof kept?.section === 'string' && typeof kept.version === 'number' ? kept : undefined;
  } catch {
    return undefined;
  }
}
