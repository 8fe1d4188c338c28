// The state of the whole and of each section, from what stands in the sections and what stands in the way of saving.

/**
 * @typedef {import('./typed-sections.js').Section} Section
 * @typedef {'saved' | 'waiting' | 'saving' | 'offline' | 'signedOut' | 'conflict' | 'problem' | 'refused' | 'unfinished'} State
 * @typedef {{ state: State, detail: string }} Shown
 */

/** @param {Section} section @returns {State} */
export function stateOfSection({ dirty, conflict, errors, held }) {
  if (conflict) return 'conflict';
  if (errors.length > 0) return 'problem';
  if (held > 0) return 'unfinished';
  return dirty ? 'waiting' : 'saved';
}

/**
 * @param {Section[]} sections
 * @param {{ trouble: Shown | null, saving: boolean, version: number }} now `trouble`: why nothing can be saved
 * @returns {Shown}
 */
export function stateOfAll(sections, { trouble, saving, version }) {
  const sum = (/** @type {(one: Section) => number} */ of) => sections.reduce((total, one) => total + of(one), 0);
  if (trouble) return trouble;
  if (saving) return { state: 'saving', detail: '' };
  if (sections.some(({ conflict }) => conflict)) return { state: 'conflict', detail: '' };
  const wrong = sum(({ errors }) => errors.length);
  if (wrong > 0) return { state: 'problem', detail: String(wrong) };
  if (sections.some(({ dirty, held }) => dirty && held === 0)) return { state: 'waiting', detail: '' };
  const open = sum(({ held }) => held);
  if (open > 0) return { state: 'unfinished', detail: String(open) };
  return { state: 'saved', detail: String(version) };
}
