import { numbersOf, type WrittenNumber } from '../claims/numbers.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import { clausesOf } from './clauses.js';
import { isGuarded } from './guards.js';
import { isHostile } from './hostile.js';
import { compareItems } from './order.js';

/** A number found in evidence with what it counts. Durations are seconds, shares percent; the rest is counted in its own unit. */
export type EvidenceFact = { name: string; value: number; unit: string; evidenceIds: string[] };

/** What the numbers of a report are about, by the words around them; the first match wins. */
const SUBJECTS: readonly { name: string; unit: string; pattern: RegExp }[] = [
  {
    name: 'requests failed per second',
    unit: '1/s',
    pattern:
      /\b(?:errors?|50\d|5xx|failures?|failed|exceptions?)\b.*\b(?:per second|a second|\/s(?:ec)?|rps|qps)(?![\p{L}])/iu,
  },
  {
    name: 'requests per second',
    unit: '1/s',
    pattern:
      /\b(?:requests?|queries|calls|messages|events)\b.*\b(?:per second|a second|\/s(?:ec)?)(?![\p{L}])|\b(?:rps|qps)\b/iu,
  },
  { name: 'error rate', unit: '%', pattern: /\b(?:errors?|5xx|failed|failing|failures?|unsuccessful)\b/i },
  { name: 'availability', unit: '%', pattern: /\b(?:availability|success rate|uptime)\b/i },
];
const COUNTED: readonly { name: string; units: RegExp }[] = [
  { name: 'customers affected', units: /^(?:customer|client|merchant|tenant|subscriber)$/ },
  { name: 'users affected', units: /^(?:user|account|visitor|session)$/ },
  { name: 'requests failed', units: /^(?:request|call|quer(?:y|ie)|error|timeout|50\d|5xx)$/ },
  { name: 'orders affected', units: /^(?:order|payment|transaction|checkout|purchase|booking)$/ },
  { name: 'messages affected', units: /^(?:message|event|job|webhook|payload|e-?mail|notification)$/ },
  { name: 'hosts affected', units: /^(?:host|server|node|instance|pod|container|machine)$/ },
];
const HARM =
  /\b(?:affect\w*|impact\w*|fail\w*|error\w*|lost|lose|dropped|unable|cannot|can't|down|crash\w*|delayed|rejected|timed? ?out|unavailable|broken|hit|missing|duplicat\w*)\b/i;
const NOT_HARM = ['negated', 'question', 'supposed'] as const;

/**
 * Numbers with units found in evidence (customers, requests, errors per second, percent), one fact for each name and value, in order of
 * first mention. Numbers that nothing says were harmed are left out, and so are questions, denials and "would have".
 */
export function factsOf(items: readonly StoredEvidenceItem[]): EvidenceFact[] {
  const facts = new Map<string, Omit<EvidenceFact, 'evidenceIds'> & { ids: Set<string> }>();
  for (const item of [...items].sort(compareItems)) {
    if (item.kind === 'membership' || !/\d/.test(item.text) || isHostile(item.text)) continue;
    if (!HARM.test(item.text) && !SUBJECTS.some(({ pattern }) => pattern.test(item.text))) continue;
    for (const { name, value, unit } of factsIn(item.text)) {
      const key = `${name} ${value} ${unit}`;
      const fact = facts.get(key) ?? { name, value, unit, ids: new Set<string>() };
      fact.ids.add(item.id);
      facts.set(key, fact);
    }
  }
  return [...facts.values()].map(({ ids, ...fact }) => ({ ...fact, evidenceIds: [...ids] }));
}

function factsIn(text: string): Omit<EvidenceFact, 'evidenceIds'>[] {
  return clausesOf(text).flatMap((clause) => {
    const harm = HARM.exec(clause.text);
    const subject = SUBJECTS.find(({ pattern }) => pattern.test(clause.text));
    if (harm !== null && isGuarded(NOT_HARM, clause, harm.index, harm.index + harm[0].length)) return [];
    if (clause.question || (harm === null && subject === undefined)) return [];
    return numbersOf(clause.text).flatMap((number) => factOf(number, subject, harm !== null) ?? []);
  });
}

function factOf(
  number: WrittenNumber,
  subject: (typeof SUBJECTS)[number] | undefined,
  harmed: boolean,
): Omit<EvidenceFact, 'evidenceIds'> | null {
  if (number.unit === '%') return subject?.unit === '%' ? { name: subject.name, value: number.value, unit: '%' } : null;
  if (subject?.unit === '1/s' && number.unit !== 's') return { name: subject.name, value: number.value, unit: '1/s' };
  const counted = COUNTED.find(({ units }) => units.test(number.unit ?? ''));
  return counted !== undefined && harmed ? { name: counted.name, value: number.value, unit: `${number.unit}s` } : null;
}
