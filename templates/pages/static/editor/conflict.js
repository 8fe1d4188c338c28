// Two people changed the same words. Both versions stand beside each other; the form holds them merged, and a person decides.
import { button, make, notice, placeOf } from '../common/elements.js';

/**
 * @typedef {import('./typed-sections.js').Offer} Offer
 * @typedef {'merged' | 'theirs' | 'yours'} Choice
 */

const panels = /** @type {Map<string, HTMLElement>} */ (new Map());

/**
 * @param {HTMLFormElement} form @param {string} name of the section @param {Offer} offer @param {string} by who saved the other version
 * @param {(choice: Choice) => void} decide
 */
export function askToMerge(form, name, offer, by, decide) {
  panels.get(name)?.remove();
  const { section, words } = placeOf(form, name);
  const choose = (/** @type {Choice} */ choice) => () => {
    panel.remove();
    panels.delete(name);
    decide(choice);
    section.querySelector(/** @type {'textarea'} */ ('textarea, input'))?.focus();
  };
  const panel = notice(
    'warn',
    make(
      'p',
      {},
      make('strong', {}, `${words}: ${by || 'somebody'} changed the same words.`),
      ' Nothing is lost. The fields hold both, theirs first; read them over.',
    ),
    ...offer.conflicts.slice(0, MOST_SHOWN).map((pointer) => beside(pointer, offer)),
    make(
      'p',
      { class: 'row' },
      button('Save the merged words', choose('merged'), 'main small'),
      button('Take theirs', choose('theirs')),
      button('Keep mine', choose('yours')),
    ),
  );
  panel.dataset.conflict = name;
  panels.set(name, panel);
  section.querySelector('h2')?.after(panel);
  panel.scrollIntoView({ block: 'nearest' });
}

const MOST_SHOWN = 10;

/** @param {string} pointer from the document's root @param {Offer} offer */
function beside(pointer, offer) {
  const side = (/** @type {string} */ title, /** @type {any} */ value) =>
    make('div', {}, make('p', { class: 'small muted' }, title), make('blockquote', { class: 'words' }, shown(valueAt(value, pointer, offer.merged))));
  return make('div', { class: 'beside-each-other' }, side('Theirs', offer.theirs), side('Yours', offer.yours));
}

/**
 * The value at a pointer of the merged section, in one of its versions: members are found by id, since their places differ.
 * @param {any} version @param {string} pointer @param {any} merged
 */
function valueAt(version, pointer, merged) {
  let [value, guide] = [version, merged];
  for (const step of pointer.split('/').slice(2)) {
    guide = guide?.[step];
    value = Array.isArray(value) && guide?.id !== undefined ? value.find(({ id }) => id === guide.id) : value?.[step];
  }
  return value;
}

/** @param {any} value @returns {string} */
function shown(value) {
  if (value === null || value === undefined || value === '') return '(empty)';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' ? (value.text ?? value.title ?? value.question ?? value.answer ?? JSON.stringify(value)) : String(value);
}
