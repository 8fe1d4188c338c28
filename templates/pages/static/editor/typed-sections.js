// The sections of the form: each as the service holds it, whether more was typed since, and in which version that began.
import { canonical } from './field-values.js';
import { LISTS, patchOf, readSection, sectionsIn, writeSection } from './sections.js';
import { rowsOf } from './rows.js';
import { rowAsTyped, tellUnfinished, writeTypedRow } from './unfinished.js';

/**
 * @typedef {import('../common/api.js').FieldError} FieldError
 * @typedef {import('./keep-typed.js').Kept} Kept
 * @typedef {{ section: string, base: any, theirs: any, yours: any, merged: any, conflicts: string[] }} Offer of a merge
 *
 * @typedef {object} Section
 * @property {any} base as the service holds it
 * @property {number} version at which the base was read
 * @property {boolean} dirty
 * @property {number} edits counts them: what was typed while a save was under way is not saved by it
 * @property {Set<string>} removed
 * @property {Offer | null} conflict
 * @property {FieldError[]} errors
 * @property {number} held rows that are not finished
 */

/** @param {HTMLFormElement} form @param {ReturnType<typeof import('./keep-typed.js').keepTyped>} kept */
export function typedSections(form, kept) {
  /** @type {Map<string, Section>} */
  const all = new Map();
  const of = (/** @type {string} */ name) => /** @type {Section} */ (all.get(name));
  const read = (/** @type {string} */ name) => readSection(form, name, of(name).base, of(name).removed);
  const write = (/** @type {string} */ name, /** @type {any} */ value) => writeSection(form, name, value);
  const differs = (/** @type {string} */ name) => canonical(read(name).value) !== canonical(of(name).base);
  /** Whether the browser kept what was typed last. */
  let isKept = true;

  /** What stands in the form, rows that are not finished included. @param {string} name */
  function typedValue(name) {
    const { value, held } = read(name);
    if (held.length === 0) return value;
    return { sent: value, rows: held.map((row) => rowAsTyped(row)) };
  }

  return {
    all,
    of,
    read,
    write,
    differs,
    isKept: () => isKept,
    /** Typed, not in conflict, and nothing wrong with them. */
    waiting: () => [...all].filter(([, { dirty, conflict, errors }]) => dirty && !conflict && errors.length === 0).map(([name]) => name),
    isClean: () => [...all.values()].every(({ dirty, held }) => !dirty && held === 0),

    /** Into the browser's storage, before anything else can go wrong. */
    keep() {
      for (const [section, { dirty, held, version, removed }] of all) {
        if (!dirty && held === 0) continue;
        isKept = kept.keep({ section, version, value: typedValue(section), removed: [...removed], at: new Date().toISOString() });
      }
    },

    /** What differs from what the service holds; undefined for nothing. @param {string} name */
    patch(name) {
      const { value, held } = read(name);
      of(name).held = held.length;
      if (LISTS.includes(name)) tellUnfinished(form, name, held);
      return differs(name) ? { value: patchOf(of(name).base, value) } : undefined;
    },

    /** A section is saved, unless more was typed meanwhile. @param {string} name @param {Map<string, number>} counts */
    settle(name, counts) {
      const section = of(name);
      if (section.edits !== counts.get(name)) return;
      section.dirty = false;
      section.errors = [];
      if (section.held > 0) return;
      section.removed.clear();
      kept.drop(name);
    },

    /**
     * The document as it is now. @param {any} document @param {number} typedOn the version that the form was made from
     * @param {ReadonlySet<string>} early sections that were typed in before the document was here
     * @returns {string[]} sections that hold more than the document does
     */
    begin(document, typedOn, early) {
      const { version } = document;
      return sectionsIn(form).filter((name) => {
        const isTyped = early.has(name);
        all.set(name, { base: document[name], version: isTyped ? typedOn : version, dirty: false, edits: 0, removed: new Set(), conflict: null, errors: [], held: 0 });
        if (version === typedOn || isTyped) return differs(name);
        write(name, document[name]);
        return false;
      });
    },

    /** Words of a page that is gone. @param {Kept} typed @param {number} newest version @returns {boolean} whether they differ from what is saved */
    restore({ section: name, version: typedOn, value, removed }, newest) {
      const section = all.get(name);
      if (!section) return false;
      const before = canonical(read(name).value);
      for (const id of removed) section.removed.add(id);
      write(name, value?.sent === undefined ? value : value.sent);
      for (const row of value?.rows ?? []) writeTypedRow(form, name, row);
      if (canonical(read(name).value) === before && !value?.rows) return false;
      section.version = Math.min(typedOn, newest);
      return true;
    },

    /** Puts back what the service holds. @param {string} name */
    revert(name) {
      const section = of(name);
      section.removed.clear();
      section.conflict = null;
      if (LISTS.includes(name)) for (const row of rowsOf(form, name).querySelectorAll('[data-unsaved]')) row.remove();
      write(name, section.base);
      section.held = 0;
    },
  };
}
