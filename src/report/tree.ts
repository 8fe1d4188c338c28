import type { Token, Tokens } from 'marked';
import { childrenOf, isToken, lexMarkdown } from './lex-markdown.js';
import { picturePlace } from './pictures.js';
import { printable } from './printable.js';
import { columnWidths } from './tree-columns.js';
import { inlineTree, partsOf, textTree } from './tree-inline.js';
import type { Block, Inline, TableBlock } from './tree-node.js';

/** Nesting that the printer can lay out; deeper content is replaced by a note that says so. */
const MAX_DEPTH = 10;
/** Rows of one table (a timeline of 10,000 entries with a gap after each, and its key moments), and blocks of the whole document, that are printed; a note tells how many are left out. */
const MAX_ROWS = 21_000;
const MAX_BLOCKS = 30_000;
const MAX_CODE_LINES = 2_000;
/** A code line breaks only between parts. */
const CODE_PART = 12;

/**
 * Markdown as a small JSON tree for the PDF template: control characters and bidirectional overrides stripped, entities decoded,
 * heading levels without jumps (PDF/UA wants that), links of allowed schemes only, size and depth bounded with visible notes.
 */
export function markdownTree(markdown: string): Block[] {
  const text = printable(markdown);
  const tokens = lexMarkdown(text);
  if (!tokens) return [{ t: 'note', v: 'This document is nested too deeply to be formatted.' }, codeBlock(text)];
  const budget = { left: MAX_BLOCKS };
  return normaliseHeadings(blocks(tokens, 0, budget));
}

type Budget = { left: number };

function blocks(tokens: Token[], depth: number, budget: Budget): Block[] {
  const made: Block[] = [];
  for (const token of tokens) {
    if (budget.left-- <= 0) {
      if (budget.left === -1)
        made.push({ t: 'note', v: 'This document is too long to be printed whole: the rest is in report.md.' });
      break;
    }
    made.push(...block(token, depth, budget));
  }
  return made;
}

function block(token: Token, depth: number, budget: Budget): Block[] {
  if (isToken(token, 'space') || isToken(token, 'def') || isToken(token, 'checkbox')) return [];
  if (isToken(token, 'hr')) return [{ t: 'rule' }];
  if (isToken(token, 'code')) return [codeBlock(token.text)];
  if (isToken(token, 'table')) return table(token);
  if (isToken(token, 'html')) return htmlBlock(token.raw, depth);
  if (isToken(token, 'heading')) {
    const c = inlineTree(token.tokens);
    return c.length > 0 ? [{ t: 'heading', level: token.depth, c }] : [];
  }
  if (isToken(token, 'blockquote') || isToken(token, 'list')) {
    if (depth >= MAX_DEPTH) return [{ t: 'note', v: `Nested deeper than ${MAX_DEPTH} levels: see report.md.` }];
    if (isToken(token, 'blockquote')) return [{ t: 'quote', c: blocks(token.tokens, depth + 1, budget) }];
    const items = token.items.map((item) => listItem(item, depth + 1, budget));
    return [{ t: 'list', ordered: token.ordered, start: token.start === '' ? 1 : token.start, items }];
  }
  const inner = childrenOf(token);
  const c = inner.length > 0 ? inlineTree(inner) : textTree(token.raw);
  return c.length > 0 ? paragraph(c) : [];
}

/** Pictures that stand alone in a paragraph take the width they need. */
function paragraph(c: Inline[]): Block[] {
  const alone = c.every((node) => node.t === 'file' || node.t === 'br' || (node.t === 'text' && node.v.trim() === ''));
  if (!alone) return [directed(c)];
  const figures = c.flatMap((node): Block[] =>
    node.t === 'file' ? [{ t: 'figure', id: node.id, alt: node.alt }] : [],
  );
  return figures.length > 0 ? figures : [directed(c)];
}

function listItem(item: Tokens.ListItem, depth: number, budget: Budget): Block[] {
  const made = blocks(item.tokens, depth, budget);
  if (!item.task) return made;
  const box: Inline[] = [
    { t: 'box', checked: item.checked === true },
    { t: 'text', v: ' ' },
  ];
  const [first, ...rest] = made;
  return first?.t === 'par' ? [{ t: 'par', c: [...box, ...first.c] }, ...rest] : [{ t: 'par', c: box }, ...made];
}

/** Comments carry notes for the importer; other HTML in the canonical Markdown is none of ours and is shown. */
function htmlBlock(raw: string, depth: number): Block[] {
  const place = depth === 0 ? picturePlace(raw) : null;
  if (place) return [{ t: 'picture', place }];
  const words = raw.replace(/<!--[\s\S]*?-->/g, '').trim();
  return words === '' || /^<br\s*\/?>$/i.test(words) ? [] : [codeBlock(words)];
}

function codeBlock(text: string): Block {
  const lines = printable(text).replaceAll('\t', '    ').split('\n');
  const shown = lines.slice(0, MAX_CODE_LINES).map((line) => {
    const parts = line.split(/(?<= )(?=\S)/);
    return parts.flatMap((part) => (part.length > CODE_PART * 2 ? partsOf(part) : [part]));
  });
  if (lines.length > MAX_CODE_LINES) shown.push([`… ${lines.length - MAX_CODE_LINES} more lines: see report.md`]);
  return { t: 'code', lines: shown };
}

function table(token: Tokens.Table): Block[] {
  const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlineTree(cell.tokens));
  const rows = token.rows.slice(0, MAX_ROWS).map(cells);
  const head = cells(token.header);
  const made: TableBlock = {
    t: 'table',
    align: token.align.map((align) => align ?? 'left'),
    widths: columnWidths(head, rows),
    head,
    rows,
  };
  const left = token.rows.length - rows.length;
  return left > 0 ? [made, { t: 'note', v: `${left} more rows are not printed: see report.md.` }] : [made];
}

/** Headings of one document start at level 1 and go down one level at a time. */
function normaliseHeadings(made: Block[]): Block[] {
  let level = 0;
  const visit = (list: Block[]): Block[] =>
    list.map((entry): Block => {
      if (entry.t === 'heading') {
        level = Math.min(entry.level, level + 1);
        return { ...entry, level };
      }
      if (entry.t === 'quote') return { ...entry, c: visit(entry.c) };
      return entry.t === 'list' ? { ...entry, items: entry.items.map(visit) } : entry;
    });
  return visit(made);
}

const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

function directed(c: Inline[]): Block {
  const words = c.find((node) => node.t === 'text' && /\p{L}/u.test(node.v));
  return words?.t === 'text' && RIGHT_TO_LEFT.test(words.v) ? { t: 'par', c, rtl: true } : { t: 'par', c };
}
