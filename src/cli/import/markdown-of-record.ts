import { z } from 'zod';

const text = z.string().nullish();
const record = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  title: text,
  summary: text,
  markdown: text,
  text,
  body: text,
  action_items: z.array(z.string()).nullish(),
  date: text,
  day: text,
  start_time: text,
});

/** A line of NDJSON as a Markdown postmortem: `title`, `summary`, the text as `markdown`, `text` or `body`, and `action_items` when the text has none. `id`: two records with the same words are two postmortems.
 * `day` of the incident, from `date`, `day` or `start_time`, for clock readings that name none. */
export function markdownOfRecord(line: string): { markdown: string; id: string; day?: string } | { refused: string } {
  const parsed = record.safeParse(parse(line));
  if (!parsed.success) return { refused: 'the line is no JSON object with "title" and "text"' };
  const { title, summary, action_items: actions } = parsed.data;
  const own = (parsed.data.markdown ?? parsed.data.text ?? parsed.data.body ?? '').trim();
  if (own === '' && !summary && !title) return { refused: 'the record has neither "title" nor "text" nor "summary"' };
  const headed = /^#\s/.test(own);
  const items = actions && actions.length > 0 && !/^#+\s.*action items/im.test(own) ? actions : [];
  const pieces = [
    headed ? '' : `# ${(title || firstWords(own || summary || '')).replace(/\s+/g, ' ')}`,
    summary && !own.includes(summary) ? `## Summary\n\n${summary}` : '',
    own !== '' && summary && !headed && !own.includes(summary) ? `## Background\n\n${own}` : own,
    items.length > 0 ? `## Action items\n\n${items.map((item) => `- ${item.replace(/\s+/g, ' ')}`).join('\n')}` : '',
  ];
  const day = dayOf(parsed.data.date ?? parsed.data.day ?? parsed.data.start_time ?? '');
  const markdown = pieces.filter((piece) => piece !== '').join('\n\n');
  return { markdown, id: String(parsed.data.id ?? ''), ...(day === undefined ? {} : { day }) };
}

/** The day of 2020-01-08, alone or with a time; undefined for anything else, which only a person can read. */
function dayOf(written: string): string | undefined {
  const day = /^\s*(\d{4}-\d\d-\d\d)(?!\d)/.exec(written)?.[1];
  return z.iso.date().safeParse(day).success ? day : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** For a record without a title: how it begins, cut between words. */
const firstWords = (whole: string) =>
  whole
    .replace(/\s+/g, ' ')
    .slice(0, 90)
    .replace(/\s\S*$/, '') || 'Untitled';
