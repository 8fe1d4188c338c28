// Rows are added and taken out by buttons; taking out can be undone for as long as the page is open.
import { button, make, notice } from '../common/elements.js';
import { childrenOf, fieldsOf, makeRow, number, rowsIn } from './rows.js';
import { LISTS } from './sections.js';

/** @typedef {{ touch(section: string): void, remove(section: string, ids: string[]): void, keepRow(section: string, ids: string[]): void }} Saver */

const ADD = /** @type {Record<string, string>} */ ({
  whatWentWell: 'Add what went well',
  timeline: 'Add an entry',
  fiveWhys: 'Add a first why',
  lessonsLearned: 'Add a lesson',
  actionItems: 'Add an action item',
});

/**
 * @param {HTMLFormElement} form @param {Saver} saver
 * @param {Record<string, (row: HTMLElement, tools: HTMLElement) => void>} dressers what a list adds to the tools of its rows
 */
export function rowButtons(form, saver, dressers) {
  for (const list of LISTS) {
    const holder = /** @type {HTMLElement} */ (form.querySelector(`[data-rows="${list}"]`));
    const give = (/** @type {HTMLElement} */ row) => {
      const tools = make('div', { class: 'row-tools' }, button('Take out', () => takeOut(form, saver, list, row), 'small quiet'));
      row.append(tools);
      dressers[list]?.(row, tools);
    };
    const dress = () => {
      for (const row of holder.querySelectorAll('[data-row]')) if (!row.querySelector(':scope > .row-tools')) give(/** @type {HTMLElement} */ (row));
    };
    // Rows also come from others who edit, and from the browser's storage.
    new MutationObserver(dress).observe(holder, { childList: true, subtree: true });
    dress();
    holder.after(make('p', { class: 'row' }, button(ADD[list] ?? 'Add', () => addRow(holder, list))));
  }
}

/** @param {HTMLElement} holder what holds the rows @param {string} list @param {Element | null} [before] */
export function addRow(holder, list, before = null) {
  const row = makeRow(list);
  holder.insertBefore(row, before);
  number(/** @type {HTMLElement} */ (holder.closest('[data-rows]')));
  fieldsOf(row)[0]?.focus();
  return row;
}

/** @param {HTMLFormElement} form @param {Saver} saver @param {string} list @param {HTMLElement} row */
export function takeOut(form, saver, list, row) {
  const holder = /** @type {HTMLElement} */ (row.parentElement);
  const after = row.nextElementSibling;
  const below = childrenOf(row);
  const ids = [row, ...(below ? below.querySelectorAll('[data-row]') : [])].map((one) => /** @type {HTMLElement} */ (one).dataset.row ?? '');
  row.remove();
  number(/** @type {HTMLElement} */ (form.querySelector(`[data-rows="${list}"]`)));
  saver.remove(list, ids);
  const undo = button('Put it back', () => {
    saver.keepRow(list, ids);
    holder.insertBefore(row, after?.parentElement === holder ? after : null);
    number(/** @type {HTMLElement} */ (form.querySelector(`[data-rows="${list}"]`)));
    saver.touch(list);
    told.remove();
    fieldsOf(row)[0]?.focus();
  });
  const told = notice('', 'Taken out. ', undo);
  const place = rowsIn(holder).length > 0 && after?.parentElement === holder ? after : null;
  holder.insertBefore(told, place);
  undo.focus();
  setTimeout(() => told.remove(), 30_000);
}
