import type { Token } from 'marked';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { markedIds } from './cited-marks.js';
import { dateOf } from './import-own-about.js';
import { ownMarkdown } from './import-own-text.js';
import type { CoeInput } from './import-result.js';
import { cellMarkdown, cellWords, tableRecords, tableWith } from './import-tokens.js';
import { MOMENT_NAMES, MOMENT_STATES } from './report-timeline.js';

/** Rows of the table of key moments; a moment that was missing stays missing. */
export function importOwnMoments(tokens: Token[]): NonNullable<CoeInput['keyMoments']> {
  const table = tableWith(tokens, 'Key moment', 'Time (UTC)');
  const rows = new Map((table ? tableRecords(table) : []).map((row) => [cellWords(row.get('key moment')), row]));
  const moments: NonNullable<CoeInput['keyMoments']> = {};
  for (const moment of KEY_MOMENTS) {
    const row = rows.get(MOMENT_NAMES[moment]);
    const written = cellWords(row?.get('state'));
    const state = (['recorded', 'candidate', 'notApplicable'] as const).find((name) => MOMENT_STATES[name] === written);
    const at = instantOf(cellWords(row?.get('time (utc)')));
    const note = ownMarkdown(cellMarkdown(row?.get('note')));
    const evidenceIds = markedIds(row?.get('evidence')?.text ?? '');
    if (state) moments[moment] = { at, state, note, evidenceIds };
    else if (note !== '' || evidenceIds.length > 0) moments[moment] = { at: null, note, evidenceIds };
  }
  return moments;
}

/** What the report says of a silence. */
const GAP = /^_No evidence for [^_]+\._$/;

/** Rows of the table of events; gaps and rows of key moments are computed again. */
export function importOwnEvents(tokens: Token[]): NonNullable<CoeInput['timeline']> {
  const table = tableWith(tokens, 'Time (UTC)', 'Kind');
  return (table ? tableRecords(table) : []).flatMap((row) => {
    const kind = cellWords(row.get('kind'));
    const text = ownMarkdown(cellMarkdown(row.get('what happened')));
    const [from = '', to] = cellWords(row.get('time (utc)')).split(' – ');
    const at = instantOf(from);
    if (text === '' || at === null || (kind === 'gap' && GAP.test(text))) return [];
    const precision =
      from.length === 10 ? ('day' as const) : from.length === 16 ? ('minute' as const) : ('second' as const);
    const end = to === undefined ? null : instantOf(to.length < 10 ? `${from.slice(0, 10)} ${to}` : to);
    const evidenceIds = markedIds(row.get('evidence')?.text ?? '');
    return [{ at, end, precision, kind, text, actor: cellWords(row.get('who')) || null, evidenceIds }];
  });
}

function instantOf(words: string): string | null {
  const date = dateOf(words);
  return date?.length === 10 ? `${date}T00:00:00Z` : date;
}
