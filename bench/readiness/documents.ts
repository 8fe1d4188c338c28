import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coeContentSchema } from '../../src/coe/schema.js';
import { projectRoot } from '../../src/kernel/paths.js';
import { importMarkdown } from '../../src/report/import-markdown.js';
import { readinessOf } from '../../src/review/readiness.js';

export type LabelledDocument = { id: string; labels: { rule: string; quote: string }[] };

/** Rules that ask whether words, names and order are right. What an import always lacks is not labelled and not counted. */
const JUDGED = new Set([
  ...['hindsight', 'human-error', 'blame-words', 'failed-to', 'minimising', 'person-name', 'timeline-out-of-order'],
  ...['action-verb-first', 'action-vague', 'action-exhorts', 'action-component'],
]);

export function readDocuments(corpus: string): { document: LabelledDocument; text: string }[] {
  const labels = JSON.parse(readFileSync(join(projectRoot, 'bench/readiness/labels.json'), 'utf8')) as {
    documents: LabelledDocument[];
  };
  const texts = new Map(
    ['dfds-dev.jsonl', 'wikitech-dev.jsonl'].flatMap((file) =>
      readFileSync(join(corpus, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): [string, string] => {
          const { id, title, text } = JSON.parse(line) as { id: string; title: string; text: string };
          return [id, text.startsWith('#') ? text : `# ${title}\n\n${text}`];
        }),
    ),
  );
  return labels.documents.map((document) => ({ document, text: texts.get(document.id) ?? '' }));
}

/** The judged findings in a post-mortem as the service imports it, each rule and wording once. */
export function findInDocument(markdown: string): { rule: string; quote: string }[] {
  const content = coeContentSchema.parse(
    importMarkdown(markdown, { zone: 'Europe/Copenhagen', day: '2020-01-01' }).coe,
  );
  const { blockers, warnings } = readinessOf(content, {
    questions: [],
    people: [],
    evidence: new Map(),
    promises: new Map(),
  });
  const found = new Map<string, { rule: string; quote: string }>();
  for (const { rule, place } of [...blockers, ...warnings]) {
    if (!JUDGED.has(rule)) continue;
    // A finding about an item as a whole is named by the item's own first words.
    const item = /^\/actionItems\/(\d+)\//.exec(place.pointer)?.[1];
    const title = item === undefined ? '' : (content.actionItems[Number(item)]?.title ?? '');
    const quote = rule.startsWith('action-') ? title : (place.quote ?? '');
    found.set(`${rule} ${quote.toLowerCase()}`, { rule, quote });
  }
  return [...found.values()];
}
