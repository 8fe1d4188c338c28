// Rows that the service would not take yet, as they were typed: kept in the browser until they are whole.
import { make } from '../common/elements.js';
import { putText, textIn } from './field-text.js';
import { fieldIn, fieldsOf, makeRow, rowsOf } from './rows.js';
import { NEEDED } from './sections.js';

/** @typedef {{ id: string, above: string, fields: Record<string, string> }} TypedRow */

/** Says at each row what it still needs. @param {HTMLFormElement} form @param {string} list @param {HTMLElement[]} held rows that are not finished */
export function tellUnfinished(form, list, held) {
  for (const told of rowsOf(form, list).querySelectorAll('[data-needs]')) {
    const row = told.closest('[data-row]');
    if (!(row instanceof HTMLElement) || !held.includes(row)) told.remove();
  }
  for (const row of held) {
    const missing = (NEEDED[list] ?? []).map((name) => fieldIn(row, name)).filter((field) => field?.value.trim() === '');
    const names = missing.map((field) => field?.closest('label')?.querySelector(':scope > span')?.textContent).join(', ');
    const told = row.querySelector(':scope > [data-needs]') ?? make('small', { class: 'needs', 'data-needs': '' });
    told.textContent = `Not saved yet. It needs: ${names}.`;
    if (!told.isConnected) row.append(told);
  }
}

/** @param {HTMLElement} row @returns {TypedRow} */
export function rowAsTyped(row) {
  const above = /** @type {HTMLElement | null | undefined} */ (row.parentElement?.closest('[data-row]'))?.dataset.row ?? '';
  return {
    id: row.dataset.row ?? '',
    above,
    fields: Object.fromEntries(fieldsOf(row).map((field) => [field.dataset.field ?? '', textIn(field)])),
  };
}

/** @param {HTMLFormElement} form @param {string} list @param {TypedRow} typed */
export function writeTypedRow(form, list, { id, above, fields }) {
  const holder = rowsOf(form, list);
  const find = (/** @type {string} */ one) => holder.querySelector(`[data-row="${CSS.escape(one)}"]`);
  const row = find(id) ?? makeRow(list, id);
  if (!row.isConnected) (find(above)?.querySelector(':scope > [data-children]') ?? holder).append(row);
  for (const field of fieldsOf(row)) {
    const typed = fields[field.dataset.field ?? ''];
    if (typeof typed === 'string') putText(field, typed);
  }
}
