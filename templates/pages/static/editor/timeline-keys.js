// The timeline by keyboard: add, re-time, merge, hide, mark a key moment. Dragging re-times, too.
import { button, keyHelp, make } from '../common/elements.js';
import { addRow, takeOut } from './row-buttons.js';
import { fieldIn, rowsIn, rowsOf } from './rows.js';
import { between, completeTime, shiftTime } from './time-entry.js';

/** @typedef {ReturnType<typeof import('./autosave.js').autosave>} Saver */

const KEYS = [
  ['Alt + Enter', 'a new entry below, at the same time'],
  ['↑ ↓ in a time', 'a minute earlier or later; with Shift ten'],
  ['14:05, +5, +2h', 'in a time: that day, or so much after the entry above'],
  ['Alt + ↑ ↓', 'to the entry above or below'],
  ['Alt + M', 'merge with the entry above'],
  ['Alt + H', 'leave out of the report, or show again'],
  ['Alt + K', 'mark as a key moment'],
  ['Alt + Delete', 'take out'],
];

/** @param {HTMLFormElement} form @param {Saver} saver @param {(words: string) => void} say */
export function timelineKeys(form, saver, say) {
  const holder = rowsOf(form, 'timeline');
  holder.before(keyHelp(KEYS));
  const rowOf = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('[data-row]')) : null;
  const timeOf = (/** @type {Element | null | undefined} */ row) => (row ? (fieldIn(row, 'at')?.value ?? '') : '');
  const above = (/** @type {Element} */ row) => neighbour(row, -1);

  /** @param {HTMLElement} row @param {string} at */
  function retime(row, at) {
    const field = fieldIn(row, 'at');
    if (!field || field.value === at) return;
    field.value = at;
    saver.touch('timeline');
    showMarks(form, holder);
  }

  /** @param {HTMLElement} row */
  async function mergeUp(row) {
    const other = above(row);
    if (!other) return say('There is no entry above to merge with.');
    const answer = await saver.act('POST', '/timeline/merge', { ids: [other.dataset.row, row.dataset.row] });
    if (answer.status !== 200) return say(answer.body?.detail ?? 'Not merged: the service did not answer.');
    say('Merged with the entry above: one entry with the evidence of both.');
    const kept = holder.querySelector(`[data-row="${CSS.escape(answer.body.entries?.[0]?.id ?? other.dataset.row)}"]`) ?? other;
    fieldIn(kept, 'text')?.focus();
  }

  /** @param {HTMLElement} row */
  function toggleHidden(row) {
    const box = /** @type {HTMLInputElement} */ (fieldIn(row, 'hidden'));
    box.checked = !box.checked;
    saver.touch('timeline');
    say(box.checked ? 'Left out of the report.' : 'Shown in the report.');
  }

  /** @param {HTMLElement} row @param {string} moment */
  async function mark(row, moment) {
    await saver.save();
    const entry = saver.member('timeline', row.dataset.row ?? '');
    if (!entry) return say('Give the entry its time and text first.');
    const answer = await saver.act('PUT', `/key-moments/${moment}`, { at: entry.at, evidenceIds: entry.evidenceIds });
    say(answer.status === 200 ? 'Marked as a key moment, with the evidence of the entry.' : (answer.body?.detail ?? 'Not marked.'));
    showMarks(form, holder);
  }

  holder.addEventListener('keydown', (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const field = /** @type {HTMLElement} */ (event.target);
    const isTime = field.dataset.kind === 'time';
    if (isTime && !event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const input = /** @type {HTMLInputElement} */ (field);
      input.value = shiftTime(input.value, (event.key === 'ArrowUp' ? -1 : 1) * (event.shiftKey ? 10 : 1));
      saver.touch('timeline');
      return showMarks(form, holder);
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const act = {
      Enter: () => {
        const at = timeOf(row);
        const made = addRow(holder, 'timeline', row.nextElementSibling);
        /** @type {HTMLInputElement} */ (fieldIn(made, 'at')).value = at;
        fieldIn(made, 'text')?.focus();
      },
      ArrowUp: () => moveTo(above(row), field),
      ArrowDown: () => moveTo(neighbour(row, 1), field),
      Delete: () => takeOut(form, saver, 'timeline', row),
      KeyM: () => void mergeUp(row),
      KeyH: () => toggleHidden(row),
      KeyK: () => /** @type {HTMLElement | null} */ (row.querySelector('.key-moment'))?.focus(),
    }[event.code === 'NumpadEnter' ? 'Enter' : event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  holder.addEventListener('change', (event) => {
    const row = rowOf(event.target);
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!row || field.dataset.field !== 'at') return;
    const whole = completeTime(field.value, timeOf(above(row)));
    if (whole !== field.value) retime(row, whole);
    showMarks(form, holder);
  });
  form.querySelector('[data-moments]')?.addEventListener('input', () => showMarks(form, holder));
  dragging(holder, (row) => retime(row, between(timeOf(above(row)), timeOf(neighbour(row, 1)))), say);

  return {
    /** @param {HTMLElement} row @param {HTMLElement} tools */
    dress(row, tools) {
      const [text, at] = [fieldIn(row, 'text'), fieldIn(row, 'at')].map((field) => field?.closest('label'));
      // The time first, as one reads and types a timeline.
      if (text && at) row.insertBefore(at, text);
      const more = button('More', () => {
        const isOpen = row.toggleAttribute('data-open');
        more.setAttribute('aria-expanded', String(isOpen));
      }, 'small quiet');
      more.setAttribute('aria-expanded', 'false');
      const moment = make('select', { class: 'key-moment', 'aria-label': 'Mark as a key moment' }, make('option', { value: '' }, 'Key moment …'));
      for (const one of momentsIn(form)) moment.append(make('option', { value: one.name }, one.label));
      moment.addEventListener('change', () => {
        if (moment.value !== '') void mark(row, moment.value);
        moment.value = '';
      });
      const handle = make('span', { class: 'handle', draggable: 'true', title: 'Drag between two entries to re-time', 'aria-hidden': 'true' }, '⠿');
      tools.prepend(handle, make('span', { class: 'marks' }), more, button('Merge up', () => void mergeUp(row), 'small quiet'), moment);
      queueMicrotask(() => showMarks(form, holder));
    },
  };
}

/** @param {Element} row @param {1 | -1} step @returns {HTMLElement | null} */
export function neighbour(row, step) {
  const rows = rowsIn(/** @type {Element} */ (row.parentElement));
  return rows[rows.indexOf(/** @type {HTMLElement} */ (row)) + step] ?? null;
}

/** To the same field of another row. @param {Element | null} row @param {HTMLElement} field */
export function moveTo(row, field) {
  if (row) (fieldIn(row, field.dataset.field ?? '') ?? fieldIn(row, 'text'))?.focus();
}

/** @param {HTMLFormElement} form */
function momentsIn(form) {
  return [...form.querySelectorAll('[data-moments] > [data-row]')].map((row) => ({
    name: /** @type {HTMLElement} */ (row).dataset.row ?? '',
    label: row.querySelector('legend')?.textContent ?? '',
    at: fieldIn(row, 'at')?.value ?? '',
  }));
}

/** Which key moments an entry stands at. @param {HTMLFormElement} form @param {HTMLElement} holder */
function showMarks(form, holder) {
  const moments = momentsIn(form).filter(({ at }) => at !== '');
  for (const row of rowsIn(holder)) {
    const marks = row.querySelector('.marks');
    const own = moments.filter(({ at }) => at === fieldIn(row, 'at')?.value).map(({ label }) => label).join(', ');
    if (marks && marks.textContent !== own) marks.textContent = own;
  }
}

/** @param {HTMLElement} holder @param {(row: HTMLElement) => void} placed @param {(words: string) => void} say */
function dragging(holder, placed, say) {
  /** @type {HTMLElement | null} */
  let row = null;
  holder.addEventListener('dragstart', (event) => {
    const handle = /** @type {Element} */ (event.target);
    row = handle.matches?.('.handle') ? handle.closest('[data-row]') : null;
    if (row) event.dataTransfer?.setDragImage(row, 20, 20);
  });
  holder.addEventListener('dragover', (event) => {
    if (!row) return;
    event.preventDefault();
    const over = /** @type {Element} */ (event.target).closest('[data-row]');
    if (!over || over === row) return;
    const { top, height } = over.getBoundingClientRect();
    holder.insertBefore(row, event.clientY > top + height / 2 ? over.nextElementSibling : over);
  });
  holder.addEventListener('drop', (event) => row && event.preventDefault());
  holder.addEventListener('dragend', () => {
    if (!row) return;
    placed(row);
    say('Its time lies between its neighbours now.');
    row = null;
  });
}
