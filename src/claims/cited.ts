/** What the checker reads of one evidence item (or, with only `text`, of one prior COE). `at` and `end` are UTC. */
export type CitedEvidence = {
  at: Date;
  end: Date | null;
  precision: 'second' | 'minute' | 'day';
  text: string;
  subject: string | null;
  actor: string | null;
};

/** All that the citations of one claim say, joined once so that each rule asks it instead of joining again. */
export type Cited = {
  items: readonly CitedEvidence[];
  /** Texts, subjects and actors, one line each. */
  text: string;
  /** Seconds between any two cited times, and what the caller computed: numbers a claim may state without finding them written. */
  spans: readonly number[];
};

/** Pairwise differences are for the few citations of a sentence; a claim about hundreds of items states counts, not differences. */
const MOST_ITEMS_FOR_SPANS = 24;

export function joinCited(
  items: readonly CitedEvidence[],
  texts: readonly string[],
  computed: readonly number[] = [],
): Cited {
  const lines = items.map((item) => [item.text, item.subject, item.actor].filter((part) => part !== null).join(' · '));
  const instants = items.flatMap((item) => (item.end === null ? [item.at] : [item.at, item.end]));
  const spans = [...computed];
  if (instants.length <= MOST_ITEMS_FOR_SPANS) {
    for (const [i, from] of instants.entries()) {
      for (const to of instants.slice(i + 1)) spans.push(Math.abs(to.getTime() - from.getTime()) / 1000);
    }
  }
  return { items, text: [...lines, ...texts].join('\n'), spans };
}
