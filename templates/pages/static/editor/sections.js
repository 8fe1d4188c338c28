// Between the document and the form: a section read from its fields, and a section written into them.
import { putText, textIn } from './field-text.js';
import { canonical, readValue, showValue } from './field-values.js';
import { childrenOf, fieldIn, fieldsOf, makeRow, number, rowsIn, rowsOf } from './rows.js';

/**
 * @typedef {import('./rows.js').Field} Field
 * @typedef {{ [name: string]: any }} Values
 * @typedef {{ value: any, held: HTMLElement[] }} Read what can be sent, and the rows that are not finished and stay as they were
 */

export const LISTS = ['whatWentWell', 'timeline', 'fiveWhys', 'lessonsLearned', 'actionItems'];
const ANSWERS = ['responseAnalysis', 'postIncidentAnalysis'];
/** Without these a row is nothing yet. */
export const NEEDED = /** @type {Record<string, string[]>} */ ({
  whatWentWell: ['text'],
  timeline: ['text', 'at'],
  fiveWhys: ['question'],
  lessonsLearned: ['text'],
  actionItems: ['title'],
});
const EMPTY_MOMENT = { at: null, state: 'recorded', evidenceIds: [], note: '' };

/** The section of the document that an element of the form belongs to. @param {Element} element @returns {string | undefined} */
export function sectionOf(element) {
  const rows = element.closest('[data-rows]');
  if (rows instanceof HTMLElement) return rows.dataset.rows;
  const name = element.getAttribute('name') ?? '';
  return element.hasAttribute('data-field') ? name.split('.')[0] : undefined;
}

/** Every section that the form holds. @param {HTMLFormElement} form @returns {string[]} */
export function sectionsIn(form) {
  const names = [...form.querySelectorAll('[data-field]')].flatMap((field) => sectionOf(field) ?? []);
  return [...new Set([...LISTS, ...names])];
}

/**
 * A field that shows what was there counts as untouched: times keep their milliseconds, names their commas.
 * @param {Field} field @param {unknown} before
 */
function readField(field, before) {
  const { kind = 'line', nullable } = field.dataset;
  const typed = textIn(field);
  return typed === showValue(kind, before) ? (before ?? readValue(kind, nullable !== undefined, typed)) : readValue(kind, nullable !== undefined, typed);
}

/**
 * @param {HTMLFormElement} form @param {string} section
 * @param {any} base the section as the service holds it @param {ReadonlySet<string>} removed ids of rows that were taken out
 * @returns {Read}
 */
export function readSection(form, section, base, removed) {
  if (LISTS.includes(section)) return readList(form, section, base ?? [], removed);
  if (section === 'keyMoments') return { value: readMoments(form, base ?? {}), held: [] };
  if (ANSWERS.includes(section)) return { value: readAnswers(form, section, base ?? {}), held: [] };
  const fields = namedBelow(form, section);
  if (fields.length > 0) {
    const entries = fields.map((field) => [field.dataset.field, readField(field, base?.[field.dataset.field ?? ''])]);
    return { value: { ...base, ...Object.fromEntries(entries) }, held: [] };
  }
  const field = /** @type {Field | null} */ (form.querySelector(`[data-field][name="${section}"]`));
  return { value: field ? readField(field, base) : base, held: [] };
}

/** @param {HTMLFormElement} form @param {string} section @returns {Field[]} */
const namedBelow = (form, section) => [...form.querySelectorAll(/** @type {'input'} */ (`[data-field][name^="${section}."]`))];

/** @param {HTMLFormElement} form @param {string} section @param {Values} base */
function readAnswers(form, section, base) {
  const value = { ...base };
  for (const field of namedBelow(form, section)) {
    const id = field.name.slice(section.length + 1);
    const before = base[id]?.answer ?? '';
    if (field.value !== showValue('area', before)) value[id] = { ...(base[id] ?? { evidenceIds: [] }), answer: field.value };
  }
  return value;
}

