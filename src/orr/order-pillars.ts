import { validationError } from '../http/validate.js';

/** The pillars in the order of `ids`. @throws AppError validation when these are not exactly the pillars that there are */
export function orderPillars<T extends { id: string }>(pillars: readonly T[], ids: readonly string[]): T[] {
  const byId = new Map(pillars.map((pillar) => [pillar.id, pillar]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  if (ids.length !== pillars.length || new Set(ordered).size !== pillars.length)
    throw validationError([
      { pointer: '/pillar', detail: 'Name every pillar of the newest version once; it has changed since you read it.' },
    ]);
  return ordered;
}

/** The ids after one of them changed places with the one before (-1) or behind (1) it; at an end nothing moves. */
export function movedBy(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const other = ids[from + by];
  if (from === -1 || other === undefined) return [...ids];
  return ids.map((one) => (one === id ? other : one === other ? id : one));
}
