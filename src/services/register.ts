import type { CoeSubject } from '../coe/resolve.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { plainServiceKey, type ServiceNames, type SpellingsOf } from '../kernel/service-names.js';
import type { ServiceStore, StoredService } from './service-store.js';
import type { ServicesInUse } from './services-in-use.js';

const POLL_MS = 2_000;

export type ServiceRegister = {
  /** What is known at this moment; other instances' changes are seen within seconds. */
  names: ServiceNames;
  spellingsOf: SpellingsOf;
  /** Reads the register; what COEs name is then read without anybody waiting. */
  load(): Promise<void>;
  /** Reads the register and what COEs name, and registers names that are new. */
  refresh(): Promise<void>;
  all(): readonly StoredService[];
  /** By id, or by any of its names. A merged one is found by its id only. */
  find(reference: string): StoredService | undefined;
  close(): Promise<void>;
};

/**
 * The register in memory, read again every two seconds: comparing services must not wait. Names that unrestricted COEs use are registered
 * by themselves; a name that only restricted COEs use is never shown, and still compared without case and punctuation.
 */
export function serviceRegister(
  store: ServiceStore,
  inUse: ServicesInUse,
  clock: Clock,
  complain: (error: unknown) => void,
): ServiceRegister {
  let services: StoredService[] = [];
  let byKey = new Map<string, StoredService>();

  const keyOf = (name: string) => {
    const key = plainServiceKey(name);
    return byKey.get(key)?._id ?? key;
  };

  async function namesUsed(counts: (subject: CoeSubject) => boolean): Promise<Set<string>> {
    const names = new Set<string>();
    for (const { subject, services } of await inUse.current())
      if (counts(subject)) for (const name of services) names.add(name);
    return names;
  }

  async function learnFromCoes(): Promise<void> {
    for (const name of await namesUsed(({ restricted }) => !restricted)) {
      if (byKey.has(plainServiceKey(name))) continue;
      const at = clock.now().toISOString();
      const empty = { aliases: [], team: null, tier: null, owner: null, mergedInto: null };
      const service = {
        _id: newId('svc'),
        name,
        keys: [plainServiceKey(name)],
        ...empty,
        createdAt: at,
        updatedAt: at,
      };
      if (await store.insertUnknown({ ...service, registeredBy: 'use' })) read(await store.all());
    }
  }

  function read(rows: StoredService[]): void {
    services = rows;
    byKey = new Map(rows.flatMap((row) => (row.mergedInto === null ? row.keys.map((key) => [key, row] as const) : [])));
  }

  async function refresh(): Promise<void> {
    read(await store.all());
    await learnFromCoes();
  }

  let reading: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    reading = store.all().then(read).catch(complain);
  }, POLL_MS);
  timer.unref();

  return {
    names: {
      keyOf,
      nameOf: (name) => byKey.get(plainServiceKey(name))?.name ?? name,
    },
    async spellingsOf(service) {
      // What COEs name is read now: one that was written a moment ago must be found.
      const used = await namesUsed(() => true);
      const registered = services.flatMap(({ name, aliases }) => [name, ...aliases]);
      const key = keyOf(service);
      return [...new Set([service, ...[...registered, ...used].filter((name) => keyOf(name) === key)])];
    },
    async load() {
      read(await store.all());
      reading = learnFromCoes().catch(complain);
    },
    refresh,
    all: () => services,
    find: (reference) => services.find(({ _id }) => _id === reference) ?? byKey.get(plainServiceKey(reference)),
    async close() {
      clearInterval(timer);
      await reading;
    },
  };
}