/** @param {HTMLFormElement} form @param {Values} base */
function readMoments(form, base) {
  const value = { ...base };
  for (const row of form.querySelectorAll('[data-moments] > [data-row]')) {
    const name = /** @type {HTMLElement} */ (row).dataset.row ?? '';
    const moment = mergedRow(row, base[name] ?? EMPTY_MOMENT);
    const isEmpty = moment.at === null && moment.note === '' && moment.state === 'recorded';
    if (!isEmpty || base[name] !== undefined) value[name] = moment;
  }
  return value;
}

/** @param {Element} row @param {Values} member @returns {Values} */
function mergedRow(row, member) {
  return { ...member, ...Object.fromEntries(fieldsOf(row).map((field) => [field.dataset.field, readField(field, member[field.dataset.field ?? ''])])) };
}

/** @param {HTMLFormElement} form @param {string} section @param {Values[]} base @param {ReadonlySet<string>} removed @returns {Read} */
function readList(form, section, base, removed) {
  const held = /** @type {HTMLElement[]} */ ([]);
  const known = new Map(flatten(base).map((member) => [member.id, member]));
  /** @param {HTMLElement} holder @returns {Values[]} */
  const read = (holder) =>
    rowsIn(holder).flatMap((row) => {
      const before = known.get(row.dataset.row);
      const below = childrenOf(row);
      const whys = below ? { children: read(below) } : {};
      const member = { ...mergedRow(row, before ?? {}), id: row.dataset.row, ...whys };
      if (!lacks(section, member)) return [member];
      held.push(row);
      // A row that was saved stays as it was until it is whole again, or taken out by its button.
      return before ? [{ ...before, ...whys }] : [];
    });
  const holder = rowsOf(form, section);
  const value = read(holder);
  const shown = new Set(flatten(value).map(({ id }) => id));
  // What the form does not show (the end of a long timeline) stays.
  const further = base.filter(({ id }) => !shown.has(id) && !removed.has(id) && !isShown(holder, id));
  const whole = [...value, ...further];
  return { value: section === 'timeline' ? inOrder(whole) : whole, held };
}

/** @param {HTMLElement} holder @param {string} id */
const isShown = (holder, id) => holder.querySelector(`[data-row="${CSS.escape(id)}"]`) !== null;

/** @param {string} section @param {Values} member */
const lacks = (section, member) => NEEDED[section]?.some((name) => String(member[name] ?? '').trim() === '') ?? false;

/** @param {Values[]} members @returns {Values[]} with all whys below */
export const flatten = (members) => members.flatMap((member) => [member, ...flatten(member.children ?? [])]);

/** By time, as a timeline is read; equal times stay in their order. @param {Values[]} entries */
function inOrder(entries) {
  if (entries.some(({ at }) => Number.isNaN(Date.parse(at)))) return entries;
  return [...entries].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * The merge patch (RFC 7396) that makes `value` of `base`: within an object only what differs, null for what is gone; lists and texts whole.
 * @param {any} base @param {any} value @returns {any}
 */
export function patchOf(base, value) {
  const isFields = (/** @type {unknown} */ one) => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isFields(base) || !isFields(value)) return value ?? null;
  const names = [...new Set([...Object.keys(base), ...Object.keys(value)])];
  return Object.fromEntries(
    names.filter((name) => canonical(base[name]) !== canonical(value[name])).map((name) => [name, patchOf(base[name], value[name])]),
  );
}

/**
 * Writes a section into the form. Rows that were never saved (`data-unsaved`) stay.
 * @param {HTMLFormElement} form @param {string} section @param {any} value
 */
