import { atOnce } from '../../src/kernel/turns.js';
import { siftEvidence } from '../../src/timeline/sift.js';
import { EvidenceOf } from './evidence.js';
import { Random } from './random.js';

/**
 * Flap collapse against episodes that are known because they were made: gaps below 15 minutes merge, longer ones part, repeats within
 * a minute count once. @returns counts for F1 over episodes with exactly the right start, end and number of firings
 */
export function scoreFlaps(seeds: readonly number[]): { right: number; found: number; made: number } {
  const total = { right: 0, found: 0, made: 0 };
  for (const seed of seeds) {
    const random = new Random(seed);
    const evidence = new EvidenceOf(Date.UTC(2025, 3, 1 + (seed % 20)));
    const made = new Set<string>();
    for (let alarm = 0; alarm < random.between(1, 4); alarm++)
      for (const episode of makeEpisodes(evidence, random, `alarm-${'abcd'[alarm]}`)) made.add(episode);
    const found = atOnce(siftEvidence(random.shuffled(evidence.items))).episodes.map(
      ({ firing, from, end, fired }) => `${firing?.lead.subject} ${from} ${end} ${fired}`,
    );
    total.made += made.size;
    total.found += found.length;
    total.right += found.filter((episode) => made.has(episode)).length;
  }
  return total;
}

function makeEpisodes(evidence: EvidenceOf, random: Random, subject: string): string[] {
  const made: string[] = [];
  const dimensions = { host: random.pick(['a', 'b']) };
  let at = random.between(0, 3_600);
  const send = (seconds: number, state: 'firing' | 'ok') => {
    evidence.alarm(seconds, state, subject, { dimensions });
    if (random.chance(0.25)) evidence.alarm(seconds + random.between(0, 59), state, subject, { dimensions });
  };
  for (let episode = random.between(1, 5); episode > 0; episode--) {
    const from = at;
    const fired = random.between(1, 6);
    let end = at;
    for (let n = 0; n < fired; n++) {
      send(at, 'firing');
      end = at + random.between(61, 1_800);
      send(end, 'ok');
      at = end + random.between(61, 890);
    }
    made.push(`${subject} ${evidence.at(from)} ${evidence.at(end)} ${fired}`);
    at = end + random.between(1_000, 20_000);
  }
  return made;
}
