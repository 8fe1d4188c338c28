import type { Token } from 'marked';
import { readFactRow } from '../coe/fact-words.js';
import type { CoeInput } from './import-result.js';
import { cellWords, tableRecords, tableWith } from './import-tokens.js';

/** The table of facts of our own report. Whose statement one was stays with the old COE: the importer states it anew. */
export function importOwnFacts(tokens: Token[]): NonNullable<CoeInput['facts']> {
  const table = tableWith(tokens, 'Fact', 'Value');
  return (table ? tableRecords(table) : []).map((row) =>
    readFactRow(cellWords(row.get('fact')), cellWords(row.get('value'))),
  );
}
