import type { TimelineEntry } from '../coe/schema.js';
import { validationError } from '../http/validate.js';
import { notFound } from '../kernel/errors.js';

/** @throws AppError notFound */
export function findEntry(timeline: readonly TimelineEntry[], id: string): TimelineEntry {
  return timeline.find((entry) => entry.id === id) ?? notFound('timeline entry', id);
}

/**
 * The timeline without `gone` and with `entries` each before the first one that is later, so that a timeline in order stays in order
 * and the rest keeps its own.
 */
export function placeEntries(
  timeline: readonly TimelineEntry[],
  gone: ReadonlySet<string>,
  entries: readonly TimelineEntry[],
): TimelineEntry[] {
  const placed = timeline.filter((entry) => !gone.has(entry.id));
  for (const entry of entries) {
    const later = placed.findIndex(({ at }) => at > entry.at);
    placed.splice(later === -1 ? placed.length : later, 0, entry);
  }
  return placed;
}

/** How sharp a time is that a person gave: seconds that are not zero were meant, and a time of day is more than a day. */
export function sharpnessOf(at: string, before: TimelineEntry['precision']): TimelineEntry['precision'] {
  if (!at.endsWith(':00.000Z')) return 'second';
  return before === 'day' && !at.endsWith('T00:00:00.000Z') ? 'minute' : before;
}

/** @throws AppError validation when the entry ends before it begins */
export function checkEnd(entry: TimelineEntry, pointer: string): TimelineEntry {
  if (entry.end !== null && entry.end < entry.at)
    throw validationError([
      { pointer, detail: `It would end (${entry.end}) before it begins (${entry.at}); give both times.` },
    ]);
  return entry;
}
