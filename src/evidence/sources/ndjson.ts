import { normaliseGeneric } from '../generic-record.js';
import type { EvidenceSource } from '../source.js';

/** JSON records of unknown origin, one a line or in a list: host logs, application logs, exports of home-made tools. */
export const ndjson: EvidenceSource = {
  id: 'ndjson',
  title: 'JSON and NDJSON records',
  recognisedBy:
    'objects with a member that holds a time; members are found by name and value, or told with map=time:ts,text:msg',
  timeField: 'a member such as ts, time, timestamp, @timestamp; epochs in s, ms, µs or ns, ISO and common spellings',
  marks: [],
  recognise: () => 0.05,
  normalise: (record, context) => normaliseGeneric(record, context, 'log'),
};
