import { normaliseGeneric } from '../generic-record.js';
import type { EvidenceSource } from '../source.js';

/** Any table: hand-made timelines, deploy logs, ticket exports. */
export const csv: EvidenceSource = {
  id: 'csv',
  title: 'CSV, TSV and other tables',
  recognisedBy:
    'rows with a column of times; columns are found by name and value, or told with map=time:When,text:What',
  timeField: 'a column such as time, timestamp, date, when; any spelling, epochs too',
  marks: [],
  recognise: () => 0.05,
  normalise: (record, context) => normaliseGeneric(record, context, 'note'),
};