export function writeSection(form, section, value) {
  if (LISTS.includes(section)) return writeList(form, section, value ?? []);
  if (section === 'keyMoments') {
    for (const row of form.querySelectorAll('[data-moments] > [data-row]'))
      writeRow(row, value?.[/** @type {HTMLElement} */ (row).dataset.row ?? ''] ?? EMPTY_MOMENT);
    return;
  }
  const below = namedBelow(form, section);
  for (const field of below) {
    const name = field.name.slice(section.length + 1);
    writeField(field, ANSWERS.includes(section) ? (value?.[name]?.answer ?? '') : value?.[name]);
  }
  const field = /** @type {Field | null} */ (form.querySelector(`[data-field][name="${section}"]`));
  if (below.length === 0 && field) writeField(field, value);
}

/** @param {Element} row @param {Values} member */
function writeRow(row, member) {
  for (const field of fieldsOf(row)) writeField(field, member[field.dataset.field ?? '']);
}

/** @param {Field} field @param {unknown} value */
export function writeField(field, value) {
  putText(field, showValue(field.dataset.kind ?? 'line', value));
}

/** Rows of one form; the rest of a long timeline stays as it is. */
const MAX_ROWS = 300;

/** @param {HTMLFormElement} form @param {string} section @param {Values[]} value */
function writeList(form, section, value) {
  const holder = rowsOf(form, section);
  const wanted = new Set(flatten(value).map(({ id }) => id));
  /** @param {HTMLElement} into @param {Values[]} members */
  const write = (into, members) => {
    let place = /** @type {Element | null} */ (into.firstElementChild);
    for (const member of members) {
      const found = /** @type {HTMLElement | null} */ (holder.querySelector(`[data-row="${CSS.escape(member.id)}"]`));
      const row = found ?? makeRow(section, member.id);
      delete row.dataset.unsaved;
      while (place instanceof HTMLElement && place.dataset.unsaved) place = place.nextElementSibling;
      // Moved only when it stands elsewhere: a moved field loses the focus.
      if (place === row) place = row.nextElementSibling;
      else into.insertBefore(row, place);
      writeRow(row, member);
      const below = childrenOf(row);
      if (below) write(below, member.children ?? []);
    }
  };
  keepingFocus(() => write(holder, section === 'timeline' ? value.slice(0, MAX_ROWS) : value));
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (holder.querySelectorAll('[data-row]'))) {
    if (!wanted.has(row.dataset.row ?? '') && !row.dataset.unsaved) row.remove();
  }
  number(holder);
}

/** A field that is moved in the page loses focus and caret; it gets them back. @param {() => void} change */
export function keepingFocus(change) {
  const active = document.activeElement;
  const isText = active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.type === 'text');
  const [start, end] = isText ? [active.selectionStart, active.selectionEnd] : [null, null];
  change();
  if (!(active instanceof HTMLElement) || document.activeElement === active || !active.isConnected) return;
  active.focus({ preventScroll: true });
  if (isText) active.setSelectionRange(start, end);
}

/**
 * The field that a JSON pointer of the service means, in a value that was sent.
 * @param {HTMLFormElement} form @param {string} pointer @param {any} sent the patch @returns {Field | undefined}
 */
export function fieldAt(form, pointer, sent) {
  const path = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const section = path[0] ?? '';
  let value = sent;
  let row = /** @type {Element | null} */ (null);
  for (const step of path) {
    value = value?.[step];
    if (typeof value?.id === 'string') row = form.querySelector(`[data-rows="${section}"] [data-row="${CSS.escape(value.id)}"]`);
  }
  if (section === 'keyMoments') row = form.querySelector(`[data-moments] > [data-row="${CSS.escape(path[1] ?? '')}"]`);
  if (row) return fieldIn(row, path.at(-1) ?? '') ?? fieldsOf(row)[0];
  const name = ANSWERS.includes(section) ? path.slice(0, 2).join('.') : path.join('.');
  const named = /** @type {Field | null} */ (form.querySelector(`[data-field][name="${CSS.escape(name)}"]`));
  return named ?? /** @type {Field | undefined} */ (form.querySelector(`[data-field][name="${section}"]`) ?? undefined);
}
