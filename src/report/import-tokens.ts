import { Lexer, type Token, type Tokens } from 'marked';
import { childrenOf, isToken, lexMarkdown } from './lex-markdown.js';
import { inlineTree } from './tree-inline.js';
import type { Inline } from './tree-node.js';

/** The words of inline tokens without their formatting; a line break becomes a space. */
export function plainWords(tokens: Token[]): string {
  return wordsOf(inlineTree(tokens)).replace(/\s+/g, ' ').trim();
}

/** The words of one line of Markdown. */
export function plainLine(markdown: string): string {
  return plainWords((lexMarkdown(markdown) ?? []).flatMap((token) => childrenOf(token)));
}

/** The words of Markdown that stands within a line, where "1. y" is no list. */
export function spanWords(markdown: string): string {
  return plainWords(Lexer.lexInline(markdown.trim(), { gfm: true }));
}

function wordsOf(nodes: Inline[]): string {
  return nodes
    .map((node): string => {
      if (node.t === 'text') return node.v;
      if (node.t === 'long') return node.parts.join('');
      if (node.t === 'code') return node.v.join('');
      if (node.t === 'cite') return `[${node.label}]`;
      if (node.t === 'file') return node.alt;
      if (node.t === 'br') return ' ';
      return node.t === 'box' ? '' : wordsOf(node.c);
    })
    .join('');
}

/** Blocks as the Markdown they were written in. */
export function rawMarkdown(tokens: Token[]): string {
  return tokens
    .map((token) => token.raw)
    .join('')
    .trimEnd()
    .replace(/^(?:[ \t]*\n)+/, '');
}

/** A cell's Markdown with its line breaks back. */
export function cellMarkdown(cell: Tokens.TableCell | undefined): string {
  return (cell?.text ?? '').replace(/ *<br\s*\/?> */gi, '\n').trim();
}

export function cellWords(cell: Tokens.TableCell | undefined): string {
  return cell ? plainWords(cell.tokens) : '';
}

/** A list item's own Markdown without its marker; a task's box is left out. */
export function itemMarkdown(item: Tokens.ListItem): string {
  return item.text.replace(/^\[[ xX]\]\s+/, '').trim();
}

/** A table's cells by the words of its header, lower case. */
export function tableRecords(table: Tokens.Table): Map<string, Tokens.TableCell>[] {
  const names = table.header.map((cell) => plainWords(cell.tokens).toLowerCase());
  return table.rows.map((row) => new Map(row.map((cell, index) => [names[index] ?? '', cell])));
}

/** The first table whose header begins with these words. */
export function tableWith(tokens: Token[], ...titles: string[]): Tokens.Table | undefined {
  return tokens
    .filter((token) => isToken(token, 'table'))
    .find((table) => titles.every((title, index) => cellWords(table.header[index]) === title));
}
