import type { CoeFact } from './schema.js';

/** Facts that drafts find, as people call them; a name of a person's own is shown as it is. */
const LABELS: Readonly<Record<string, string>> = {
  timeToDetect: 'Time to detect',
  timeToEngage: 'Time to engage',
  timeToDiagnose: 'Time to diagnose',
  timeToMitigate: 'Time to mitigate',
  timeToResolve: 'Time to resolve',
  alarmsRaised: 'Alarms raised',
  hostsAffected: 'Hosts affected',
  responders: 'Responders',
  customersAffected: 'Customers affected',
  requestsFailed: 'Requests failed',
  errorRate: 'Error rate',
  errorsPerSecond: 'Errors per second',
  shareAffected: 'Share affected',
  messagesLost: 'Messages lost',
  ordersAffected: 'Orders affected',
};

export function factLabel(name: string): string {
  return Object.hasOwn(LABELS, name) ? (LABELS[name] as string) : name;
}

/** `5,000`, `12%`, `90 seconds`: the unit is left out where the label says it already. */
export function factValue({ name, value, unit }: Pick<CoeFact, 'name' | 'value' | 'unit'>): string {
  const shown = typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 6 }) : value;
  if (unit === null) return shown;
  if (unit === 'percent') return `${shown}%`;
  const known = ['people', factLabel(name).toLowerCase()].some((words) => words.includes(unit.toLowerCase()));
  return known ? shown : `${shown} ${unit}`;
}

/** `Customers affected: 5,000` */
export function factWords(fact: Pick<CoeFact, 'name' | 'value' | 'unit'>): string {
  return `${factLabel(fact.name)}: ${factValue(fact)}`;
}

/** Computed from the key moments, and therefore corrected there and nowhere else. */
export function isMeasureFact({ name }: Pick<CoeFact, 'name'>): boolean {
  return /^timeTo[A-Z]/.test(name);
}

/** Counted anew by each draft: a later count takes the place of an earlier one. */
export const COUNTED_FACTS: ReadonlySet<string> = new Set(['alarmsRaised', 'hostsAffected', 'responders']);

/** Units of the facts that drafts find; the report leaves out what the label says. */
const UNITS: Readonly<Record<string, string>> = {
  alarmsRaised: 'alarms',
  hostsAffected: 'hosts',
  responders: 'people',
  customersAffected: 'customers',
  requestsFailed: 'requests',
  messagesLost: 'messages',
  ordersAffected: 'orders',
  errorRate: 'percent',
  shareAffected: 'percent',
  errorsPerSecond: 'per second',
};

/** The inverse of label and value: `Customers affected`, `4,200`. A value that is no number stays text. */
export function readFactRow(label: string, shown: string): Pick<CoeFact, 'name' | 'value' | 'unit'> {
  const name = Object.keys(LABELS).find((key) => LABELS[key] === label) ?? label;
  const [, digits = '', rest = ''] = /^(-?[\d,]+(?:\.\d+)?)(%|$| .*$)/.exec(shown) ?? [];
  const number = Number(digits.replaceAll(',', ''));
  if (digits === '' || Number.isNaN(number)) return { name, value: shown, unit: null };
  const unit = rest === '%' ? 'percent' : rest.trim() || (UNITS[name] ?? null);
  return { name, value: number, unit };
}
