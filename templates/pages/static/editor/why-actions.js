// Which action items answer a why: boxes with their titles, in place of the list that the form has without script. The list stays the field.
import { make } from '../common/elements.js';
import { fieldIn, rowsIn, rowsOf } from './rows.js';

const GONE = 'An action item that is not here any more';

/** @param {HTMLFormElement} form */
export function whyActions(form) {
  /** As they are typed now, those that are not saved yet included. @returns {{ id: string, title: string }[]} */
  const items = () =>
    rowsIn(rowsOf(form, 'actionItems')).flatMap((row) => {
      const title = fieldIn(row, 'title')?.value.trim() ?? '';
      return title === '' ? [] : [{ id: row.dataset.row ?? '', title }];
    });

  /** @param {HTMLElement} row */
  return (row) => {
    const field = fieldIn(row, 'actionItemIds');
    const label = field?.closest('label');
    if (!(field instanceof HTMLSelectElement) || !label) return;
    const summary = make('summary', { class: 'small' });
    const boxes = make('div', { class: 'checks' });
    const details = make('details', { class: 'answers' }, summary, boxes);
    label.hidden = true;
    label.after(details);
    const chosen = () => [...field.selectedOptions].map(({ value }) => value);
    const titleOf = (/** @type {string} */ id) => items().find((item) => item.id === id)?.title ?? GONE;

    const tell = () => {
      summary.textContent = chosen().length === 0 ? 'Action items that answer it: none' : `Answered by: ${chosen().map(titleOf).join('; ')}`;
    };
    const offer = () => {
      const known = items();
      const gone = chosen().filter((id) => !known.some((item) => item.id === id)).map((id) => ({ id, title: GONE }));
      boxes.replaceChildren(...[...gone, ...known].map(box));
      if (boxes.childElementCount === 0) boxes.append(make('p', { class: 'small muted' }, 'There are no action items yet: add them below, then choose here.'));
    };
    /** @param {{ id: string, title: string }} item */
    function box({ id, title }) {
      const input = make('input', { type: 'checkbox', value: id });
      input.checked = chosen().includes(id);
      return make('label', { class: 'check' }, input, title);
    }

    // Before it reaches the form, which saves what the list says then.
    boxes.addEventListener('input', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const option = [...field.options].find(({ value }) => value === target.value) ?? field.appendChild(new Option(titleOf(target.value), target.value));
      option.selected = target.checked;
      tell();
    });
    details.addEventListener('toggle', () => details.open && offer());
    field.addEventListener('written', () => {
      tell();
      if (details.open) offer();
    });
    tell();
  };
}
