import type { Token } from 'marked';
import { SEVERITIES } from '../coe/schema.js';
import { ownMarkdown } from './import-own-text.js';
import type { CoeInput } from './import-result.js';
import { cellMarkdown, cellWords, spanWords, tableWith } from './import-tokens.js';

/** The title block of our own report; number, status and times of change are given anew by the import. */
export function importOwnAbout(tokens: Token[]): Partial<CoeInput> {
  const table = tableWith(tokens, 'Field', 'Value');
  const cells = new Map((table?.rows ?? []).map((row) => [cellWords(row[0]), row[1]]));
  const raw = (name: string) => {
    const text = cells.get(name)?.text ?? '';
    return text === '_not stated_' ? '' : text;
  };
  const words = (name: string) => (raw(name) === '' ? null : cellWords(cells.get(name)));
  const names = (name: string) =>
    raw(name) === ''
      ? []
      : raw(name)
          .split(/(?<!\\), /)
          .map(spanWords);
  return {
    severity: SEVERITIES.find((severity) => severity === raw('Severity')) ?? null,
    owner: words('Owner'),
    authors: names('Authors'),
    services: names('Services'),
    team: words('Team'),
    environment: words('Environment'),
    tags: names('Tags'),
    ...(raw('Restricted') === '' ? {} : { restricted: true }),
    ...(raw('Members') === '' ? {} : { members: names('Members') }),
    dueAt: dateOf(raw('Due')),
    meetingDate: dateOf(raw('Review meeting')),
    errorBudgetSpent: raw('Error budget spent') === '' ? null : Number.parseFloat(raw('Error budget spent')),
    whyWritten: ownMarkdown(cellMarkdown(cells.get('Why written'))),
  };
}

/** `2026-03-25` or `2026-03-25 15:00 UTC` as RFC 3339. */
export function dateOf(words: string): string | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2})(:\d{2})?(?: UTC)?)?$/.exec(words.trim());
  if (!found) return null;
  return found[2] === undefined ? (found[1] ?? null) : `${found[1]}T${found[2]}${found[3] ?? ':00'}Z`;
}
