import type { Token } from 'marked';
import { readFactRow } from '../coe/fact-words.js';
import { markedIds, withoutMarks } from './cited-marks.js';
import type { CoeInput } from './import-result.js';
import { cellWords, tableRecords, tableWith } from './import-tokens.js';

const INSTEAD = '; the evidence says ';

/** The table of facts of our own report. Whose statement one was stays with the old COE: the importer states it anew. */
export function importOwnFacts(tokens: Token[]): NonNullable<CoeInput['facts']> {
  const table = tableWith(tokens, 'Fact', 'Value');
  return (table ? tableRecords(table) : []).map((row) => {
    const name = cellWords(row.get('fact'));
    const rests = row.get('rests on');
    const evidenceIds = markedIds(rests?.text ?? '');
    const words = evidenceIds.reduce((left, id) => left.replace(` [${id}]`, ''), withoutMarks(cellWords(rests)));
    const at = words.startsWith('stated by ') ? words.lastIndexOf(INSTEAD) : -1;
    const evidenceValue = at < 0 ? null : readFactRow(name, words.slice(at + INSTEAD.length)).value;
    return { ...readFactRow(name, cellWords(row.get('value'))), evidenceIds, evidenceValue };
  });
}
