// Action items as a table that is worked in by keyboard.
import { keyHelp } from '../common/elements.js';
import { addRow, takeOut } from './row-buttons.js';
import { rowsOf } from './rows.js';
import { moveTo, neighbour } from './timeline-keys.js';

const KEYS = [
  ['Alt + Enter', 'a new action item below'],
  ['Alt + ↑ ↓', 'to the same field of the item above or below'],
  ['Alt + Delete', 'take out'],
];

/** @param {HTMLFormElement} form @param {ReturnType<typeof import('./autosave.js').autosave>} saver */
export function actionTable(form, saver) {
  const holder = rowsOf(form, 'actionItems');
  holder.before(keyHelp(KEYS));
  holder.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (field.closest('[data-row]'));
    if (!row || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = {
      Enter: () => addRow(holder, 'actionItems', row.nextElementSibling),
      ArrowUp: () => moveTo(neighbour(row, -1), field),
      ArrowDown: () => moveTo(neighbour(row, 1), field),
      Delete: () => takeOut(form, saver, 'actionItems', row),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
