// Tables from a spreadsheet or a web page as Markdown.

/**
 * @param {string} text tab-separated, as spreadsheets copy; a cell with a line break stands in quotes
 * @returns {string[][] | undefined} undefined for what is no table of at least two rows and two columns
 */
export function rowsOfTsv(text) {
  if (!text.includes('\t')) return undefined;
  const rows = /** @type {string[][]} */ ([]);
  let row = /** @type {string[]} */ ([]);
  for (const [, quoted, plain = '', end] of text.replace(/\r\n?/g, '\n').replace(/\n$/, '').matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\t') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  const width = rows[0]?.length ?? 0;
  return rows.length > 1 && width > 1 && rows.every((one) => one.length === width) ? rows : undefined;
}

/** @param {string} html of the clipboard @returns {string[][] | undefined} the cells of its first table */
export function rowsOfHtml(html) {
  if (!/<table/i.test(html)) return undefined;
  // Parsed, never put into the page: nothing in it runs or loads.
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  const rows = [...(table?.rows ?? [])].map((row) => [...row.cells].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()));
  const filled = rows.filter((row) => row.length > 0);
  return filled.length > 1 && filled.some((row) => row.length > 1) ? filled : undefined;
}

/** @param {readonly string[][]} rows the first is the heading @returns {string} with every row of one width, nothing in a cell taken for syntax */
export function markdownTable(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  const cell = (/** @type {string | undefined} */ text) => (text ?? '').trim().replace(/\s*\n\s*/g, '<br>').replaceAll('\\', '\\\\').replaceAll('|', '\\|');
  const line = (/** @type {readonly string[]} */ row) => `| ${Array.from({ length: width }, (_, index) => cell(row[index])).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), `|${' --- |'.repeat(width)}`, ...rest.map(line)].join('\n');
}
