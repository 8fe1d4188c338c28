import type { Element, Literal, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { attachmentIn, safeAddress } from './printable.js';

/** Text that is written as it stands: {@link disarm} has already escaped it. */
type Raw = Literal & { type: 'raw' };
declare module 'hast' {
  interface ElementContentMap {
    raw: Raw;
  }
  interface RootContentMap {
    raw: Raw;
  }
}

const SCHEMA: Schema = {
  tagNames:
    'h1 h2 h3 h4 h5 h6 p a ul ol li blockquote code pre strong em del br hr table thead tbody tr th td input cite figure data'.split(
      ' ',
    ),
  attributes: {
    a: ['href'],
    data: [['value', /^att_[0-9a-z]{20}$/]],
    th: ['align'],
    td: ['align'],
    ol: ['start'],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
  },
  required: { input: { type: 'checkbox', disabled: true } },
  protocols: { href: ['http', 'https', 'mailto', 'attachment'] },
  strip: ['script', 'style'],
};

/**
 * The HTML with nothing but the elements and attributes that a report needs, read as a browser reads it. Links that are not
 * plainly http, https or mailto lose their address and keep their words. All text is escaped.
 * @returns null when the HTML is nested too deeply to be walked
 */
export function sanitise(html: string): Root | null {
  return unlessTooDeep(() => {
    const tree = sanitize(fromHtml(html, { fragment: true }), SCHEMA) as Root;
    walk(tree);
    return tree;
  });
}

/** @returns null when the tree is too deep to be written */
export function writeHtml(tree: Root): string | null {
  return unlessTooDeep(() => toHtml(tree, { allowDangerousHtml: true, closeSelfClosing: false }));
}

function unlessTooDeep<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function walk(parent: Root | Element): void {
  for (const [i, node] of parent.children.entries()) {
    if (node.type === 'text') parent.children[i] = { type: 'raw', value: disarm(escaped(node.value)) };
    else if (node.type === 'element') {
      if (node.tagName === 'a') node.properties = linkProperties(node.properties.href);
      walk(node);
    }
  }
}

function linkProperties(href: unknown): Element['properties'] {
  if (typeof href === 'string' && attachmentIn(href)) return { href };
  const safe = typeof href === 'string' ? safeAddress(href) : null;
  return safe ? { href: safe, rel: ['noopener', 'noreferrer'] } : {};
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Hostile markup is shown as the words it is. Written as references, these characters leave nothing that looks like an attribute
 * or a script address even to a reader that does not parse HTML.
 * @param text HTML text, already escaped
 */
export function disarm(text: string): string {
  return text
    .replaceAll('"', '&quot;')
    .replace(/\b(on\w+)=/gi, '$1&#61;')
    .replace(/\b(javascript|vbscript|file|data):/gi, '$1&#58;');
}
