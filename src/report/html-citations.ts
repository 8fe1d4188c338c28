import type { Element, ElementContent, Root } from 'hast';
import { element, elementsOf, visit, wordsOf } from './hast-nodes.js';

/** A row of the table of evidence, by its label (E1). */
export type CitedRows = Map<string, { row: Element; cells: Element[] }>;

/** The rows of the table under the last heading "Evidence": those whose first cell is a citation and nothing else. */
export function citedRows(root: Root): CitedRows {
  const at = root.children.findLastIndex(
    (node) => node.type === 'element' && node.tagName === 'h2' && wordsOf(node) === 'Evidence',
  );
  const rows: CitedRows = new Map();
  if (at < 0) return rows;
  visit({ type: 'root', children: root.children.slice(at) }, (_parent, row) => {
    if (row.tagName !== 'tr') return;
    const cells = elementsOf(row);
    const [label] = elementsOf(cells[0]);
    if (label?.tagName === 'cite' && cells.length >= 4) rows.set(wordsOf(label), { row, cells });
  });
  return rows;
}

/** Each citation becomes a button that opens what it cites, without script; in a link, or without evidence, it is words. */
export function linkCitations(root: Root, cited: CitedRows): void {
  for (const [label, { row, cells }] of cited) {
    row.properties.id = `evidence-${label}`;
    const [cell] = cells;
    if (cell) cell.children = [{ type: 'raw', value: `[${label}]` }];
  }
  visit(root, (parent, node, index) => {
    if (node.tagName !== 'cite') return;
    const label = wordsOf(node);
    const words: ElementContent = { type: 'raw', value: `[${label}]` };
    const inLink = parent.type === 'element' && parent.tagName === 'a';
    parent.children[index] =
      cited.has(label) && !inLink
        ? element('button', { type: 'button', className: ['cite'], popoverTarget: `about-${label}` }, [words])
        : words;
  });
}

/** What a citation opens: the source, the time, the words and the way to them. */
export function popovers(cited: CitedRows): Element[] {
  return [...cited].map(([label, { cells }]) => {
    const [, source, time, text] = cells;
    const head = [wordsIn(source), wordsIn(time) === '' ? '' : `${wordsIn(time)} UTC`].filter((part) => part !== '');
    return element('div', { popover: '', id: `about-${label}`, className: ['cited'], role: 'note' }, [
      element('p', {}, [element('strong', {}, [raw(`[${label}]`)]), raw(` ${escaped(head.join(', '))}`)]),
      element('p', {}, structuredClone(text?.children ?? [])),
      element('p', {}, [element('a', { href: `#evidence-${label}` }, [raw('In the list of evidence')])]),
    ]);
  });
}

const wordsIn = (cell: Element | undefined): string => (cell ? wordsOf(cell) : '');
const raw = (value: string): ElementContent => ({ type: 'raw', value });
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
