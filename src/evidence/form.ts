import { knownColumn } from './columns.js';
import { leadingTime } from './leading-time.js';

export type SniffedForm =
  | { form: 'ndjson' }
  | { form: 'json' }
  | { form: 'csv'; delimiter: string }
  | { form: 'text' }
  | { form: 'yaml' }
  | { form: 'unknown' };

const LINES_READ = 50;

/** How a file is built, judged by its beginning (`sample`; `whole` when that is all of it). */
export function sniffForm(sample: string, whole: boolean): SniffedForm {
  const text = sample.trimStart();
  const lines = text.split('\n', LINES_READ + 1);
  // The last line may be cut off, unless there is no other to judge by.
  if (lines.length > 1 && (!whole || lines.length > LINES_READ)) lines.pop();
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const objects = filled.filter(isJsonObject).length;
  const begun = filled.filter((line) => line.startsWith('{')).length;
  // Broken lines between good ones are bad records, not another form.
  if (objects > 0 && (objects * 2 >= filled.length || begun === filled.length)) return { form: 'ndjson' };
  if (/^\{|^\[\s*(?:[{"[\]]|$)/.test(text)) return { form: 'json' };
  const delimiter = delimiterOf(filled);
  if (delimiter !== null && namesATime(filled[0] ?? '', delimiter)) return { form: 'csv', delimiter };
  const timed = filled.filter((line) => leadingTime(line) !== null).length;
  if (timed > 0 && timed * 2 >= filled.length) return { form: 'text' };
  if (delimiter !== null) return { form: 'csv', delimiter };
  if (timed > 0) return { form: 'text' };
  return isYaml(lines) ? { form: 'yaml' } : { form: 'unknown' };
}

const YAML_KEY = /^(?:- )*["']?[A-Za-z_][\w./-]*["']?:(?:\s|$)/;

/** A document that begins with a key, whose other lines at the margin are keys, list members or comments too. */
function isYaml(lines: string[]): boolean {
  const atMargin = lines.filter((line) => /^\S/.test(line) && !/^(?:#|---|%)/.test(line));
  return atMargin.length > 0 && atMargin.every((line) => YAML_KEY.test(line) || /^- /.test(line));
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{') || !line.endsWith('}')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a line is the head of a table that has a column of times. */
export function namesATime(line: string, delimiter: string): boolean {
  return line.split(delimiter).some((cell) => knownColumn(cell.replace(/^"|"$/g, '')) === 'time');
}

/** The separator whose count in the first line is at least one and recurs in the lines below; quoted text is ignored. */
function delimiterOf(lines: string[]): string | null {
  const bare = lines.map((line) => line.replace(/"(?:[^"]|"")*("|$)/g, ''));
  const first = bare[0] ?? '';
  const excel = /^sep=(.)$/i.exec(first);
  if (excel?.[1] !== undefined) return excel[1];
  let best: { delimiter: string; score: number } | null = null;
  for (const delimiter of [',', ';', '\t', '|']) {
    const columns = first.split(delimiter).length;
    if (columns < 2) continue;
    const same = bare.filter((line) => line.split(delimiter).length === columns).length;
    // A column of sentences holds commas of its own, so an exact count everywhere is not asked for.
    const score = same / bare.length + columns / 1000;
    if (best === null || score > best.score) best = { delimiter, score };
  }
  if (best === null) return null;
  // Prose has commas too: a table is one whose lines agree, or whose first line names a column of times.
  return best.score >= 0.5 || namesATime(first, best.delimiter) ? best.delimiter : null;
}
