import type { ItemDraft, Normalised } from './source.js';

type Needed = 'when' | 'kind' | 'text' | 'payload';

/** A draft from what every source has, and what this one knows besides. */
export function draft(needed: Pick<ItemDraft, Needed>, known: Partial<Omit<ItemDraft, Needed>> = {}): Normalised {
  return {
    item: {
      end: null,
      state: null,
      actor: null,
      subject: null,
      dimensions: {},
      severity: null,
      link: null,
      delivery: null,
      event: null,
      ...needed,
      ...known,
    },
  };
}
