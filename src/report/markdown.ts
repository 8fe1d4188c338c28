import type { ReportData } from './report-data.js';
import { openTemplates } from './templates.js';

export type RenderMarkdown = (data: ReportData) => string;

/**
 * The canonical Markdown of a COE, by the templates of this service or those that an organisation puts in their place. Deterministic:
 * equal data gives equal text. What persons wrote cannot change the structure around it.
 * @param folder holds `report/<name>.md.hbs` for the templates that are replaced
 * @throws CommandError with one line for each fault in a template
 */
export function markdownRenderer(folder?: string): RenderMarkdown {
  const template = openTemplates(folder);
  return (data) => `${collapseBlankLines(template(data)).trim()}\n`;
}

let standard: RenderMarkdown | undefined;

/** By the service's own templates. */
export function renderMarkdown(data: ReportData): string {
  standard ??= markdownRenderer();
  return standard(data);
}

/** Optional parts of the template leave blank lines; inside a code block blank lines are content. */
function collapseBlankLines(text: string): string {
  let fenceMark = '';
  let blank = false;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:[-*>] |\d+[.)] )*\s*(`{3,})/.exec(line)?.[1] ?? '';
    if (mark !== '' && fenceMark === '') fenceMark = mark;
    else if (mark !== '' && mark.length >= fenceMark.length && line.trim() === mark) fenceMark = '';
    if (line.trim() === '' && blank && fenceMark === '') continue;
    blank = line.trim() === '';
    kept.push(line);
  }
  return kept.join('\n');
}
