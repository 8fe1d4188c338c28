/** What stands in one cell: a number (with the unit written behind it), nothing, or something else. */
export type CellValue = { value: number; unit: string | null } | { missing: true } | { bad: string };

const MISSING = /^(?:|null|nil|none|nan|-nan|n\/a|na|undefined|-|–|no data|[+-]?inf(?:inity)?)$/i;
const NUMBER = /^([+-]?(?:\d[\d.,]*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\p{L}[\p{L}\d/²³.·]{0,19}|%|°C)?$/u;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const COMMA_DECIMAL = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/;

/**
 * Reads a value as monitoring tools write it: a number, a number in a string (Prometheus), NaN and ±Inf (no point: CloudWatch has none
 * either, and nothing can be drawn or compared), a number with its unit (Grafana's formatted export).
 * @param decimalComma 0,45 is less than one half: the file is separated by semicolons or tabs, so commas are free for it
 */
export function readValue(cell: unknown, decimalComma = false): CellValue {
  if (cell === null || cell === undefined) return { missing: true };
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, unit: null } : { missing: true };
  if (typeof cell !== 'string') return { bad: 'the value is no number' };
  const text = cell.trim();
  if (MISSING.test(text)) return { missing: true };
  const found = NUMBER.exec(text);
  if (found === null) return { bad: `the value "${text.slice(0, 40)}" is no number` };
  const [, digits = '', unit = null] = found;
  const plain = withoutCommas(digits, decimalComma);
  if (plain === null) return { bad: `the value "${text.slice(0, 40)}" may mean two numbers; write it without commas` };
  const value = Number(plain);
  return Number.isFinite(value) ? { value, unit } : { bad: `the value "${text.slice(0, 40)}" is no number` };
}

function withoutCommas(digits: string, decimalComma: boolean): string | null {
  if (!digits.includes(',')) return digits;
  if (decimalComma) return COMMA_DECIMAL.test(digits) ? digits.replaceAll('.', '').replace(',', '.') : null;
  return THOUSANDS.test(digits) ? digits.replaceAll(',', '') : null;
}
