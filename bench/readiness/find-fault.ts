import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';
import { type CoeContent, coeContentSchema } from '../../src/coe/schema.js';
import type { Finding } from '../../src/review/finding.js';
import { priorItems } from '../../src/review/prior-promises.js';
import { readinessOf } from '../../src/review/readiness.js';
import { comparedCoe } from '../../src/search/similarity/compared-coe.js';
import { comparison } from '../../src/search/similarity/comparison.js';
import { readyCoe } from '../../tests/review/ready-coe.js';
import type { Fault } from './faults.js';

/** What the seeded COE cites, in the words of its texts, so that nothing but the fault is ungrounded. */
const evidence = new Map([
  [
    'ev_1',
    {
      at: new Date('2026-01-01T10:00:00Z'),
      end: null,
      precision: 'minute' as const,
      text: [0, 1, 2, 3, 4, 5, 6, 8].map((step) => `Step ${step} of the incident`).join('. '),
      subject: null,
      actor: null,
    },
  ],
]);
const PRIOR = {
  title: 'Registry certificates expired',
  actionItems: [
    { title: 'Add an alarm on expiry of registry certificates', status: 'open' as const, dueDate: '2025-11-01' },
  ],
};

function promisesIn(content: CoeContent) {
  const held = comparison();
  const stored = { _id: 'coe_1', seq: 1, content: coeContentSchema.parse(PRIOR), number: 'COE-7' };
  held.put([comparedCoe(stored)]);
  return priorItems(
    held.promises(comparedCoe({ _id: 'coe_2', seq: 2, content, number: 'COE-2' }), []),
    [stored],
    () => true,
  );
}

/** Whether the fault's own rule finds it, and what else was found. */
export function findFault(fault: Fault): { hit: boolean; others: Finding[] } {
  const content = coeContentSchema.parse(put(readyCoe(), fault.at, fault.value));
  const { blockers, warnings } = readinessOf(content, {
    questions: STANDARD_QUESTIONS,
    people: ['Runa Baker', 'sre-1'],
    evidence,
    promises: promisesIn(content),
  });
  const findings = [...blockers, ...warnings];
  const place = fault.place ?? fault.at;
  const mine = findings.filter((finding) => finding.rule === fault.rule);
  const hit = mine.some((finding) => finding.place.pointer.startsWith(place) && says(finding, fault));
  return {
    hit,
    others: findings.filter((finding) => finding.rule !== fault.rule && !fault.also?.includes(finding.rule)),
  };
}

function says({ place: { quote } }: Finding, fault: Fault): boolean {
  return fault.quote === undefined || (quote ?? '').toLowerCase().includes(fault.quote.toLowerCase());
}

/** The document with the value at the pointer replaced, or taken out when it is undefined. */
function put(document: object, pointer: string, value: unknown): object {
  const copy = structuredClone(document) as Record<string, unknown>;
  const path = pointer.split('/').slice(1);
  let owner: Record<string, unknown> = copy;
  for (const part of path.slice(0, -1)) owner = owner[part] as Record<string, unknown>;
  const last = path.at(-1) as string;
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return copy;
}
