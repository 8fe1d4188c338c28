import type { z } from 'zod';
import type { CoeSubject } from '../coe/resolve.js';
import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { ServiceRegister } from './register.js';
import type { serviceSchema } from './service-schema.js';
import type { StoredService } from './service-store.js';
import type { ServicesInUse } from './services-in-use.js';

export type PresentedService = z.output<typeof serviceSchema>;
export type ListServicesParts = {
  register: ServiceRegister;
  inUse: ServicesInUse;
  canSee(actor: Actor, coe: CoeSubject): boolean;
};

/**
 * The register by name. What nobody described is shown only to those who see a COE that names it: a name may tell of an incident.
 * @param query.merged also services that are names of another by now
 */
export async function listServices(
  parts: ListServicesParts,
  query: { limit: number; cursor?: string | undefined; q?: string | undefined; merged: boolean },
  actor: Actor,
): Promise<Page<PresentedService>> {
  await parts.register.refresh();
  const counts = await countCoes(parts, actor);
  const after = readCursor(query.cursor, ['string', 'string']);
  const words = query.q?.toLowerCase();
  const rows = parts.register
    .all()
    .filter((service) => service.registeredBy === 'person' || counts.has(service._id) || service.mergedInto !== null)
    .filter((service) => query.merged || service.mergedInto === null)
    .filter(({ name, aliases }) => !words || [name, ...aliases].some((each) => each.toLowerCase().includes(words)))
    .toSorted((a, b) => compare(sortKey(a), sortKey(b)))
    .filter((service) => !after || compare(sortKey(service), after) > 0);
  const page = cutPage(rows.slice(0, query.limit + 1), query.limit, sortKey);
  return { items: page.items.map((row) => presentService(parts.register, row, counts)), nextCursor: page.nextCursor };
}

/** COEs that the actor may see, archived ones left out, by service id. */
export async function countCoes(
  { register, inUse, canSee }: ListServicesParts,
  actor: Actor,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { subject, services } of await inUse.current()) {
    if (!canSee(actor, subject)) continue;
    for (const key of new Set(services.map(register.names.keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function presentService(
  register: ServiceRegister,
  { _id, keys: _, ...service }: StoredService,
  counts: ReadonlyMap<string, number>,
): PresentedService {
  const merged = register.all().filter(({ mergedInto }) => mergedInto === _id);
  return {
    id: _id,
    ...service,
    merged: merged.map((other) => ({ id: other._id, name: other.name })),
    coes: counts.get(_id) ?? 0,
  };
}

const sortKey = ({ name, _id }: StoredService): [string, string] => [name.toLowerCase(), _id];
const compare = (a: [string, string], b: [string, string]) =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
