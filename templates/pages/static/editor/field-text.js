// What stands in a field as one text, whatever the field is: the form of it that is compared, kept and written back.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {Field} field @returns {field is HTMLInputElement} */
const isBox = (field) => field instanceof HTMLInputElement && field.type === 'checkbox';
/** @param {Field} field @returns {field is HTMLSelectElement} */
const isChoices = (field) => field instanceof HTMLSelectElement && field.multiple;

/** @param {Field} field @returns {string} of a box 'true' or ''; of several choices their values, apart by commas */
export function textIn(field) {
  if (isBox(field)) return field.checked ? 'true' : '';
  if (isChoices(field)) return [...field.selectedOptions].map(({ value }) => value).join(', ');
  return field.value;
}

/** The caret stays where it is in the text. @param {Field} field @param {string} text as `textIn` gives it */
export function putText(field, text) {
  if (textIn(field) === text) return;
  if (isBox(field)) field.checked = text !== '';
  else if (isChoices(field)) choose(field, text.split(', ').filter((value) => value !== ''));
  else if (field instanceof HTMLSelectElement || document.activeElement !== field) field.value = text;
  else keepCaret(field, text);
}

/** The chosen ones stand first, in their order: so what is read again is what was written. @param {HTMLSelectElement} field @param {string[]} values */
function choose(field, values) {
  const found = values.map((value) => [...field.options].find((option) => option.value === value) ?? new Option(WORDLESS, value));
  for (const option of field.options) option.selected = false;
  for (const option of found) option.selected = true;
  field.prepend(...found);
  // Browsers tell no one that a script chose.
  field.dispatchEvent(new Event('written'));
}

const WORDLESS = 'An action item that is not here any more';

/** @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} text */
function keepCaret(field, text) {
  const old = field.value;
  const caret = field.selectionStart ?? old.length;
  let same = 0;
  while (same < caret && old[same] === text[same]) same++;
  field.value = text;
  const now = same === caret ? caret : Math.max(same, text.length - (old.length - caret));
  field.setSelectionRange(now, now);
}
