import type { StoredCoe } from '../../coe/model.js';
import type { Section } from '../../coe/schema.js';
import { fieldsOf } from '../document.js';
import { bodyText, plainText } from '../plain-text.js';

/** Text of one section, plain. */
export type ComparedField = { section: Section; text: string };
export type ComparedItem = { id: string; text: string };

/** What is compared of a COE: its words, facts that can be the same in two COEs, what was promised, and the sentences that state the problem. */
export type ComparedCoe = {
  id: string;
  seq: number;
  number: string;
  title: string;
  /** Not restricted: may shape what others see. */
  open: boolean;
  /** When its incident began, as far as the COE tells. RFC 3339 UTC. */
  happenedAt: string | null;
  services: string[];
  tags: string[];
  alarms: string[];
  fields: ComparedField[];
  items: ComparedItem[];
  problems: ComparedField[];
};

/** Of one section this much is compared; beyond it stands a log. */
export const MOST_COMPARED = 300_000;
const MOST_KEPT = 30_000;
const PROBLEM_SECTIONS = new Set<Section>(['title', 'summary', 'customerImpact', 'fiveWhys']);

export function comparedCoe(coe: Pick<StoredCoe, '_id' | 'seq' | 'number' | 'content'>): ComparedCoe {
  const { content } = coe;
  const fields = fieldsOf(content, bodyText, MOST_KEPT)
    .filter(({ names }) => !names)
    .map(({ section, text }) => ({ section, text: text.slice(0, MOST_KEPT) }))
    // A reason names the first place that holds it: the title before the text.
    .sort((a, b) => Number(b.section === 'title') - Number(a.section === 'title'));
  return {
    id: coe._id,
    seq: coe.seq,
    number: coe.number,
    title: content.title,
    open: !content.restricted,
    happenedAt: happenedAt(content),
    services: content.services,
    tags: content.tags,
    alarms: alarmsOf(content),
    fields,
    items: content.actionItems.map(({ id, title }) => ({ id, text: plainText(title) })),
    problems: fields.filter(({ section }) => PROBLEM_SECTIONS.has(section)),
  };
}

/** The same for a text alone: what a drafter knows of a COE that has only evidence. Cut before it is read: an import may hold a million lines. */
export const evidenceField = (text: string): ComparedField => ({
  section: 'background',
  text: plainText(text.slice(0, MOST_COMPARED)),
});

/** RFC 3339 UTC; null when the COE states no time. */
export function happenedAt({ keyMoments, timeline }: StoredCoe['content']): string | null {
  return keyMoments.impactStart?.at ?? keyMoments.detected?.at ?? timeline[0]?.at ?? null;
}

/**
 * By the times that both state, else in the order in which they were created. Two COEs of one moment are about one event: neither promised
 * anything to the other.
 */
export function isEarlier(
  a: Pick<ComparedCoe, 'happenedAt' | 'seq'>,
  b: Pick<ComparedCoe, 'happenedAt' | 'seq'>,
): boolean {
  if (a.happenedAt !== null && b.happenedAt !== null) return a.happenedAt < b.happenedAt;
  return a.seq < b.seq;
}

/** Names of alarms: what the entries of detection and the charts write like a name ("api-latency-p99", "HighErrorRate"). */
function alarmsOf({ timeline, charts }: StoredCoe['content']): string[] {
  const texts = [
    ...timeline.filter(({ kind, hidden }) => kind === 'detection' && !hidden).map(({ text }) => text),
    ...charts.map(({ title }) => title),
  ];
  return [...new Set(texts.flatMap((text) => plainText(text).match(ALARM_NAME) ?? []))].slice(0, 100);
}
const ALARM_NAME = /\b(?:[\p{L}][\p{L}\p{N}]*(?:[-_][\p{L}\p{N}]+){2,}|\p{Lu}\p{Ll}+(?:\p{Lu}[\p{Ll}\p{N}]+){2,})\b/gu;
