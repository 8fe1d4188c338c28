import type { z } from 'zod';
import { coeContentSchema } from '../coe/schema.js';
import type { QuotedEvidence } from '../evidence/quote.js';

/** The fields of `POST /coes`. */
export type CoeInput = z.input<typeof coeContentSchema>;
/** A part of the imported document that has no field, in its own words; the background keeps it. */
export type Unplaced = { heading: string; text: string };

export type MarkdownImport = {
  coe: CoeInput;
  unplaced: Unplaced[];
  /** What was read in a way that a person should look at: zones, days that were carried on. */
  notes: string[];
  /** Evidence that our own report quotes; `coe` cites it by the ids it will have. */
  quotes: QuotedEvidence[];
};

/**
 * What the COE schema does not take (a name that is too long, one entry too many) moves to `unplaced` instead of failing the
 * import: the result can always be created.
 */
export function fitToSchema(coe: CoeInput, unplaced: Unplaced[]): void {
  const fields = coe as Record<string, unknown>;
  for (let round = 0; round < 20; round++) {
    const parsed = coeContentSchema.safeParse(coe);
    if (parsed.success) return;
    const refused = new Map<string, Set<number> | 'whole'>();
    for (const { path } of parsed.error.issues) {
      const [field, index] = [String(path[0]), path[1]];
      const known = refused.get(field) ?? new Set<number>();
      if (known === 'whole' || !Array.isArray(fields[field]) || typeof index !== 'number') refused.set(field, 'whole');
      else refused.set(field, known.add(index));
    }
    for (const [field, which] of refused) moveOut(fields, field, which, unplaced);
  }
}

function moveOut(
  fields: Record<string, unknown>,
  field: string,
  which: Set<number> | 'whole',
  unplaced: Unplaced[],
): void {
  const value = fields[field];
  if (field === 'title') {
    const title = String(value);
    unplaced.push({ heading: 'title', text: title });
    fields[field] = Array.from(title.replace(/\s+/g, ' ')).slice(0, 450).join('').trim() || UNTITLED;
    return;
  }
  const entries = Array.isArray(value) ? value : [value];
  entries.forEach((entry, index) => {
    if (which === 'whole' || which.has(index)) unplaced.push({ heading: field, text: wordsOf(entry) });
  });
  if (which === 'whole') delete fields[field];
  else fields[field] = entries.filter((_entry, index) => !which.has(index));
}

export const UNTITLED = 'Imported postmortem';

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
