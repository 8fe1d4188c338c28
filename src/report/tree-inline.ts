import { decodeHTML } from 'entities';
import type { Token } from 'marked';
import { childrenOf, isToken } from './lex-markdown.js';
import { attachmentIn, printable, safeAddress } from './printable.js';
import type { Inline } from './tree-node.js';

const MAX_INLINE_DEPTH = 12;
/** A word longer than this may not fit a table column. */
const LONG_WORD = 24;
const HAS_LONG_WORD = new RegExp(`\\S{${LONG_WORD + 1}}`);
const PIECE = 16;
const PART = 6;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Inline tokens as tree nodes; neighbours of plain text are joined. */
export function inlineTree(tokens: Token[], depth = 0): Inline[] {
  return join(tokens.flatMap((token) => span(token, depth)));
}

/** Plain text as nodes: long words in parts. */
export function textTree(text: string): Inline[] {
  const line = printable(text).replace(/\s+/g, ' ');
  if (!HAS_LONG_WORD.test(line)) return line === '' ? [] : [{ t: 'text', v: line }];
  const nodes: Inline[] = [];
  for (const piece of line.split(/(?<= )/)) {
    const word = piece.trimEnd();
    if (word.length <= LONG_WORD) nodes.push({ t: 'text', v: piece });
    else nodes.push({ t: 'long', parts: partsOf(word) }, ...(word === piece ? [] : [{ t: 'text' as const, v: ' ' }]));
  }
  return join(nodes);
}

/**
 * A long word in the parts between which it may break: after marks such as - / . first, anywhere in what is still long. Never inside
 * a character: an emoji of several code points or a letter with its accents stays whole.
 */
export function partsOf(word: string): string[] {
  return word
    .split(/(?<=[-/._:?&=,;@|\\])(?![-/._:?&=,;@|\\])/)
    .flatMap((piece) => (piece.length > PIECE ? chunks(piece) : [piece]));
}

function chunks(word: string): string[] {
  const parts: string[] = [];
  // The segmenter's time grows with the square of its text: a word of thousands of letters is given to it in stretches.
  for (const stretch of word.match(/.{1,1000}/gsu) ?? []) {
    let part = '';
    for (const { segment } of graphemes.segment(stretch)) {
      part += segment;
      if (part.length >= PART) {
        parts.push(part);
        part = '';
      }
    }
    if (part !== '') parts.push(part);
  }
  return parts;
}

function span(token: Token, depth: number): Inline[] {
  if (depth > MAX_INLINE_DEPTH) return textTree(token.raw);
  if (isToken(token, 'br')) return [{ t: 'br' }];
  if (isToken(token, 'codespan')) return [{ t: 'code', v: codeParts(token.text) }];
  if (isToken(token, 'checkbox')) return [{ t: 'box', checked: token.checked }];
  if (isToken(token, 'escape')) return textTree(token.text);
  if (isToken(token, 'html')) {
    if (/^<br\s*\/?>$/i.test(token.raw)) return [{ t: 'br' }];
    return token.raw.startsWith('<!--') ? [] : textTree(token.raw);
  }
  if (isToken(token, 'image')) {
    const id = attachmentIn(token.href);
    if (id) return [{ t: 'file', id, alt: decodeHTML(token.text).trim() }];
    return linked(token.href, textTree(`[image: ${decodeHTML(token.text)}]`));
  }
  if (isToken(token, 'link')) return linked(token.href, inlineTree(token.tokens, depth + 1));
  const inner = childrenOf(token);
  if (isToken(token, 'strong') || isToken(token, 'em') || isToken(token, 'del'))
    return [{ t: token.type, c: inlineTree(inner, depth + 1) }];
  if (inner.length > 0) return inlineTree(inner, depth + 1);
  return citedTree('text' in token ? String(token.text) : token.raw);
}

/** Text with the citations that the report made; brackets that a person typed are escaped and come as tokens of their own. */
function citedTree(text: string): Inline[] {
  return text.split(/\[(E\d+)\]/).flatMap((part, index): Inline[] => {
    if (index % 2 === 1) return [{ t: 'cite', label: part }];
    return part === '' ? [] : textTree(decodeHTML(part));
  });
}

function linked(href: string, words: Inline[]): Inline[] {
  const safe = safeAddress(printable(href));
  return safe && words.length > 0 ? [{ t: 'link', href: safe, c: words }] : words;
}

function codeParts(text: string): string[] {
  const flat = printable(text).replace(/\s/g, ' ');
  return flat
    .split(/(?<=[ ])/)
    .flatMap((word) => (word.length > LONG_WORD ? partsOf(word) : [word]))
    .filter((part) => part !== '');
}

function join(nodes: Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.t === 'text' && last?.t === 'text') joined[joined.length - 1] = { t: 'text', v: last.v + node.v };
    else joined.push(node);
  }
  return joined;
}
