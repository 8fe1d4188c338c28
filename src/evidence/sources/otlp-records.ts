import { draft } from '../draft.js';
import { dimensionsOf } from '../eventbridge.js';
import { isRecord, type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';
import { kindFromText, stateFor } from '../words.js';
import { anyValue, attributes, stated } from './otlp-values.js';

/** Severity numbers come in fours: 9–12 are INFO. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** A log record, or an event when it has an `eventName`. */
export function readLog(record: JsonRecord, log: JsonRecord, context: SourceContext): Normalised {
  // The clock of the collector serves where the source's own is not known.
  const when = context.time(stated(log.timeUnixNano) ?? stated(log.observedTimeUnixNano));
  if ('rejected' in when) return when;
  const { service, origin } = originOf(record);
  const body = anyValue(log.body) ?? textOf(log.body);
  const words = [textOf(log.eventName), body].filter((each) => each !== null);
  const said = words.join(': ') || Object.values(attributes(log.attributes)).join(' ');
  if (said === '') return { rejected: 'the log record has no body, event name or attributes' };
  const told = kindFromText(said);
  const kind = told === null || told === 'alarm' ? 'log' : told;
  const number = Number(textOf(log.severityNumber) ?? 0);
  return draft(
    { when, kind, text: said, payload: record },
    {
      state: stateFor(kind, null, said),
      actor: { kind: 'system', id: service, name: service },
      subject: service,
      dimensions: dimensionsOf({ ...origin, trace: textOf(log.traceId)?.toLowerCase() }),
      severity: textOf(log.severityText)?.toLowerCase() ?? LEVELS[Math.floor((number - 1) / 4)] ?? null,
    },
  );
}

export function readSpan(record: JsonRecord, span: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(stated(span.startTimeUnixNano));
  if ('rejected' in when) return when;
  const ended = context.time(stated(span.endTimeUnixNano));
  const end = 'at' in ended && ended.at >= when.at ? ended.at : null;
  const { service, origin } = originOf(record);
  const status = isRecord(span.status) ? span.status : {};
  // In protobuf JSON an enum is a number or its name.
  const failed = status.code === 2 || status.code === 'STATUS_CODE_ERROR';
  const message = textOf(status.message);
  const lasted = end === null ? '' : ` took ${end - when.at} ms`;
  const trace = textOf(span.traceId)?.toLowerCase();
  return draft(
    {
      when,
      kind: 'log',
      text: `${service} ${textOf(span.name) ?? 'span'}${lasted}${failed ? `, failed${message === null ? '' : `: ${message}`}` : ''}`,
      payload: record,
    },
    {
      end,
      actor: { kind: 'system', id: service, name: service },
      subject: service,
      dimensions: dimensionsOf({ ...origin, trace }),
      severity: failed ? 'error' : null,
      delivery: `${trace} ${textOf(span.spanId)?.toLowerCase()}`,
    },
  );
}

export function readPoint(record: JsonRecord, point: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(stated(point.timeUnixNano));
  if ('rejected' in when) return when;
  const { service, origin } = originOf(record);
  const metric = isRecord(record.metric) ? record.metric : {};
  const name = textOf(metric.name) ?? 'metric';
  const unit = textOf(metric.unit);
  const plain = textOf(point.asDouble) ?? textOf(point.asInt);
  // Histograms and summaries: what their points say in numbers.
  const parts = ['count', 'sum', 'min', 'max'].flatMap((each) =>
    textOf(point[each]) === null ? [] : [`${each} ${textOf(point[each])}`],
  );
  const value = plain ?? (parts.join(', ') || 'no value');
  return draft(
    {
      when,
      kind: 'metric',
      text: `${service} ${name} ${value}${unit === null || unit === '1' ? '' : ` ${unit}`}`,
      payload: record,
    },
    {
      actor: { kind: 'system', id: service, name: service },
      subject: name,
      dimensions: { ...origin, ...attributes(point.attributes) },
    },
  );
}

/** Who wrote a record: the resource's service, and where that ran. */
function originOf(record: JsonRecord): { service: string; origin: Record<string, string> } {
  const resource = isRecord(record.resource) ? attributes(record.resource.attributes) : {};
  const scope = isRecord(record.scope) ? textOf(record.scope.name) : null;
  const host = resource['host.name'] ?? resource['k8s.pod.name'];
  const place = host ?? resource['service.instance.id'];
  const origin = dimensionsOf({ scope, host: place });
  return { service: resource['service.name'] ?? host ?? 'service', origin };
}
