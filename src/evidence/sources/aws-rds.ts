import { draft } from '../draft.js';
import { type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';

const CHANGES = /^(?:configuration change|creation|deletion|maintenance|restoration|failover|read replica)$/i;
const BAD = /^(?:failure|failover|availability|low storage)$/i;

/**
 * One event of a database, of `aws rds describe-events` or inside an EventBridge event.
 * @param event the record with SourceIdentifier, Message and Date.
 */
export function readRds(event: JsonRecord, record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(event.Date ?? record.time);
  if ('rejected' in when) return when;
  const database = textOf(event.SourceIdentifier) ?? 'database';
  const categories = Array.isArray(event.EventCategories) ? event.EventCategories.map(String) : [];
  return draft(
    {
      when,
      kind: categories.some((each) => CHANGES.test(each)) ? 'change' : 'log',
      text: `RDS ${database}: ${textOf(event.Message) ?? categories.join(', ')}`,
      payload: record,
    },
    {
      actor: { kind: 'system', id: 'aws-rds', name: 'RDS' },
      subject: database,
      severity: categories.find((each) => BAD.test(each)) ?? null,
      // The command line gives no id: the whole record at its instant stands for it.
      delivery: textOf(record.id),
      event: `rds ${database} ${when.at} ${textOf(event.Message) ?? ''}`,
      timeKeys: ['Date'],
    },
  );
}
