import type { SeenCluster } from './current-clusters.js';
import type { MemberFacts } from './member-facts.js';
import type { PresentedRecurrence, PresentedRecurrenceDetail } from './recurrence-schema.js';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const MOST_SERVICES = 10;

/** A cluster from its members that the reader may see, and from nothing else. @param words what sets these members apart */
export function presentRecurrence(
  cluster: SeenCluster,
  facts: readonly MemberFacts[],
  words: readonly string[],
  now: Date,
): PresentedRecurrence {
  const times = facts.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const sum = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return { total: known.reduce((all, value) => all + value, 0), known: known.length };
  };
  const minutes = sum(facts.map((one) => one.minutes));
  const customers = sum(facts.map((one) => one.customersAffected));
  const iso = (time: number | undefined) => new Date(time ?? now).toISOString();
  return {
    id: cluster.id,
    name: cluster.name ?? (words.length > 0 ? words.join(' · ') : (facts[0]?.coe.title ?? '')),
    named: cluster.name !== null,
    pinned: cluster.pinned,
    words: [...words],
    count: facts.length,
    services: sharedServices(facts),
    firstAt: iso(times[0]),
    lastAt: iso(times.at(-1)),
    medianDaysBetween: medianDays(times),
    cost: {
      minutes: minutes.total,
      minutesKnown: minutes.known,
      customersAffected: customers.total,
      customersKnown: customers.known,
    },
    trend: trendOf(times, now.getTime()),
    openPromises: facts.reduce((all, { unfinished }) => all + unfinished.length, 0),
  };
}

export function presentDetail(
  cluster: SeenCluster,
  facts: readonly MemberFacts[],
  words: readonly string[],
  now: Date,
): PresentedRecurrenceDetail {
  const today = now.toISOString().slice(0, 10);
  const inOrder = [...facts].sort((a, b) => (a.at < b.at ? -1 : 1));
  return {
    ...presentRecurrence(cluster, facts, words, now),
    members: inOrder.map(({ services: _, unfinished: __, ...member }) => member),
    promises: inOrder.flatMap(({ coe, unfinished }) =>
      unfinished.map(({ id, title, status, owner, dueDate }) => {
        const overdue = dueDate !== null && dueDate.slice(0, 10) < today;
        return { coe, actionItem: { id, title, status, owner, dueDate, overdue } };
      }),
    ),
  };
}

function sharedServices(facts: readonly MemberFacts[]): string[] {
  const counts = new Map<string, number>();
  for (const { services } of facts) for (const name of new Set(services)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_SERVICES)
    .map(([name]) => name);
}

function medianDays(times: readonly number[]): number | null {
  const between = times.slice(1).map((time, at) => (time - (times[at] as number)) / DAY_MS);
  if (between.length === 0) return null;
  const sorted = between.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return Math.round((median as number) * 10) / 10;
}

function trendOf(times: readonly number[], now: number): PresentedRecurrence['trend'] {
  const within = (from: number, to: number) => times.filter((time) => time > now - from && time <= now - to).length;
  const [last12Months, previous12Months] = [within(YEAR_MS, 0), within(2 * YEAR_MS, YEAR_MS)];
  const quiet = last12Months === 0 && previous12Months === 0;
  const direction = quiet
    ? 'quiet'
    : last12Months > previous12Months
      ? 'rising'
      : last12Months < previous12Months
        ? 'falling'
        : 'steady';
  return { direction, last12Months, previous12Months };
}
