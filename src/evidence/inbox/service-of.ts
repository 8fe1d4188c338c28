import type { EvidenceItem } from '../item.js';
import { isRecord } from '../source.js';
import { oneLine } from './one-line.js';

export type ServiceMapping = { service: string | null; services: readonly { when: string; service: string }[] };

export const UNKNOWN_SERVICE = 'unknown';
const LABELS = ['service', 'app', 'application', 'app_kubernetes_io_name', 'job'] as const;
/** Sources whose subject is a service or a repository, not an alarm or a message. */
const SUBJECT_IS_SERVICE = new Set(['pagerduty', 'github']);
const LONGEST = 200;

/**
 * The service an item is filed under: what the registration says for one of the sender's names, else the registration's own service,
 * else the sender's name for it.
 */
export function serviceOf(item: EvidenceItem, { service, services }: ServiceMapping): string {
  const names = namesIn(item);
  const mapped = services.find(({ when }) => names.some((name) => name.toLowerCase() === when.toLowerCase()));
  return mapped?.service ?? service ?? names[0] ?? UNKNOWN_SERVICE;
}

function namesIn({ source, subject, dimensions, payload }: EvidenceItem): string[] {
  const labels = LABELS.flatMap((label) => dimensions[label] ?? []);
  const own = SUBJECT_IS_SERVICE.has(source) && subject !== null ? [subject] : [];
  // A repository may be somebody's own: then only its name is left of `login/name`.
  if (source === 'github') own.push(...own.flatMap((name) => name.split('/').at(-1) ?? []));
  return [...labels, ...own.filter((name) => !name.includes('<@')), ...componentsIn(payload)]
    .map((name) => oneLine(name, LONGEST))
    .filter((name) => name !== '');
}

/** Statuspage names the components that an update is about. */
function componentsIn(payload: unknown): string[] {
  const affected = isRecord(payload) ? payload.affected_components : null;
  return Array.isArray(affected)
    ? affected.flatMap((each) => (isRecord(each) && typeof each.name === 'string' ? [each.name] : []))
    : [];
}
