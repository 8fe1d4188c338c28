import { textOf } from './tree-columns.js';
import { textTree } from './tree-inline.js';
import type { Block, Inline, TableBlock } from './tree-node.js';

/** A footnote tells what is cited; the whole quote is in the table of evidence. */
const LONGEST_NOTE = 180;
/**
 * Footnotes cost the layout more than anything else, above all in a table, which is laid out again for each. In a long table, and beyond
 * so many notes, citations lead to the table of evidence only. Those links are known after a first layout only, so that a table of 60 rows
 * is laid out once more: some 13 ms a document, which a reader who follows a citation is worth.
 */
const MOST_NOTES = 120;
const LONGEST_NOTED_TABLE = 12;

/**
 * Gives citations their part in print: the first of each becomes a footnote with source, time, words and link, later ones lead to
 * its row in the table under the last heading "Evidence". A label without a row stays text.
 */
export function placeNotes(blocks: readonly Block[]): { blocks: Block[]; notes: Record<string, Inline[]> } {
  const at = blocks.findLastIndex(
    (block) => block.t === 'heading' && block.level === 2 && textOf(block.c) === 'Evidence',
  );
  const index = at < 0 ? -1 : blocks.findIndex((block, place) => place > at && block.t === 'table');
  const table = blocks[index];
  if (table?.t !== 'table') return { blocks: [...blocks], notes: {} };
  const rows = evidenceRows(table);
  const notes: Record<string, Inline[]> = {};
  const seen = new Set<string>();
  const link: Part = (label) => (rows.has(label) ? { t: 'cite', label, role: 'again' } : { t: 'cite', label });
  const part: Part = (label) => {
    if (!rows.has(label)) return { t: 'cite', label };
    const first = !seen.has(label) && seen.size < MOST_NOTES;
    if (first) {
      seen.add(label);
      notes[label] = rows.get(label) ?? [];
    }
    return { t: 'cite', label, role: first ? 'first' : 'again' };
  };
  const placed = blocks.map((block, place) => {
    if (place === index) return withAnchors(table);
    const long = block.t === 'table' && block.rows.length > LONGEST_NOTED_TABLE;
    return citedBlock(block, long ? link : part);
  });
  return { blocks: placed, notes };
}

function evidenceRows(table: TableBlock): Map<string, Inline[]> {
  const notes = new Map<string, Inline[]>();
  for (const [first, source, time, text] of table.rows) {
    const label = first?.length === 1 ? first[0] : undefined;
    if (label?.t === 'cite' && text) notes.set(label.label, noteOf(textOf(source ?? []), textOf(time ?? []), text));
  }
  return notes;
}

function noteOf(source: string, time: string, text: readonly Inline[]): Inline[] {
  const head = [source, time === '' ? '' : `${time} UTC`].filter((part) => part !== '').join(', ');
  const link = text.findLast((node) => node.t === 'link');
  const words = Array.from(textOf(text.filter((node) => node !== link)).trim());
  const said = words.length > LONGEST_NOTE ? `${words.slice(0, LONGEST_NOTE).join('')} …` : words.join('');
  return [
    ...textTree(head === '' ? said : `${head}: ${said}`),
    ...(link ? [{ t: 'text' as const, v: ' ' }, link] : []),
  ];
}

function withAnchors(table: TableBlock): TableBlock {
  const seen = new Set<string>();
  return {
    ...table,
    rows: table.rows.map(([first, ...rest]) => {
      const label = first?.length === 1 ? first[0] : undefined;
      if (!first || label?.t !== 'cite' || seen.has(label.label)) return first ? [first, ...rest] : rest;
      seen.add(label.label);
      return [[{ t: 'cite', label: label.label, role: 'row' }], ...rest];
    }),
  };
}

type Part = (label: string) => Inline;

function citedBlock(block: Block, part: Part): Block {
  if (block.t === 'par' || block.t === 'heading') return { ...block, c: citedInline(block.c, part) };
  if (block.t === 'quote') return { ...block, c: block.c.map((inner) => citedBlock(inner, part)) };
  if (block.t === 'list')
    return { ...block, items: block.items.map((item) => item.map((inner) => citedBlock(inner, part))) };
  if (block.t === 'table')
    return { ...block, rows: block.rows.map((row) => row.map((cell) => citedInline(cell, part))) };
  return block;
}

function citedInline(nodes: readonly Inline[], part: Part): Inline[] {
  return nodes.map((node) => {
    if (node.t === 'cite') return part(node.label);
    return 'c' in node && node.t !== 'link' ? { ...node, c: citedInline(node.c, part) } : node;
  });
}
