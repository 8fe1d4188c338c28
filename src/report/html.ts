import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { projectRoot } from '../kernel/paths.js';
import type { Chart } from '../metrics/chart-data.js';
import { fence } from './escape-text.js';
import { withCharts } from './figures.js';
import { lexMarkdown } from './lex-markdown.js';
import { printable } from './printable.js';
import { disarm, sanitise } from './sanitise.js';

export type HtmlOptions = {
  /** Drawn under the heading of the graphs. */
  charts?: readonly Chart[];
  title: string;
  /** Shown across the page; empty for none. */
  watermark: string;
};

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
  const html = lexMarkdown(text) ? sanitise(toHtml(text)) : null;
  return (html ?? sanitise(toHtml(fence(text))) ?? '').replace(
    /<table>[\s\S]*?<\/table>/g,
    (table) => `<div class="wide">${table}</div>`,
  );
}

function toHtml(markdown: string): string {
  return new Marked({ gfm: true, renderer: { image: pictureLink, html: shownHtml } }).parse(markdown, { async: false });
}

/** HTML inside Markdown is shown as the words it is, as in the PDF: a line break works, a comment (it carries notes for the importer) is left out. */
function shownHtml({ text }: { text: string }): string {
  const words = text.replace(/<!--[\s\S]*?-->/g, '');
  return words
    .split(/(<br\s*\/?>)/i)
    .map((part, i) => (i % 2 === 1 ? '<br>' : plain(part)))
    .join('');
}

/** A picture of another server would tell that server who reads the report: its address becomes a link. */
function pictureLink({ href, text }: { href: string; text: string }): string {
  return `<a href="${plain(href)}">[image: ${plain(text)}]</a>`;
}

function plain(text: string): string {
  return disarm(printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}
