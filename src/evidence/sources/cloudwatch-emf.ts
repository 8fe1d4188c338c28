import { draft } from '../draft.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';

/** CloudWatch embedded metric format: log lines that carry metrics, their values and dimensions at the root. */
export const cloudwatchEmf: EvidenceSource = {
  id: 'cloudwatch-emf',
  title: 'CloudWatch embedded metric format',
  recognisedBy: '`_aws` with `Timestamp` and `CloudWatchMetrics[]`',
  timeField: '_aws.Timestamp (milliseconds)',
  marks: ['_aws'],
  recognise: (record) => (isRecord(record._aws) && Array.isArray(record._aws.CloudWatchMetrics) ? 1 : 0),
  normalise: (record, context) => {
    const about = isRecord(record._aws) ? record._aws : {};
    const when = context.time(about.Timestamp);
    if ('rejected' in when) return when;
    const blocks = (Array.isArray(about.CloudWatchMetrics) ? about.CloudWatchMetrics : []).filter(isRecord);
    const metrics = blocks.flatMap((block) => metricsOf(block, record));
    if (metrics.length === 0) return { rejected: 'the line names no metric that it holds' };
    const dimensions = dimensionsIn(blocks, record);
    const namespaces = [...new Set(blocks.map(({ Namespace }) => textOf(Namespace)).filter((each) => each !== null))];
    const place = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
    const request = textOf(record.requestId);
    const names = metrics.map(({ name }) => name).join(' ');
    return draft(
      {
        when,
        kind: 'metric',
        text: `${namespaces.join(', ')} ${metrics.map(({ words }) => words).join(', ')}${place.length === 0 ? '' : ` (${place.join(', ')})`}`.trim(),
        payload: record,
      },
      {
        actor: { kind: 'system', id: 'cloudwatch', name: 'CloudWatch' },
        subject: `${namespaces.join(', ')} ${names}`.trim(),
        dimensions,
        // One request may write several lines.
        delivery: request === null ? null : `${request} ${String(about.Timestamp)} ${names}`,
      },
    );
  },
};

/** A metric is named in the block and has its value at the root, a number or a list of them. */
function metricsOf(block: JsonRecord, record: JsonRecord): { name: string; words: string }[] {
  const definitions = (Array.isArray(block.Metrics) ? block.Metrics : []).filter(isRecord);
  return definitions.flatMap(({ Name, Unit }) => {
    const name = textOf(Name);
    const value = name === null ? undefined : record[name];
    const values = Array.isArray(value) ? value.map(String).join(', ') : textOf(value);
    const unit = textOf(Unit);
    return name === null || values === null
      ? []
      : [{ name, words: `${name} ${values}${unit === null || unit === 'None' ? '' : ` ${unit}`}` }];
  });
}

/** Dimension sets name members of the root. */
function dimensionsIn(blocks: JsonRecord[], record: JsonRecord): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { Dimensions } of blocks) {
    for (const name of (Array.isArray(Dimensions) ? Dimensions : []).flat()) {
      const value = typeof name === 'string' ? textOf(record[name]) : null;
      if (value !== null) found[name] = value;
    }
  }
  return found;
}
