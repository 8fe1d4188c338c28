// Rows that the service would not take yet, as they were typed: kept in the browser until they are whole.
import { putText, textIn } from './field-text.js';
import { fieldsOf, makeRow, rowsOf } from './rows.js';

/** @typedef {{ id: string, above: string, fields: Record<string, string> }} TypedRow */

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
