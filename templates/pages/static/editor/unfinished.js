// Rows that the service would not take yet, as they were typed: kept in the browser until they are whole.
import { fieldsOf, makeRow, rowsOf } from './rows.js';

/** @typedef {{ id: string, above: string, fields: Record<string, string | boolean> }} TypedRow */

/** @param {HTMLElement} row @returns {TypedRow} */
export function rowAsTyped(row) {
  const above = /** @type {HTMLElement | null | undefined} */ (row.parentElement?.closest('[data-row]'))?.dataset.row ?? '';
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll('[data-field]'));
  const own = [...fields].filter((field) => field.closest('[data-row]') === row);
  return {
    id: row.dataset.row ?? '',
    above,
    fields: Object.fromEntries(own.map((field) => [field.dataset.field ?? '', field.type === 'checkbox' ? field.checked : field.value])),
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
    if (field instanceof HTMLInputElement && typeof typed === 'boolean') field.checked = typed;
    else if (typeof typed === 'string') field.value = typed;
  }
}
