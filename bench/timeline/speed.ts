import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { EvidenceOf } from './evidence.js';
import { madeIncident } from './incidents.js';
import { Random } from './random.js';
import { TUNED } from './vocabulary.js';

/** CPU of a draft of `count` mixed items, beside parsing the same items from JSON, in seconds. */
export function measureSpeed(count: number): { draft: number; parse: number; entries: number } {
  const items = mixedItems(count);
  const lines = items.map((item) => JSON.stringify(item));
  const parse = cpuOf(() => {
    for (const line of lines) JSON.parse(line);
  });
  let entries = 0;
  const draft = cpuOf(() => {
    entries = draftTimeline(items).entries.length;
  });
  return { draft, parse, entries };
}

/** One made incident within the noise of a large system: host logs, alarms of many hosts, metric points, chat. */
export function mixedItems(count: number): StoredEvidenceItem[] {
  const random = new Random(7);
  const { items } = madeIncident(7, TUNED);
  const evidence = new EvidenceOf(Math.min(...items.map(({ at }) => at.getTime())));
  const WORDS = ['request served', 'cache miss', 'upstream timed out', 'connection reset by peer', 'worker restarted'];
  while (evidence.items.length + items.length < count) {
    const seconds = random.between(0, 14_400);
    const host = `web-${random.between(10, 99)}`;
    const kind = random.next();
    if (kind < 0.6)
      evidence.add({
        seconds,
        kind: 'log',
        source: 'ndjson',
        subject: host,
        text: `${random.pick(WORDS)} after ${random.between(1, 9_000)} ms, id ${random.between(0, 1e9).toString(36)}`,
      });
    else if (kind < 0.8)
      evidence.alarm(seconds, random.chance(0.5) ? 'firing' : 'ok', `HostAlarm${random.between(1, 40)}`, {
        source: 'alertmanager',
        dimensions: { instance: host },
      });
    else if (kind < 0.9)
      evidence.add({
        seconds,
        kind: 'metric',
        source: 'prometheus',
        subject: host,
        text: `load ${random.between(1, 99)}`,
      });
    else
      evidence.say(seconds, `responder-${random.between(1, 9)}`, `${host} shows ${random.between(1, 500)} errors now`);
  }
  return [
    ...items,
    ...evidence.items.map((item, n) => ({
      ...item,
      id: `mixed_${n}`,
      eventKey: `mixed-${n}`,
      deliveryKey: `mixed-${n}`,
    })),
  ];
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
