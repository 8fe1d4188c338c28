import type { Element, Root } from 'hast';
import { element, elementsOf, visit, wordsOf } from './hast-nodes.js';
import { citedRows, linkCitations, popovers } from './html-citations.js';
import type { PicturePlace, Pictures } from './pictures.js';
import { shownColumns } from './shown-columns.js';

export type Heading = { id: string; text: string; level: number };

/**
 * Makes an article of sanitised HTML: headings get anchors, pictures stand in their places, citations open what they cite, tables
 * and the tree of whys get the names that the style sheet knows. Nothing here reads markup of a person: it is all elements by now.
 */
export function makeArticle(root: Root, pictures: Pictures): Heading[] {
  const headings = anchorHeadings(root);
  const cited = citedRows(root);
  placePictures(root, pictures);
  visit(root, (parent, node, index) => {
    if (MAY_RUN_LEFT.has(node.tagName) && /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(wordsOf(node)))
      node.properties.dir = 'auto';
    if (node.tagName === 'td' && /^\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?$/.test(wordsOf(node)))
      node.properties.className = ['when'];
    if (node.tagName === 'table') {
      const name = tableName(node);
      if (name !== '') node.properties.className = [name];
      if (name === 'facts') markSeverity(node);
      if (name === 'timeline') markRows(node);
      leaveOutEmptyColumns(node);
      const columns = columnsOf(node);
      if (name !== 'timeline' && columns > 4) node.properties.className = columns > 12 ? ['many', 'most'] : ['many'];
      // It may be wider than the screen; the keyboard reaches it to scroll.
      const scrolls = { className: ['wide'], tabIndex: 0, role: 'group', ariaLabel: TABLE_LABELS[name] ?? 'Table' };
      parent.children[index] = element('div', scrolls, [node]);
    }
    // In print an address stands behind a link, but not twice.
    if (node.tagName === 'a' && wordsOf(node) === node.properties.href) node.properties.className = ['bare'];
    if (node.tagName === 'ul' && isWhys(node)) node.properties.className = ['whys'];
  });
  linkCitations(root, cited);
  root.children.push(...popovers(cited));
  return headings;
}

function anchorHeadings(root: Root): Heading[] {
  const used = new Map<string, number>();
  return root.children.flatMap((node) => {
    const level = node.type === 'element' ? ['h1', 'h2', 'h3'].indexOf(node.tagName) + 1 : 0;
    if (node.type !== 'element' || level === 0) return [];
    const text = wordsOf(node);
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '');
    const times = (used.get(slug) ?? 0) + 1;
    used.set(slug, times);
    const id = `section-${slug}${times > 1 ? `-${times}` : ''}`;
    node.properties.id = id;
    return [{ id, text, level }];
  });
}

/** The renderer wrote `<figure>charts</figure>` where the template wants them. */
function placePictures(root: Root, pictures: Pictures): void {
  visit(root, (parent, node, index) => {
    if (node.tagName !== 'figure') return;
    const drawn = pictures[wordsOf(node) as PicturePlace] ?? [];
    // On a phone it is wider than the screen; the keyboard reaches it to scroll, as it reaches a table.
    const scrolls = { className: ['chart'], tabIndex: 0, ariaLabel: 'Picture' };
    const figures = drawn.map(({ svg }) => element('figure', scrolls, [{ type: 'raw', value: svg }]));
    parent.children[index] = element('div', { className: ['pictures'] }, figures);
  });
  root.children = root.children.filter(
    (node) =>
      !(node.type === 'element' && node.properties.className?.toString() === 'pictures' && node.children.length === 0),
  );
}

const TABLES: [string, string][] = [
  ['Field Value', 'facts'],
  ['Time (UTC) Kind', 'timeline'],
  ['No. Action item Owner', 'actions'],
];

const TABLE_LABELS: Record<string, string> = {
  facts: 'Facts of this COE',
  timeline: 'Timeline',
  actions: 'Action items',
};

function tableName(table: Element): string {
  const head = elementsOf(table).find(({ tagName }) => tagName === 'thead');
  const titles = head ? elementsOf(elementsOf(head)[0]).map(wordsOf).join(' ') : '';
  return TABLES.find(([first]) => titles.startsWith(first))?.[1] ?? '';
}

/** Their words may be of a script that runs from right to left. */
const MAY_RUN_LEFT = new Set(['p', 'li', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

function columnsOf(table: Element): number {
  return elementsOf(elementsOf(elementsOf(table)[0])[0]).length;
}

function markSeverity(table: Element): void {
  visit(table, (_parent, cell) => {
    const words = cell.tagName === 'td' ? wordsOf(cell) : '';
    if (/^SEV[1-5]$/.test(words))
      cell.children = [element('span', { className: ['sev', words.toLowerCase()] }, cell.children)];
  });
}

/** Rows with a key moment, and those of silence: the fifth column names the moment, the second says `gap`. */
function markRows(table: Element): void {
  visit(table, (_parent, row) => {
    const cells = row.tagName === 'tr' ? elementsOf(row) : [];
    if (cells[0]?.tagName !== 'td') return;
    const [, kind, , , moment] = cells.map(wordsOf);
    if (kind === 'gap') row.properties.className = ['gap'];
    else if (moment) row.properties.className = ['moment'];
  });
}

/** Columns of the report's own tables that say nothing, see {@link shownColumns}. */
function leaveOutEmptyColumns(table: Element): void {
  const rows = elementsOf(table).flatMap((part) => elementsOf(part).map((row) => ({ row, cells: elementsOf(row) })));
  const [head, ...body] = rows;
  if (!head) return;
  const shown = new Set(
    shownColumns(head.cells.map(wordsOf), (column) => body.every(({ cells }) => isBlank(cells[column]))),
  );
  if (shown.size === head.cells.length) return;
  for (const { row, cells } of rows) row.children = cells.filter((_cell, column) => shown.has(column));
}

const isBlank = (cell: Element | undefined) => !cell || (elementsOf(cell).length === 0 && wordsOf(cell).trim() === '');

/** Every item begins with its number in bold: W1, W1.2. */
function isWhys(list: Element): boolean {
  const items = elementsOf(list);
  return items.length > 0 && items.every((item) => /^\s*W\d+(?:\.\d+)*\s/.test(wordsOf(item).slice(0, 60)));
}
