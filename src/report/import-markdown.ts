import { importOwnReport, OWN_REPORT } from './import-own-report.js';
import { fitToSchema, type MarkdownImport } from './import-result.js';
import { splitSections } from './import-sections.js';
import { printable } from './printable.js';

export type { CoeInput, MarkdownImport, Unplaced } from './import-result.js';

export function importMarkdown(markdown: string, options: { zone?: string } = {}): MarkdownImport {
  const text = printable(markdown);
  const split = splitSections(text);
  if (!split || !OWN_REPORT.test(text)) throw new Error('later');
  const result = importOwnReport(split.sections);
  fitToSchema(result.coe, result.unplaced);
  return result;
}
