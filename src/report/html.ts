import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import { projectRoot } from '../kernel/paths.js';
import { fence } from './escape-text.js';
import { type Heading, makeArticle } from './html-article.js';
import { showFiles } from './html-files.js';
import { lexMarkdown } from './lex-markdown.js';
import { type Pictures, picturePlace } from './pictures.js';
import { attachmentIn, printable } from './printable.js';
import type { ReportFiles } from './report-files.js';
import { disarm, sanitise, writeHtml } from './sanitise.js';

export type HtmlOptions = {
  pictures?: Pictures;
  /** The COE's own files that the text names. */
  files?: ReportFiles;
  title: string;
  /** Shown across the page; empty for none. */
  watermark: string;
};

let css: string | undefined;

/**
 * A whole page from Markdown: no script, no style or image from elsewhere, links only to http, https and mailto. It is the
 * sanitiser that guarantees this, whatever the Markdown holds.
 */
export function renderHtml(markdown: string, { title, watermark, pictures, files }: HtmlOptions): string {
  css ??= readFileSync(join(projectRoot, 'templates/report/report.css'), 'utf8');
  const mark =
    watermark === '' ? '' : `<div class="watermark" aria-hidden="true"><span>${plain(watermark)}</span></div>\n`;
  const { html, headings } = renderArticle(markdown, pictures, files);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${plain(title)}</title>
<style>
${css}</style>
</head>
<body>
${mark}${contents(headings)}<main>
${html}</main>
</body>
</html>
`;
}

function contents(headings: readonly Heading[]): string {
  const chapters = headings.filter(({ level }) => level === 2);
  if (chapters.length < 3) return '';
  const items = chapters.map(({ id, text }) => `<li><a href="#${plain(id)}">${plain(text)}</a></li>`);
  return `<nav aria-label="Contents"><ol>\n${items.join('\n')}\n</ol></nav>\n`;
}

/** The report without the page around it, and its headings with their anchors. */
export function renderArticle(
  markdown: string,
  pictures: Pictures = {},
  files: ReportFiles = new Map(),
): { html: string; headings: Heading[] } {
  const text = printable(markdown);
  const root = (lexMarkdown(text) ? sanitise(toHtml(text)) : null) ?? sanitise(toHtml(fence(text)));
  if (!root) return { html: '', headings: [] };
  showFiles(root, files);
  const headings = makeArticle(root, pictures);
  return { html: writeHtml(root) ?? '', headings };
}

/** Formatting more of one text would keep the service from answering others. */
const LONGEST_FORMATTED = 20_000;
/** Nothing of Markdown: no mark, no line break, no address. Most rows of a timeline are such text. */
const PLAIN = /^(?! |[-+] |\d+[.)])[^\\`*_[\]<>&#|~=@\n]*$/;

/** One answer or comment, for screens: no anchors, since a screen shows many. The rest of a very long text is shown as it was typed. */
export function renderFragment(markdown: string, files: ReportFiles = new Map()): string {
  if (markdown.length > LONGEST_FORMATTED) {
    const line = markdown.lastIndexOf('\n', LONGEST_FORMATTED);
    const end = line > 0 ? line : LONGEST_FORMATTED;
    const rest = `<p><em>The rest of this long text is shown as it was typed:</em></p>\n<pre>${plain(markdown.slice(end))}</pre>\n`;
    return renderFragment(markdown.slice(0, end), files) + rest;
  }
  const text = printable(markdown);
  if (PLAIN.test(text) && !/https?:|www\./i.test(text)) return text.trim() === '' ? '' : `<p>${plain(text)}</p>\n`;
  const written = (source: string) => {
    const root = sanitise(toHtml(source));
    if (root) showFiles(root, files);
    return root && writeHtml(root);
  };
  const html = (lexMarkdown(text) ? written(text) : null) ?? written(fence(text)) ?? '';
  return html
    .replace(/<\/?cite>/g, (tag) => (tag === '<cite>' ? '[' : ']'))
    .replace(/<figure>\w+<\/figure>/g, '')
    .replace(
      /<table>[\s\S]*?<\/table>/g,
      (table) => `<div class="wide" tabindex="0" role="group" aria-label="Table">${table}</div>`,
    );
}

function toHtml(markdown: string): string {
  const renderer = { image: pictureLink, html: shownHtml, text: citedText };
  return new Marked({ gfm: true, renderer }).parse(markdown, { async: false });
}

/** A citation that the report made, as an element; in a person's text the brackets are escaped and come as tokens of their own. */
function citedText(token: Tokens.Text | Tokens.Escape): string | false {
  if (('tokens' in token && token.tokens) || !/\[E\d+\]/.test(token.text)) return false;
  const words = 'escaped' in token && token.escaped ? token.text : plain(token.text);
  return words.replace(/\[(E\d+)\]/g, '<cite>$1</cite>');
}

/**
 * HTML inside Markdown is shown as the words it is, as in the PDF: a line break works, a comment (it carries notes for the importer)
 * is left out, unless it is the place of a picture.
 */
function shownHtml({ text }: { text: string }): string {
  const place = picturePlace(text);
  if (place) return `<figure>${place}</figure>\n`;
  const words = text.replace(/<!--[\s\S]*?-->/g, '');
  return words
    .split(/(<br\s*\/?>)/i)
    .map((part, i) => (i % 2 === 1 ? '<br>' : plain(part)))
    .join('');
}

/** A picture of another server would tell that server who reads the report: its address becomes a link. Only the COE's own are shown. */
function pictureLink({ href, text }: { href: string; text: string }): string {
  const id = attachmentIn(href);
  if (id) return `<data value="${id}">${plain(text)}</data>`;
  return `<a href="${plain(href)}">[image: ${plain(text)}]</a>`;
}

function plain(text: string): string {
  return disarm(printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}
