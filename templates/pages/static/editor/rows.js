// Rows of lists: made from the blank that the page brings for each list, found, numbered and taken out.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that nobody else gives: 20 random characters. The service takes the ids of members from its clients. */
export function newMemberId() {
  return `m_${[...crypto.getRandomValues(new Uint8Array(20))].map((byte) => ALPHABET[byte % 32]).join('')}`;
}

/** @param {ParentNode} within @param {string} list @returns {HTMLElement} what holds the rows of a list */
export function rowsOf(within, list) {
  return /** @type {HTMLElement} */ (within.querySelector(`[data-rows="${list}"]`));
}

/** The rows right below a list or below a why. @param {Element} holder @returns {HTMLElement[]} */
export function rowsIn(holder) {
  return /** @type {HTMLElement[]} */ ([...holder.children].filter((child) => child instanceof HTMLElement && child.dataset.row));
}

/** @param {Element} row @returns {HTMLElement | null} what holds the whys below a why; null in other lists */
export const childrenOf = (row) => row.querySelector(':scope > [data-children]');

/** Fields of a row itself, not those of whys below it. @param {Element} row @returns {Field[]} */
export function fieldsOf(row) {
  return /** @type {Field[]} */ ([...row.querySelectorAll('[data-field]')].filter((field) => field.closest('[data-row]') === row));
}

/** @param {Element} row @param {string} name @returns {Field | undefined} */
export const fieldIn = (row, name) => fieldsOf(row).find(({ dataset }) => dataset.field === name);

/**
 * A new row of a list, not in the page yet.
 * @param {string} list @param {string} [id]
 */
export function makeRow(list, id = newMemberId()) {
  const blank = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-blank="${list}"]`));
  const row = /** @type {HTMLElement} */ (blank.content.firstElementChild?.cloneNode(true));
  adopt(row, `${list}+0`, list, id);
  return row;
}

/** Gives the rows of a list their numbers; whys have one for each level. @param {HTMLElement} holder @param {string} [above] */
export function number(holder, above = '') {
  rowsIn(holder).forEach((row, index) => {
    const name = `${above}${index + 1}`;
    const legend = row.querySelector(':scope > legend');
    const below = childrenOf(row);
    const words = below ? `Why ${name}` : name;
    if (legend && legend.textContent !== words) legend.textContent = words;
    if (below) number(below, `${name}.`);
  });
}

/**
 * The rows that forms without script offer at the end of each list: the script has buttons for that. One that holds words already becomes a
 * row like any other. @param {ParentNode} form
 */
export function takeOffered(form) {
  for (const offered of form.querySelectorAll('[data-offered]')) {
    if (!offered.isConnected) continue;
    const row = offered.matches('fieldset') ? offered : offered.querySelector('fieldset');
    const isTyped = row && fieldsBelow(row).some((field) => field instanceof HTMLTextAreaElement && field.value.trim() !== '');
    if (!isTyped) {
      offered.remove();
      continue;
    }
    const list = /** @type {HTMLElement} */ (offered.closest('[data-rows]')).dataset.rows ?? '';
    const name = fieldsBelow(row)[0]?.name ?? '';
    adopt(/** @type {HTMLElement} */ (row), name.slice(0, name.lastIndexOf('.')), list, newMemberId());
    if (offered !== row) offered.replaceWith(row);
  }
}

/** @param {Element} row @returns {Field[]} */
const fieldsBelow = (row) => [...row.querySelectorAll(/** @type {'input'} */ ('[data-field]'))];

/** Makes a row of a blank. @param {HTMLElement} row @param {string} prefix of its names so far @param {string} list @param {string} id */
function adopt(row, prefix, list, id) {
  row.dataset.row = id;
  row.dataset.unsaved = 'true';
  row.classList.remove('new');
  delete row.dataset.offered;
  for (const element of row.querySelectorAll('[name], [id], [for]'))
    for (const attribute of ['name', 'id', 'for']) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(prefix, `${list}.${id}`));
    }
}
