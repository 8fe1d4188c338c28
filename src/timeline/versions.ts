import type { ReadEvent } from './read-event.js';
import { withoutNumbers } from './shape.js';

/** A commit or digest: two deploys of one thing differ in it whatever else they say. */
const COMMIT = /\b(?=[a-f]*\d)[a-f\d]{7,64}\b/gi;

type Deployed = { shape: string; numbers: number[]; text: string };

/**
 * Deploys that bring a thing back to a version before the one that it had: "search 4.11" after "search 4.12", or again the text of an
 * earlier deploy with another in between. Only deploys of one subject that succeeded and say the same but for their numbers are compared.
 */
export function returnsToEarlier(events: readonly ReadEvent[]): Set<ReadEvent> {
  const bySubject = new Map<string, Deployed[]>();
  const returns = new Set<ReadEvent>();
  for (const event of events) {
    const { kind, state, subject } = event.lead;
    if (kind !== 'deploy' || state !== 'succeeded') continue;
    const deployed = readDeploy(event.text);
    const known = bySubject.get(subject ?? '') ?? [];
    const last = known.findLast(({ shape }) => shape === deployed.shape);
    if (last !== undefined && isEarlier(deployed, last, known)) returns.add(event);
    known.push(deployed);
    bySubject.set(subject ?? '', known);
  }
  return returns;
}

function isEarlier(deployed: Deployed, last: Deployed, known: readonly Deployed[]): boolean {
  const differs = deployed.numbers.findIndex((number, i) => number !== last.numbers[i]);
  if (differs >= 0) return (deployed.numbers[differs] ?? 0) < (last.numbers[differs] ?? 0);
  return deployed.text !== last.text && known.some(({ text }) => text === deployed.text);
}

function readDeploy(text: string): Deployed {
  const plain = text.replace(COMMIT, '*');
  return { shape: withoutNumbers(plain), numbers: (plain.match(/\d+/g) ?? []).map(Number), text };
}
