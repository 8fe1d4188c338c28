import type { CoeContent } from '../coe/schema.js';
import { BLAMELESS_RULES } from './blameless.js';
import type { ReadinessContext } from './finding.js';
import { findingIds } from './finding-id.js';
import { proseOf, withoutQuotes } from './prose.js';

/** Words of a text that the blameless rules hold against it. */
export type BlamelessHit = {
  /** Of the finding, as readiness names it. */
  id: string;
  rule: string;
  why: string;
  fix: string;
  pointer: string;
  /** The whole text, and where in it the words are. */
  raw: string;
  start: number;
  quote: string;
};

type Names = Pick<ReadinessContext, 'questions' | 'people'>;

/** What the blameless rules find in a COE, with the place in the text. Pure. */
export function blamelessHits(content: CoeContent, names: Names): BlamelessHit[] {
  const prose = proseOf(content, names);
  const raws = new Map(prose.map(({ pointer, raw }) => [pointer, raw]));
  const idOf = findingIds(content);
  const context = { ...names, evidence: new Map(), promises: new Map() };
  return BLAMELESS_RULES.flatMap(({ id: rule, why, fix, find }) =>
    [...find({ content, context, prose })].flatMap(({ pointer, quote, start }) => {
      const id = idOf(rule, { pointer, quote });
      const raw = raws.get(pointer);
      return raw === undefined || quote === null || start === undefined
        ? []
        : [{ id, rule, why, fix, pointer, raw, start, quote }];
    }),
  );
}

/** How many words the rules would still hold against a text, were it to stand in the COE. */
export function blamelessCount(text: string, content: CoeContent, { questions, people }: Names): number {
  const prose = [{ pointer: '', raw: text, text: withoutQuotes(text), counterfactual: false }];
  const context = { questions, people, evidence: new Map(), promises: new Map() };
  return BLAMELESS_RULES.flatMap(({ find }) => [...find({ content, context, prose })]).length;
}
