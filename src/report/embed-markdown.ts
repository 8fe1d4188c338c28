import type { Token, Tokens } from 'marked';
import { embedInline } from './embed-inline.js';
import { codeSpan, escapePipes, escapeText, fence } from './escape-text.js';
import { childrenOf, isToken, lexMarkdown } from './lex-markdown.js';
import { notOurLabel } from './own-labels.js';
import { printable } from './printable.js';

/** Headings of the report itself use levels 1 to 3. */
const HIGHEST_HEADING = 4;
const MAX_DEPTH = 8;

/**
 * A person's Markdown as a part of a larger document: its headings sink below the report's own, fences close, raw HTML is
 * shown as text, comments and link definitions cannot reach what follows. Doing it twice changes nothing.
 */
export function embedMarkdown(markdown: string): string {
  const text = printable(markdown).replace(/\t/g, '    ');
  const tokens = lexMarkdown(text);
  if (!tokens) return `_Nested too deeply to be formatted, shown as it was written:_\n\n${fence(text)}`;
  const highest = Math.min(6, ...tokens.filter((token) => isToken(token, 'heading')).map((token) => token.depth));
  const written = blocks(tokens, {
    shift: Math.max(0, HIGHEST_HEADING - highest),
    depth: 0,
    used: hrefsOf(tokens),
    otherMarker: false,
  });
  // Marks and comments without words are shown, too: nothing that was written may look unanswered.
  if (written === '') return notABlock(escapeText(text));
  // In an item of a list it would become a box to tick.
  return written.replace(/^\[(?=[ xX]\](?:\s|$))/, '\\[');
}

/** A person's Markdown on one line: blocks become lines joined by <br>. */
export function embedLine(markdown: string): string {
  const text = printable(markdown).replace(/\t/g, ' ').trim();
  const tokens = lexMarkdown(text);
  if (!tokens) return escapeText(text);
  const lines = cellLines(tokens, 0).map((line) => line.trim());
  const words = lines
    .map((line, index) => (index < lines.length - 1 && /(?:^|[^\\])(?:\\\\)*\\$/.test(line) ? `${line}\\` : line))
    .join('<br>')
    .replace(/(?:<br>){3,}/g, '<br><br>')
    .replace(/^(?:<br>)+|(?:<br>)+$/g, '')
    .split('<br><br>')
    // Two lists in a row read back as one, without a line between its items.
    .reduce((above, below) => `${above}${isList(above) && below.startsWith('- ') ? '<br>' : '<br><br>'}${below}`);
  return words === '' ? notABlock(escapeText(text)) : words;
}

/** Whether the last block of a cell's lines has items. */
const isList = (lines: string) => /(?:^|<br>)- (?:(?!<br><br>).)*$/.test(lines);

/** The same inside a table cell. */
export function embedCell(markdown: string): string {
  return escapePipes(embedLine(markdown));
}

type Place = { shift: number; depth: number; used: Set<string>; otherMarker: boolean };

function blocks(tokens: Token[], place: Place): string {
  let previous: Token | undefined;
  let otherMarker = false;
  const parts: string[] = [];
  for (const token of tokens) {
    if (isToken(token, 'space')) continue;
    // Two lists in a row would read back as one: every second takes the other marker.
    otherMarker = previous !== undefined && isToken(previous, 'list') && isToken(token, 'list') && !otherMarker;
    const written = block(token, { ...place, otherMarker });
    if (written === '') continue;
    parts.push(written);
    previous = token;
  }
  return parts.join('\n\n');
}

function block(token: Token, place: Place): string {
  if (isToken(token, 'heading')) {
    const words = embedInline(token.tokens)
      .replace(/\s*\n\s*/g, ' ')
      .trim();
    return words === '' ? '' : `${'#'.repeat(Math.min(6, token.depth + place.shift))} ${words}`;
  }
  if (isToken(token, 'code')) return fence(token.text, token.lang ?? '');
  // Dashes after the mark of a list would be one rule together with it.
  if (isToken(token, 'hr')) return '___';
  if (isToken(token, 'html')) return htmlBlock(token.raw);
  if (isToken(token, 'def')) return place.used.has(token.href) ? '' : escapeText(token.raw);
  if (isToken(token, 'table')) return table(token);
  if (isToken(token, 'blockquote') || isToken(token, 'list')) {
    if (place.depth >= MAX_DEPTH)
      return `_Nested deeper than ${MAX_DEPTH} levels, shown as it was written:_\n\n${fence(token.raw)}`;
    const inner = { ...place, depth: place.depth + 1 };
    return isToken(token, 'list') ? list(token, inner) : indent(blocks(token.tokens, inner), '> ', '> ');
  }
  const inner = childrenOf(token);
  const words = notOurLabel((inner.length > 0 ? embedInline(inner) : escapeText(token.raw)).trim());
  // A line of nothing but dashes would make a heading of what stands above it.
  return words.replace(/\n *(?=(?:=+|-+) *$)/gm, '\n\\');
}

