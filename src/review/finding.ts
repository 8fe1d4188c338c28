import type { CitedEvidence } from '../claims/cited.js';
import type { CoeQuestion } from '../coe/questions.js';
import type { CoeContent } from '../coe/schema.js';

/** A blocker stands in the way of approval; a warning is for the author to weigh. */
export type Severity = 'blocker' | 'warning';

/** Where: an RFC 6901 JSON pointer into the COE, and the words meant when it is about words. */
export type Place = { pointer: string; quote: string | null };

/** One thing that readiness found: what, where, why it matters and how to put it right. */
export type Finding = {
  /** The same for as long as the words meant are the same: what a waiver is bound to. */
  id: string;
  rule: string;
  severity: Severity;
  place: Place;
  why: string;
  fix: string;
};

export type ReadinessContext = {
  /** The questions that this COE's template asks. */
  questions: readonly CoeQuestion[];
  /** Names that the COE itself gives to people; prose speaks of roles. */
  people: readonly string[];
  /** The evidence that the COE cites, by id: what it holds, and nothing of another COE's. */
  evidence: ReadonlyMap<string, CitedEvidence>;
  /** What earlier COEs promised, for the action items here that call for the same, by the id of the item here. */
  promises: ReadonlyMap<string, PriorItem>;
};

/** An action item of an earlier COE. */
export type PriorItem = {
  coe: string;
  title: string;
  status: string;
  dueDate: string | null;
  /** A person said whether it answers the same problem. */
  answered: boolean;
};

/** One text for people, with what it quotes blanked out: evidence may say what a report should not. */
export type Prose = { pointer: string; raw: string; text: string; counterfactual: boolean };

export type RuleInput = { content: CoeContent; context: ReadinessContext; prose: readonly Prose[] };

/** A rule of the linter: pure, small, one concern. `why` of a hit replaces the rule's own where the case says more. */
export type ReadinessRule = {
  id: string;
  severity: Severity;
  why: string;
  fix: string;
  /** `start`: where in the text the words begin, for rules about words. */
  find(input: RuleInput): Iterable<Place & { why?: string; start?: number }>;
};

/** A place without words. */
export const at = (pointer: string): Place => ({ pointer, quote: null });
