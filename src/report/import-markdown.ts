import type { Fact } from './import-facts.js';
import { importForeign } from './import-foreign.js';
import { importOwnEvidence } from './import-own-evidence.js';
import { importOwnReport, OWN_REPORT } from './import-own-report.js';
import { fitToSchema, type MarkdownImport, UNTITLED } from './import-result.js';
import { splitSections } from './import-sections.js';
import { keepUnplaced } from './keep-unplaced.js';
import { printable } from './printable.js';

export type { CoeInput, MarkdownImport, Unplaced } from './import-result.js';

/**
 * A Markdown postmortem as the fields of `POST /coes`. Our own `report.md` gives back every field it shows; any other document as
 * much as can be recognised. Nothing is lost: what has no field is in `unplaced`, and kept at the end
 * of the background. Nothing is guessed: a row without a certain time (no zone stated or declared, no day, a day/month in doubt) is unplaced
 * with the reason.
 * @param options.zone an IANA name or an offset for times that carry none; what the document states goes before it
 * @param options.day the day (2026-01-31) of clock readings in a document that names none; a date in the text goes before it
 * @param options.coeId the COE that will be made of it, of which evidence quoted in our own report becomes a part
 * @throws AppError validation at `query:zone` when there is no such zone
 */
export function importMarkdown(
  markdown: string,
  options: { zone?: string | undefined; day?: string | undefined; coeId?: string } = {},
): MarkdownImport {
  const written = printable(markdown).replace(/^[•◦‣●▪][ \t]+/gm, '- ');
  // Our own export may carry front matter; the report after it says all of it.
  const text = written.replace(/^---\n(?:(?!---)[^\n]*\n){0,100}---\n(?=<!-- coe-report 1 -->)/, '');
  const own = OWN_REPORT.test(text);
  const evidence = own ? importOwnEvidence(text, options.coeId ?? '') : { quotes: [], unread: '' };
  const { facts, body } = 'body' in evidence ? { facts: [], body: evidence.body } : takeFrontMatter(text);
  const split = splitSections(body);
  const result: Omit<MarkdownImport, 'quotes'> = !split
    ? { coe: { title: UNTITLED, summary: text }, unplaced: [], notes: ['Nested too deeply to be read in parts.'] }
    : own
      ? importOwnReport(split.sections)
      : importForeign(split, facts, body, options);
  if (evidence.unread !== '') result.unplaced.push({ heading: 'Evidence', text: evidence.unread });
  fitToSchema(result.coe, result.unplaced);
  keepUnplaced(result.coe, result.unplaced);
  return { ...result, quotes: evidence.quotes };
}

/** `key: value` lines between two rules at the very beginning, as static site generators write them. */
function takeFrontMatter(text: string): { facts: Fact[]; body: string } {
  const found = /^---\n([\s\S]{0,5000}?)\n---(?:\n|$)/.exec(text);
  if (!found) return { facts: [], body: text };
  const lines = (found[1] ?? '').split('\n').filter((line) => line.trim() !== '');
  const facts = lines.map((line): Fact => {
    const [name = '', value = ''] = line.split(/:\s*(.*)/s);
    const plain = value.replace(/^(['"])(.*)\1$/, '$2').replace(/^\[(.*)\]$/, '$1');
    return { name: name.replaceAll('_', ' ').trim(), value: plain.trim(), raw: line };
  });
  return { facts, body: text.slice(found[0].length) };
}