/** A comment is no text for readers; any other block of HTML is shown, not obeyed. */
function htmlBlock(raw: string): string {
  const trimmed = raw.trim();
  if (/^(?:<!--(?:(?!-->)[\s\S])*-->\s*)+$/.test(trimmed) || /^<br\s*\/?>$/i.test(trimmed)) return '';
  return trimmed === '' ? '' : fence(trimmed, 'html');
}

function list(token: Tokens.List, place: Place): string {
  const first = token.start === '' ? 1 : token.start;
  const items = token.items.map((item, index) => {
    const marker = token.ordered
      ? `${first + index}${place.otherMarker ? ')' : '.'} `
      : place.otherMarker
        ? '* '
        : '- ';
    const box = item.task ? `[${item.checked ? 'x' : ' '}] ` : '';
    const parts = item.tokens
      .filter((child) => !isToken(child, 'checkbox'))
      .map((child) => block(child, { ...place, otherMarker: false }))
      .filter((part) => part !== '');
    return indent(`${box}${parts.join(token.loose ? '\n\n' : '\n')}`, marker, ' '.repeat(marker.length));
  });
  return items.join(token.loose ? '\n\n' : '\n');
}

function table(token: Tokens.Table): string {
  const row = (cells: Tokens.TableCell[]) =>
    `| ${cells.map((cell) => escapePipes(embedInline(cell.tokens))).join(' | ')} |`;
  const marks = { left: ':--', right: '--:', center: ':-:' } as const;
  const rule = `|${token.align.map((align) => (align ? marks[align] : '---')).join('|')}|`;
  return [row(token.header), rule, ...token.rows.map(row)].join('\n');
}

/** Prefixes the first line with one string and the rest with another; blank lines carry no trailing blanks. */
export function indent(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join('\n');
}

function cellLines(tokens: Token[], depth: number): string[] {
  return tokens.flatMap((token): string[] => {
    if (isToken(token, 'space')) return [''];
    if (depth > MAX_DEPTH || isToken(token, 'table') || isToken(token, 'def')) return [escapeText(token.raw)];
    if (isToken(token, 'code'))
      return token.text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(codeSpan);
    if (isToken(token, 'html'))
      return /^<!--[\s\S]*-->$/.test(token.raw.trim())
        ? []
        : token.raw
            .trim()
            .split('\n')
            .map((line) => notABlock(escapeText(line)));
    if (isToken(token, 'blockquote')) return cellLines(token.tokens, depth + 1);
    if (isToken(token, 'list'))
      return token.items.flatMap((item, index) => {
        const own = item.tokens.filter((child) => !isToken(child, 'checkbox'));
        const lines = cellLines(own, depth + 1).filter((line) => line !== '');
        const box = item.task ? `\\[${item.checked ? 'x' : ' '}\\] ` : '';
        const marker = `${token.ordered ? `${Number(token.start) + index}\\.` : '-'} ${box}`;
        return lines.length === 0
          ? [notABlock(marker.trim())]
          : lines.map((line, at) => (at === 0 ? `${marker}${line}` : line));
      });
    if (isToken(token, 'heading')) {
      const title = embedInline(token.tokens)
        .replaceAll('**', '')
        .replace(/\s*(?:\n|<br>)\s*/g, ' ')
        .trim();
      return [title === '' || /^\*|[\\*]$/.test(title) ? notABlock(title) : `**${title}**`];
    }
    const inner = childrenOf(token);
    const words = (inner.length > 0 ? embedInline(inner) : escapeText(token.raw)).trim();
    return notOurLabel(words)
      .split(/ *\\?\n *| *<br> */)
      .map(notABlock);
  });
}

/** A line of a paragraph that a break put at a beginning: read back, it must not become a list, a heading or a quote. */
function notABlock(line: string): string {
  return line.replace(
    /^(#{1,6}|[-+*]|\d{1,9}(?=[.)]))(?=[.)]?(?:\s|$))|^>|^\[(?=[^\]]*\]:)|^(?=(?:=+|-+)$)/,
    (mark, start?: string) => (start !== undefined && /\d/.test(start) ? `${mark}\\` : `\\${mark}`),
  );
}

function hrefsOf(tokens: Token[], into = new Set<string>(), depth = 0): Set<string> {
  for (const token of tokens) {
    if (isToken(token, 'link') || isToken(token, 'image')) into.add(token.href);
    if (depth < 60) hrefsOf(childrenOf(token), into, depth + 1);
    if (isToken(token, 'list')) for (const item of token.items) hrefsOf(item.tokens, into, depth + 1);
  }
  return into;
}
