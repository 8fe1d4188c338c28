import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'express';
import Handlebars from 'handlebars';
import type { Actor } from '../kernel/actor.js';
import { sha256 } from '../kernel/ids.js';
import { keepRecent } from '../kernel/keep-recent.js';
import { projectRoot } from '../kernel/paths.js';
import { renderFragment } from '../report/html.js';
import { label, placeWords } from './labels.js';
import { navigation } from './navigation.js';
import { showDuration, showTime } from './show-time.js';

const FOLDER = join(projectRoot, 'templates/pages');
export const STATIC_FOLDER = join(FOLDER, 'static');

/** Characters of Markdown and of the HTML it became: what people wrote is shown more often than it changes. */
const MOST_FRAGMENTS = 8_000_000;
const fragments = keepRecent<string>(MOST_FRAGMENTS);
function fragmentOf(markdown: string): string {
  const known = fragments.get(markdown);
  if (known !== undefined) return known;
  const html = renderFragment(markdown);
  fragments.set(markdown, html, markdown.length + html.length);
  return html;
}

const handlebars = Handlebars.create();
handlebars.registerHelper({
  label: (name: unknown) => label(String(name)),
  inWords: (pointer: unknown) => placeWords(String(pointer)),
  eq: (a: unknown, b: unknown) => a === b,
  or: (a: unknown, b: unknown) => a || b,
  and: (a: unknown, b: unknown) => a && b,
  lower: (text: unknown) => String(text).toLowerCase(),
  join: (values: readonly string[]) => values.join(', '),
  howMany: (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`,
  inDigits: (n: number) => n.toLocaleString('en'),
  /** US dollars; null where no price is set. */
  money: (dollars: number | null) => (dollars === null ? 'no price set' : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`),
  urlPart: (text: unknown) => encodeURIComponent(String(text)),
  duration: (seconds: number) => showDuration(seconds),
  /** Of a gain: later than the detection is negative, unknown is a dash. */
  signedDuration: (seconds: number | null) =>
    seconds === null ? '–' : seconds < 0 ? `${showDuration(-seconds)} later` : showDuration(seconds),
  /** A time in UTC; the script adds the reader's own zone as a title. */
  time: (at: string | Date, { hash }: { hash: { precision?: 'second' | 'minute' | 'day'; zone?: boolean } }) => {
    const shown = showTime(at, hash.precision ?? 'minute');
    const zone = hash.zone === false || hash.precision === 'day' ? '' : ' UTC';
    return new Handlebars.SafeString(`<time datetime="${new Date(at).toISOString()}">${shown}${zone}</time>`);
  },
  /** A person's Markdown; the sanitiser of the report makes it safe. */
  markdown: (text: unknown) => new Handlebars.SafeString(fragmentOf(String(text ?? ''))),
  asset: (name: string) => assetPath(name),
  roomFile: (room: string, type: 'css' | 'js') => `${room}/${room}.${type}`,
});

const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const templatesIn = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => name.slice(0, -4));

const compiled = new Map<string, Handlebars.TemplateDelegate>();
let staticHash: string | undefined;

/** Templates are read and compiled once, at the first page. */
function template(name: string): Handlebars.TemplateDelegate {
  if (compiled.size === 0) {
    for (const part of templatesIn('parts')) handlebars.registerPartial(part, read(`parts/${part}.hbs`));
    for (const screen of templatesIn('.')) compiled.set(screen, handlebars.compile(read(`${screen}.hbs`)));
  }
  const found = compiled.get(name);
  if (!found) throw new Error(`no template "${name}"`);
  return found;
}

/**
 * The address of a static file. All of them lie under a hash of all of them, so that browsers may keep each for ever, and a module that
 * imports another by its relative address gets the one of its own version (docs/adr/0013).
 */
function assetPath(name: string): string {
  staticHash ??= sha256(
    readdirSync(STATIC_FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => sha256(readFileSync(file)))
      .join(),
  ).slice(0, 12);
  return `/static/${staticHash}/${name}`;
}

/**
 * What every screen has: its name for the title and which entry of the navigation it belongs to. `room` names the stylesheet and the module
 * of screens that people work in (`static/<room>/<room>.css` and `.js`), loaded there alone. After `refresh` seconds a browser without script
 * asks for the page again.
 */
export type Frame = { title: string; section?: string; room?: string; refresh?: number };

/** Renders a screen inside the layout. Everything is escaped but Markdown and reports, which the sanitiser made safe. */
export function renderPage(screen: string, frame: Frame, data: object, actor: Actor | undefined): string {
  const body = new Handlebars.SafeString(template(screen)({ ...data, actor }));
  return template('layout')({ ...frame, actor, body, menus: navigation(frame.section, actor) });
}

/** Sends a screen. The actor is the one that `actingFor` put on the response; a page without one is for strangers. */
export function showPage(response: Response, screen: string, frame: Frame, data: object, status = 200): void {
  const actor = response.locals.actor as Actor | undefined;
  response
    .status(status)
    .type('html')
    .send(renderPage(screen, frame, data, actor));
}

/** HTML that the sanitiser of the report made; anything else must not come here. */
export function sanitised(html: string): Handlebars.SafeString {
  return new Handlebars.SafeString(html);
}
