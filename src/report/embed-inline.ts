import type { Token } from 'marked';
import { escapeText } from './escape-text.js';
import { childrenOf, isToken } from './lex-markdown.js';
import { attachmentIn, safeAddress } from './printable.js';

/** Deeper emphasis is shown as the characters that were typed. */
const MAX_INLINE_DEPTH = 20;

/**
 * Inline tokens of a person's Markdown, written back so that nothing of them acts outside their own text: raw HTML is shown
 * as characters, an address of another scheme than http, https, mailto and of no file beside the COE is dropped, reference links become inline links.
 */
export function embedInline(tokens: Token[], depth = 0): string {
  return tokens.map((token) => embedSpan(token, depth)).join('');
}

function embedSpan(token: Token, depth: number): string {
  if (depth > MAX_INLINE_DEPTH) return escapeText(token.raw);
  if (isToken(token, 'html')) return embedTag(token.raw);
  if (isToken(token, 'link')) return embedLink(token, depth);
  if (isToken(token, 'image')) {
    const address = attachmentIn(token.href) ? token.href : safeAddress(token.href);
    if (!address) return escapeText(token.text);
    return token.raw.includes('](') ? token.raw : `![${escapeText(token.text)}](${target(address)})`;
  }
  // The list writes the box of its item.
  if (isToken(token, 'checkbox')) return '';
  const inner = childrenOf(token);
  if (inner.length === 0) return token.raw;
  const written = embedInline(inner, depth + 1);
  // What was typed stays as it was typed (`_a_` is not made `*a*`) unless something inside had to change.
  if (written === inner.map((child) => child.raw).join('')) return token.raw;
  if (isToken(token, 'strong')) return `**${written}**`;
  if (isToken(token, 'em')) return `*${written}*`;
  return isToken(token, 'del') ? `~~${written}~~` : written;
}

function embedTag(raw: string): string {
  if (/^<br\s*\/?>$/i.test(raw)) return '<br>';
  return raw.startsWith('<!--') && raw.endsWith('-->') ? '' : escapeText(raw);
}

function embedLink(token: { raw: string; href: string; text: string; tokens: Token[] }, depth: number): string {
  const words = embedInline(token.tokens, depth + 1);
  const address = attachmentIn(token.href) ? token.href : safeAddress(token.href);
  if (!address) {
    const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(token.href)?.[1];
    return scheme ? `${words} (${escapeText(scheme)} link left out)` : `${words} (${escapeText(token.href)})`;
  }
  const unchanged = words === token.tokens.map((child) => child.raw).join('');
  if (unchanged && !(token.raw.startsWith('[') && token.raw.endsWith(']'))) return token.raw;
  return `[${words}](${target(address)})`;
}

function target(address: string): string {
  return /[()\\]/.test(address) ? `<${address}>` : address;
}
