import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { projectRoot } from '../kernel/paths.js';
import type { Chart } from '../metrics/chart-data.js';
import { fence } from './escape-text.js';
import { withCharts } from './figures.js';
import { lexMarkdown } from './lex-markdown.js';
import { printable, safeAddress } from './printable.js';

export type HtmlOptions = {
  /** Drawn under the heading of the graphs. */
  charts?: readonly Chart[];
  title: string;
  /** Shown across the page; empty for none. */
  watermark: string;
};

const TAGS =
  'h1 h2 h3 h4 h5 h6 p a ul ol li blockquote code pre strong em del br hr table thead tbody tr th td input'.split(' ');

let css: string | undefined;

/**
 * A whole page from Markdown: no script, no style or image from elsewhere, links only to http, https and mailto. It is the
 * sanitiser that guarantees this, whatever the Markdown holds.
 */
export function renderHtml(markdown: string, { title, watermark, charts = [] }: HtmlOptions): string {
  css ??= readFileSync(join(projectRoot, 'templates/report/report.css'), 'utf8');
  const mark =
    watermark === '' ? '' : `<div class="watermark" aria-hidden="true"><span>${plain(watermark)}</span></div>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${plain(title)}</title>
<style>
${css}</style>
</head>
<body>
${mark}<main>
${withCharts(renderFragment(markdown), charts)}</main>
</body>
</html>
`;
}

/** The same content without the page around it, for screens that show a report or one answer. */
export function renderFragment(markdown: string): string {
  const text = printable(markdown);
  const readable = lexMarkdown(text) ? text : fence(text);
  const html = new Marked({ gfm: true, renderer: { image: pictureLink } }).parse(readable, { async: false });
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'rel'],
      th: ['align'],
      td: ['align'],
      ol: ['start'],
      input: ['type', 'checked', 'disabled'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'escape',
    transformTags: {
      a: (_tag, { href = '' }) => {
        const safe = safeAddress(href);
        return safe
          ? { tagName: 'a', attribs: { href: safe, rel: 'noopener noreferrer' } }
          : { tagName: 'a', attribs: {} };
      },
      input: (_tag, attribs) => ({
        tagName: 'input',
        attribs: { type: 'checkbox', disabled: '', ...('checked' in attribs ? { checked: '' } : {}) },
      }),
    },
    textFilter: disarm,
  }).replace(/<table>[\s\S]*?<\/table>/g, (table) => `<div class="wide">${table}</div>`);
}

/** A picture of another server would tell that server who reads the report: its address becomes a link. */
function pictureLink({ href, text }: { href: string; text: string }): string {
  return `<a href="${plain(href)}">[image: ${plain(text)}]</a>`;
}

/**
 * Hostile markup is shown as the words it is. Written as references, these characters leave nothing that looks like an attribute
 * or a script address even to a reader that does not parse HTML.
 */
function disarm(text: string): string {
  return text
    .replaceAll('"', '&quot;')
    .replace(/\b(on\w+)=/gi, '$1&#61;')
    .replace(/\b(javascript|vbscript|file|data):/gi, '$1&#58;');
}

function plain(text: string): string {
  return disarm(printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}
