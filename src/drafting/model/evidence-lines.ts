import type { StoredEvidenceItem } from '../../evidence/item.js';
import { isHostile } from '../../timeline/hostile.js';
import type { Veil } from './veil.js';

/**
 * What the model reads of one evidence item, or one note about several. `cites` are the short names (E1 …) it may cite for it;
 * ids of the database never leave the process.
 */
export type EvidenceLine = {
  cites: string[];
  at: string | null;
  source: string | null;
  who: string | null;
  text: string;
};

export type EvidenceLines = {
  lines: EvidenceLine[];
  /** Evidence id by short name. */
  idOf: ReadonlyMap<string, string>;
  /** What was left out or shortened, one sentence each, for the owner. */
  warnings: string[];
};

/** A log line can be as long as a book; this much of one item is read. */
const LONGEST_TEXT = 4_000;

/**
 * The items as lines, in their order. Left out, and told: messages that give orders to a machine reader. Who came and went in a
 * channel is no evidence.
 * @param items in order of time
 */
export function evidenceLines(items: readonly StoredEvidenceItem[], veil: Veil): EvidenceLines {
  const idOf = new Map<string, string>();
  const lines: EvidenceLine[] = [];
  let hostile = 0;
  let shortened = 0;
  for (const item of items) {
    if (item.kind === 'membership') continue;
    if (isHostile(item.text)) {
      hostile += 1;
      continue;
    }
    const alias = `E${lines.length + 1}`;
    idOf.set(alias, item.id);
    if (item.text.length > LONGEST_TEXT) shortened += 1;
    lines.push({
      cites: [alias],
      at: item.precision === 'day' ? item.at.toISOString().slice(0, 10) : item.at.toISOString(),
      source: item.source,
      who: hidden(item.actor?.name ?? item.subject, veil),
      text: veil.hide(item.text).slice(0, LONGEST_TEXT),
    });
  }
  const warnings: string[] = [];
  if (hostile > 0)
    warnings.push(
      `${count(hostile, 'evidence item')} that give orders to a machine reader were not shown to the model.`,
    );
  if (shortened > 0)
    warnings.push(`The model read only the first ${LONGEST_TEXT} characters of ${count(shortened, 'evidence item')}.`);
  return { lines, idOf, warnings };
}

const hidden = (text: string | null, veil: Veil) => (text === null ? null : veil.hide(text));

export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** About three characters a token: on the safe side for code, ids and other languages than English. */
export const tokensOf = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 3);
