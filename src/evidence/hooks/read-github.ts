import { parseJson } from '../../http/json-body.js';
import type { Delivery } from './delivery.js';

/** GitHub sends JSON, or a form whose field `payload` holds it; the ping of a new webhook reports nothing. */
export function readGithub({ body, header }: Delivery): string | null {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(header('Content-Type') ?? '');
  const json = isForm ? Buffer.from(new URLSearchParams(body.toString('utf8')).get('payload') ?? '') : body;
  parseJson(json);
  return header('X-GitHub-Event') === 'ping' ? null : json.toString('utf8');
}
