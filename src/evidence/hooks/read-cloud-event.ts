import { parseJson } from '../../http/json-body.js';
import { AppError } from '../../kernel/errors.js';
import type { Delivery } from './delivery.js';

const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'subject'] as const;

/**
 * A CloudEvent in any HTTP content mode: structured and batch as they are, binary put together from its `ce-` headers.
 * Source: CloudEvents 1.0.2, HTTP Protocol Binding, section 3. A body with neither is taken as an event of its sender's own shape.
 */
export function readCloudEvent({ body, header }: Delivery): string {
  const type = header('Content-Type') ?? '';
  if (/^application\/cloudevents/i.test(type) || header('ce-specversion') === undefined) {
    parseJson(body);
    return body.toString('utf8');
  }
  const members = ATTRIBUTES.flatMap((name) => {
    const value = header(`ce-${name}`);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(decoded(value))}`];
  });
  if (body.length > 0) members.push(dataMember(body, type));
  return `{${members.join(',')}}`;
}

/** JSON data are put in as text, so that nothing is lost by parsing them twice. */
function dataMember(body: Buffer, type: string): string {
  if (/^[^;]*[/+]json\b/i.test(type)) {
    parseJson(body);
    return `"data":${body.toString('utf8')}`;
  }
  return /^text\//i.test(type)
    ? `"data":${JSON.stringify(body.toString('utf8'))}`
    : `"data_base64":${JSON.stringify(body.toString('base64'))}`;
}

/** Header values are percent-encoded UTF-8 (section 3.1.3.2). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new AppError('malformed', 'A ce- header holds a broken % escape.');
  }
}
