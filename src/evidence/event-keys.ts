/** Labels that say whose an alarm is or how bad, not which one it is. */
const DESCRIBING = new Set([
  'job',
  'team',
  'env',
  'environment',
  'cluster',
  'region',
  'account',
  'namespace',
  'owner',
  'prometheus',
  'monitor',
  'host',
  'instance',
]);

/**
 * The event key of an alarm transition, equal whichever channel told of it: name and place without spelling, state and
 * minute. "PHP rendering on mw1280" in chat and PHPRendering{instance="mw1280:9100"} in a webhook are one event; two
 * disks of one host are two.
 * @param at UTC milliseconds.
 */
export function alarmEvent(
  name: string,
  labels: Readonly<Record<string, string>>,
  state: string | null,
  at: number,
): string {
  const place = labels.instance ?? labels.host ?? '';
  const others = Object.keys(labels)
    .filter((label) => !DESCRIBING.has(label))
    .sort()
    .map((label) => `${label}=${labels[label]}`);
  // Exporters listen on 9100–9999 of the host they watch; any other port is a service of its own.
  const host = place.toLowerCase().replace(/:9\d{3}$/, '');
  const words = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return ['alarm', words, host, ...others, state ?? '', Math.floor(at / 60_000)].join(' ');
}
