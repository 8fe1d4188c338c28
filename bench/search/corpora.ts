import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Postmortem = { id: string; title: string; text: string; summary: string | null };

type Row = { id: string; title: string | null; text: string | null; summary?: string | null };

/** The development corpora: title and text; the one-line summary stays aside as a query. */
export function readCorpora(folder: string): Postmortem[] {
  return ['dev.jsonl', 'wikitech-dev.jsonl', 'dfds-dev.jsonl'].flatMap((file) => {
    const path = join(folder, file);
    if (!existsSync(path)) throw new Error(`${path} is not there: name the folder of the development corpora.`);
    return readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
      .map(({ id, title, text, summary }) => ({
        id,
        title: title ?? '',
        text: text ?? '',
        summary: summary && text && summary !== text ? summary : null,
      }));
  });
}
