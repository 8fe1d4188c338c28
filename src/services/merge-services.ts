import type { Actor } from '../kernel/actor.js';
import { AppError, invalid, notFound } from '../kernel/errors.js';
import { keysOf, type ServiceParts, stampAfter, told } from './change-service.js';
import type { StoredService } from './service-store.js';

/**
 * Makes `from` a name of `into`. No COE is rewritten: what people wrote stays, and means the other service from now on. Both stay in the
 * register, so that it can be undone. Repeating it after a crash finishes it.
 * @throws AppError notFound; validation when both are one; conflict when either is merged already
 */
export async function mergeService(
  parts: ServiceParts,
  fromReference: string,
  intoReference: string,
  actor: Actor,
): Promise<StoredService> {
  await parts.register.refresh();
  const [from, into] = [find(parts, fromReference), find(parts, intoReference)];
  if (from._id === into._id) invalid('/into', 'These are names of one service already.');
  if (into.mergedInto !== null)
    throw new AppError('conflict', `"${into.name}" was itself merged into another service.`);
  if (from.mergedInto !== null && from.mergedInto !== into._id)
    throw new AppError('conflict', `"${from.name}" was merged into another service; undo that first.`);
  const moved = parts.register.all().filter((other) => other._id === from._id || other.mergedInto === from._id);
  for (const service of moved) {
    const set = { mergedInto: into._id, keys: [`merged:${service._id}`], updatedAt: stampAfter(parts, service) };
    if (service.mergedInto !== into._id && !(await parts.services.change(service, set)))
      throw new AppError('conflict', 'Somebody changed one of the two just now; read them again and repeat.');
    await parts.services.addKeys(into._id, namesOf(service), stampAfter(parts, into));
  }
  await told(parts, 'service.merged', from, actor, { into: into._id, with: moved.map(({ _id }) => _id) });
  return (await parts.services.byId(into._id)) ?? notFound('service', into._id);
}

/** Gives a merged service its names back. @throws AppError notFound; conflict when it is not merged */
export async function unmergeService(parts: ServiceParts, id: string, actor: Actor): Promise<StoredService> {
  const service = (await parts.services.byId(id)) ?? notFound('service', id);
  const into = service.mergedInto;
  if (into === null) throw new AppError('conflict', `"${service.name}" is not merged into another service.`);
  await parts.services.removeKeys(into, namesOf(service), parts.clock.now().toISOString());
  const set = { mergedInto: null, keys: namesOf(service), updatedAt: stampAfter(parts, service) };
  const changed = await parts.services.change(service, set);
  if (!changed) throw new AppError('conflict', 'Somebody changed this service just now; read it again and repeat.');
  await told(parts, 'service.unmerged', changed, actor, { into });
  return changed;
}

const namesOf = ({ name, aliases }: StoredService) => keysOf([name, ...aliases]);
const find = ({ register }: ServiceParts, reference: string) =>
  register.find(reference) ?? notFound('service', reference);
