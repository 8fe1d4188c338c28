import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { plainServiceKey } from '../kernel/service-names.js';
import type { ServiceRegister } from './register.js';
import type { ServiceInput, ServicePatch } from './service-schema.js';
import type { ServiceStore, StoredService } from './service-store.js';

export type ServiceParts = {
  services: ServiceStore;
  register: ServiceRegister;
  clock: Clock;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
};

export const keysOf = (names: readonly string[]) => [...new Set(names.map(plainServiceKey))];

/** Registers a service. @throws AppError conflict when one of its names is another's */
export async function registerService(parts: ServiceParts, input: ServiceInput, actor: Actor): Promise<StoredService> {
  const at = parts.clock.now().toISOString();
  const keys = keysOf([input.name, ...input.aliases]);
  const stamp = { mergedInto: null, registeredBy: 'person' as const, createdAt: at, updatedAt: at };
  const service: StoredService = { _id: newId('svc'), ...input, keys, ...stamp };
  await parts.services.insert(service);
  await told(parts, 'service.registered', service, actor, {});
  return service;
}

/**
 * Changes a service. A name it had stays an alias: COEs go on using it.
 * @throws AppError notFound; conflict when a name is another's, or when somebody changed it just now
 */
export async function changeService(
  parts: ServiceParts,
  id: string,
  patch: ServicePatch,
  actor: Actor,
): Promise<StoredService> {
  const before = (await parts.services.byId(id)) ?? notFound('service', id);
  if (before.mergedInto !== null)
    throw new AppError('conflict', 'This service was merged into another; change that one, or undo the merge.');
  const name = patch.name ?? before.name;
  const given = patch.aliases ?? before.aliases;
  const renamed = plainServiceKey(name) === plainServiceKey(before.name) ? [] : [before.name];
  const aliases = [...new Set([...given, ...renamed])].filter((alias) => alias !== name);
  const merged = parts.register.all().filter((other) => other.mergedInto === id);
  const keys = keysOf([name, ...aliases, ...merged.flatMap((other) => [other.name, ...other.aliases])]);
  const { team = before.team, tier = before.tier, owner = before.owner } = patch;
  const set = {
    team,
    tier,
    owner,
    name,
    aliases,
    keys,
    registeredBy: 'person' as const,
    updatedAt: stampAfter(parts, before),
  };
  const changed = await parts.services.change(before, set);
  if (!changed) throw new AppError('conflict', 'Somebody changed this service just now; read it again and repeat.');
  await told(parts, 'service.changed', changed, actor, { fields: Object.keys(patch) });
  return changed;
}

/** A time that differs from the one before: it is what compare-and-swap compares. */
export function stampAfter({ clock }: Pick<ServiceParts, 'clock'>, before: StoredService): string {
  const now = clock.now().getTime();
  return new Date(Math.max(now, Date.parse(before.updatedAt) + 1)).toISOString();
}

export async function told(
  { recordAudit, clock, register }: ServiceParts,
  type: AuditEvent['type'],
  { _id }: StoredService,
  actor: Actor,
  details: Record<string, unknown>,
): Promise<void> {
  const by = { id: actor.id, name: actor.name };
  const facts = { serviceId: _id, ...details };
  await recordAudit({ type, at: clock.now().toISOString(), actor: by, coeId: null, details: facts }, newId('aud'));
  await register.refresh();
}
