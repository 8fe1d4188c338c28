// The 5 Whys as a tree: add below and beside, move up, down, in and out, by button or key.
import { button, keyHelp } from '../common/elements.js';
import { addRow, takeOut } from './row-buttons.js';
import { childrenOf, number, rowsOf } from './rows.js';
import { keepingFocus } from './sections.js';
import { moveTo, neighbour } from './timeline-keys.js';

const KEYS = [
  ['Alt + Enter', 'a why below this one: why was that so?'],
  ['Alt + Shift + Enter', 'another why beside this one'],
  ['Alt + ↑ ↓', 'to the why above or below'],
  ['Alt + Shift + ↑ ↓', 'move it among its neighbours'],
  ['Alt + Shift + → ←', 'move it below the one before it, or out beside the one it is below'],
  ['Alt + Delete', 'take out, with all below it'],
];

/** @param {HTMLFormElement} form @param {ReturnType<typeof import('./autosave.js').autosave>} saver @param {(words: string) => void} say */
export function whyTree(form, saver, say) {
  const holder = rowsOf(form, 'fiveWhys');
  holder.before(keyHelp(KEYS));
  const legendOf = (/** @type {Element} */ row) => row.querySelector('legend')?.textContent ?? '';
  const below = (/** @type {HTMLElement} */ row) => addRow(/** @type {HTMLElement} */ (childrenOf(row)), 'fiveWhys');

  /** @param {HTMLElement} row @param {Element | null | undefined} into @param {Element | null} before */
  function move(row, into, before) {
    if (!into) return say('It cannot go further that way.');
    keepingFocus(() => into.insertBefore(row, before));
    number(holder);
    saver.touch('fiveWhys');
    say(`It is ${legendOf(row)} now.`);
  }
  const moves = {
    up: (/** @type {HTMLElement} */ row) => move(row, neighbour(row, -1) && row.parentElement, neighbour(row, -1)),
    down: (/** @type {HTMLElement} */ row) => move(row, neighbour(row, 1) && row.parentElement, neighbour(row, 1)?.nextElementSibling ?? null),
    inwards: (/** @type {HTMLElement} */ row) => {
      const before = neighbour(row, -1);
      move(row, before && childrenOf(before), null);
    },
    outwards: (/** @type {HTMLElement} */ row) => {
      const parent = row.parentElement?.closest('[data-row]');
      move(row, parent?.parentElement, parent?.nextElementSibling ?? null);
    },
  };

  holder.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (field.closest('[data-row]'));
    if (!row || !event.altKey || event.ctrlKey || event.metaKey) return;
    const act = {
      Enter: () => below(row),
      'shift Enter': () => addRow(/** @type {HTMLElement} */ (row.parentElement), 'fiveWhys', row.nextElementSibling),
      ArrowUp: () => step(-1),
      ArrowDown: () => step(1),
      'shift ArrowUp': () => moves.up(row),
      'shift ArrowDown': () => moves.down(row),
      'shift ArrowRight': () => moves.inwards(row),
      'shift ArrowLeft': () => moves.outwards(row),
      Delete: () => takeOut(form, saver, 'fiveWhys', row),
    }[`${event.shiftKey ? 'shift ' : ''}${event.key}`];
    if (!act) return;
    event.preventDefault();
    act();

    /** In the order in which the tree is read. @param {1 | -1} by */
    function step(by) {
      const all = [...holder.querySelectorAll('[data-row]')];
      moveTo(all[all.indexOf(/** @type {HTMLElement} */ (row)) + by] ?? null, field);
    }
  });

  return {
    /** @param {HTMLElement} row @param {HTMLElement} tools */
    dress(row, tools) {
      const tool = (/** @type {string} */ words, /** @type {string} */ name, /** @type {() => void} */ act) => {
        const made = button(words, act, 'small quiet');
        if (name !== words) made.setAttribute('aria-label', name);
        made.title = name;
        return made;
      };
      tools.prepend(
        tool('Add a why below', 'Add a why below', () => below(row)),
        tool('↑', 'Move up', () => moves.up(row)),
        tool('↓', 'Move down', () => moves.down(row)),
        tool('→', 'Move below the one before', () => moves.inwards(row)),
        tool('←', 'Move out', () => moves.outwards(row)),
      );
      // Read as a tree: what is below a why comes after its own fields and tools.
      const children = childrenOf(row);
      if (children) queueMicrotask(() => row.append(children));
    },
  };
}
