import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { CommandError } from '../kernel/errors.js';
import { projectRoot } from '../kernel/paths.js';
import type { ReportData } from './report-data.js';
import { TEMPLATE_HELPERS } from './template-helpers.js';
import { wrongNames } from './template-names.js';
import { TEMPLATE_SAMPLES } from './template-samples.js';

const OWN = join(projectRoot, 'templates/report');
const EXTENSION = '.md.hbs';
const MAIN = 'coe';
const LARGEST_BYTES = 200_000;

/** What Handlebars brings and a template may not use: `log` would write to the service's output, `lookup` reaches by computed names. */
const FORBIDDEN = { log: false, lookup: false };

/**
 * The templates of the report as one function from data to Markdown. Only the helpers of `template-helpers.ts` exist, values are
 * own properties of plain data, and an unknown name is a fault: a template can neither read files nor reach prototypes. Each is tried
 * on sample documents here, so that a fault is found at start and not in somebody's report.
 * @throws CommandError with one line for each fault: file, line and what is wrong
 */
export function openTemplates(folder: string | undefined): (data: ReportData) => string {
  const sources = new Map(namesIn(OWN).map((name) => [name, { file: join(OWN, name + EXTENSION), own: true }]));
  const faults: string[] = [];
  for (const file of folder === undefined ? [] : replacements(folder, faults)) {
    const name = file.slice(0, -EXTENSION.length);
    if (sources.has(name)) sources.set(name, { file: join(folder as string, 'report', file), own: false });
    else faults.push(`${join(folder as string, 'report', file)}: there is no template of this name; ${known(sources)}`);
  }
  const engine = Handlebars.create();
  engine.registerHelper(TEMPLATE_HELPERS);
  const texts = new Map<string, { file: string; text: string }>();
  for (const [name, { file, own }] of sources) {
    const text = readFileSync(file, 'utf8');
    if (Buffer.byteLength(text) > LARGEST_BYTES) faults.push(`${file}: larger than ${LARGEST_BYTES} bytes`);
    else if (own || parses(file, text, faults)) texts.set(name, { file, text });
    if (own || !texts.has(name)) continue;
    for (const { line, column, what } of wrongNames(text, new Set(sources.keys())))
      faults.push(`${file}:${line}:${column}: ${what}`);
  }
  if (faults.length > 0) throw refusal(faults);
  const options = {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { ...Object.fromEntries(Object.keys(TEMPLATE_HELPERS).map((name) => [name, true])), ...FORBIDDEN },
  };
  const run = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
  for (const [name, { text }] of texts) engine.registerPartial(name, engine.compile(text, options));
  const compiled = engine.compile(texts.get(MAIN)?.text ?? '', options);
  const template = (data: ReportData) => compiled(data, run);
  // Each by itself, so that the file of a fault is known; then the whole.
  for (const [name, { file, text }] of texts)
    if (folder !== undefined && !sources.get(name)?.own)
      for (const sample of TEMPLATE_SAMPLES)
        attempt(file, text, faults, () => engine.compile(text, options)(sample, run));
  if (faults.length > 0) throw refusal(faults);
  return template;
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length));
}

function replacements(folder: string, faults: string[]): string[] {
  try {
    return readdirSync(join(folder, 'report')).filter((file) => file.endsWith('.hbs'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    faults.push(`${join(folder, 'report')}: cannot be read (${code ?? String(error)})`);
    return [];
  }
}

function parses(file: string, text: string, faults: string[]): boolean {
  return attempt(file, text, faults, () => Handlebars.parse(text));
}

function attempt(file: string, text: string, faults: string[], work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const fault = `${file}${placeOf(error, text)}: ${wordsOf(error)}`;
    if (!faults.includes(fault)) faults.push(fault);
    return false;
  }
}

/**
 * Handlebars tells the line as a property, in "Parse error on line 3", or as "- 3:12" at the end; of a part of something that is not
 * there (`{{a.b.c}}`) it tells the name only, which is looked up.
 */
function placeOf(error: unknown, text: string): string {
  const { lineNumber, column, message } = error as { lineNumber?: number; column?: number; message?: string };
  if (lineNumber !== undefined) return `:${lineNumber}${column === undefined ? '' : `:${column + 1}`}`;
  const line = /on line (\d+)/.exec(message ?? '')?.[1];
  if (line) return `:${line}`;
  const at = / - (\d+):(\d+)$/.exec(message ?? '');
  if (at) return `:${at[1]}:${Number(at[2]) + 1}`;
  const name = /(?:reading|search for) '(\w+)'/.exec(message ?? '')?.[1];
  const named = name === undefined ? -1 : text.search(new RegExp(`\\{\\{[^}]*\\b${name}\\b`));
  return named < 0 ? '' : `:${text.slice(0, named).split('\n').length}`;
}

function wordsOf(error: unknown): string {
  if (error instanceof RangeError) return 'it includes itself without end';
  return String((error as Error).message)
    .replace(/^Parse error on line \d+:\n/, '')
    .replace(/ - \d+:\d+$/, '')
    .replace('You specified knownHelpersOnly, but used the unknown helper', 'there is no helper')
    .replace(' in [object Object]', '')
    .replace(/\s*\n\s*/g, ' ');
}

function known(sources: ReadonlyMap<string, unknown>): string {
  return `known are ${[...sources.keys()].map((name) => name + EXTENSION).join(', ')}`;
}

function refusal(faults: readonly string[]): CommandError {
  return new CommandError(`The report's templates are not right (COE_TEMPLATES_DIR):\n${faults.join('\n')}`);
}
