// How a value of the document stands in a field, and how the typed text becomes a value again: as src/pages/edit-fields.ts does for forms
// without script. A test holds that both agree.

/** @typedef {'line'|'area'|'number'|'time'|'date'|'list'|'choice'|'box'} Kind */

/**
 * The text of a field. Times are UTC and show no more digits than they have.
 * @param {string} kind @param {unknown} value @returns {string} of a box 'true' or ''
 */
export function showValue(kind, value) {
  if (value === null || value === undefined) return '';
  if (kind === 'list') return Array.isArray(value) ? value.join(', ') : String(value);
  if (kind === 'box') return value === true ? 'true' : '';
  if (kind === 'time') return showInstant(String(value));
  return String(value).replaceAll('\r\n', '\n');
}

/**
 * The value of a typed text. What cannot be read stays the text it is, so that the service names the field and nothing typed is lost.
 * @param {string} kind @param {boolean} nullable whether an empty field means null @param {string} typed @returns {unknown}
 */
export function readValue(kind, nullable, typed) {
  if (kind === 'box') return typed !== '';
  if (kind === 'list') return typed.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== '');
  const text = kind === 'area' ? typed : typed.trim().replaceAll('\n', ' ');
  if (text === '') return nullable ? null : '';
  if (kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === 'time') return readInstant(text);
  return text;
}

/** @param {string} at */
function showInstant(at) {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?Z$/.exec(at);
  if (!match) return at;
  const [, day, clock, seconds = '00', fraction = ''] = match;
  const rest = /[1-9]/.test(fraction) ? `:${seconds}.${fraction}` : seconds === '00' ? '' : `:${seconds}`;
  return `${day} ${clock}${rest}`;
}

/** @param {string} text */
export function readInstant(text) {
  const match = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(?:Z|UTC)?$/i.exec(text);
  return match ? `${match[1]}T${match[2]}${match[3] ?? ':00'}Z` : text;
}

/**
 * Equal text for equal JSON, whatever the order of keys.
 * @param {unknown} value @returns {string}
 */
export function canonical(value) {
  return JSON.stringify(value ?? null, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
