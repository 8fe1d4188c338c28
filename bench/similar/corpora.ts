import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileField } from '../../src/search/similarity/profile.js';

export type Postmortem = {
  id: string;
  open: boolean;
  fields: ProfileField[];
  /** Labels that no engine sees. */
  keywords: string[];
  categories: string[];
  serviceHint: string | null;
  company: string;
};
export type Link = { a: string; b: string; grade: number };

type Row = {
  id: string;
  title: string | null;
  summary?: string | null;
  text: string | null;
  keywords?: string[];
  categories?: string[];
  service_hint?: string;
  company?: string | null;
  action_items?: string[];
};

/** The development corpora as a person would have brought them: title, and the whole text as summary. Labels stay aside. */
export function readCorpora(folder: string): { documents: Postmortem[]; links: Link[] } {
  const documents = ['dev.jsonl', 'wikitech-dev.jsonl', 'dfds-dev.jsonl'].flatMap((file) =>
    lines<Row>(join(folder, file)).map(documentOf),
  );
  const links = ['wikitech-dev-links.json', 'dfds-dev-links.json'].flatMap((file) =>
    (JSON.parse(readFileSync(join(folder, file), 'utf8')) as (Omit<Link, 'grade'> & { grade?: number })[]).map(
      ({ a, b, grade = 1 }) => ({ a, b, grade }),
    ),
  );
  return { documents, links };
}

function documentOf(row: Row): Postmortem {
  const title = (row.title ?? '').replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1$2');
  const fields: ProfileField[] = [
    { section: 'title', text: title },
    { section: 'summary', text: [row.summary, row.text].filter(Boolean).join('\n') },
    { section: 'actionItems', text: (row.action_items ?? []).join('\n') },
  ];
  return {
    id: row.id,
    open: true,
    fields,
    keywords: row.keywords ?? [],
    categories: row.categories ?? [],
    serviceHint: row.service_hint ?? null,
    company: row.company ?? '',
  };
}

function lines<T>(path: string): T[] {
  if (!existsSync(path)) throw new Error(`${path} is not there: name the folder of the development corpora.`);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
