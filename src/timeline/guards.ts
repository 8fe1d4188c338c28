import type { Clause } from './clauses.js';

/**
 * What stops a phrase from counting although its words are there: "not yet mitigated", "will roll back", "partially restored",
 * "resolved?", "works for me", "possibly identified", "yesterday's incident was resolved". One table, used by name in the phrase rules.
 */
export type Guard =
  | 'negated'
  | 'future'
  | 'conditional'
  | 'supposed'
  | 'partial'
  | 'question'
  | 'hedged'
  | 'otherTime'
  | 'undone'
  | 'oneView';

const NEGATED_BEFORE =
  /(?:\b(?:not(?! only)|never|no(?! longer\b)|nobody|none|nothing|without|cannot|unable to|yet to|far from|isn't|wasn't|aren't|hasn't|haven't|didn't|doesn't|don't|won't|can't|couldn't|wouldn't)\b|n't\b|\b(?:fail(?:s|ed|ing)?|refus(?:es|ed)|declin(?:es|ed)) to\b)(?:[^\w,;]+[\w'-]+){0,4}[^\w,;]*$/i;
const NEGATED_AFTER =
  /^[^\w,;]*(?:\w+[^\w,;]+){0,2}(?:not|never|yet\?|nothing|false|n't)\b|^\W*[?]|^[^.]{0,20}\b(?:is|was) (?:wrong|false)\b/i;

/** A pattern that spans words may span the denial: "root cause not yet identified". */
const NEGATED_WITHIN = /\bnot (?!responding|ready|only)\w|\bnever\b|n't\b/i;

const FUTURE_BEFORE =
  /\b(?:will|[a-z]+'ll|going to|gonna|should|would|could|may|might|must|can|shall|needs? to|needed to|to be|about to|plan(?:s|ned|ning)? (?:to|for)|wants? to|(?:try|tries|trying|tried) (?:to|a)|attempt(?:s|ing)?|propos(?:e|es|ed|ing)|hop(?:e|es|ing)|expect(?:s|ed|ing)?|considering|waiting (?:for|on|until)|wait (?:for|until)|until|till|once|whenever|if|unless|as soon as|eta|let'?s|please|requests?|requesting|asks?|asking|suggest(?:s|ing)?|recommend(?:s|ing)?|before (?:we|the|it)|mark (?:this|it|the)|when (?:it|this|that|the|we|you|they|everything|all)|being|is it|are we|say when|tell us when|want|awaiting|ready to|start(?:s|ed|ing)? (?:to|the|a)|begin(?:s|ning)? (?:to|the|a)|in order to)\b[^,]{0,60}$/i;
const FUTURE_AFTER =
  /^[^.,;]{0,30}\b(?:proposed|requested|planned|pending|in progress|ongoing|under ?way|tomorrow|later today|next week|soon|tried|attempted|eta|running|starting|started|begins|now in|scheduled|on hold|to follow|recommended|expected)\b/i;

const FUTURE_WITHIN = /\b(?:being|will|to be|should|going to|about to|can be|could|must|needs?|might|may)\b/i;
const PARTIAL_WITHIN = /\b(?:partial(?:ly)?|mostly|almost|nearly|half|(?!100)\d{1,2} ?%)/i;

/** A failure that only might happen; "requests begin to be lost" did happen. */
const SUPPOSED_BEFORE =
  /\b(?:will|[a-z]+'ll|would|could|might|may|should|going to|in case|if|unless|to (?:avoid|prevent)|avoids?|prevents?)\b[^,]{0,30}$/i;

const PARTIAL_BEFORE =
  /\b(?:partial(?:ly)?|partly|mostly|some|several|almost|nearly|largely|half|a few|most|many|still|only|slowly|steadily|gradually|begin(?:s|ning)? to|start(?:s|ed|ing)? to|first|one of|part of|\d+ (?:of|out of) \d+|[1-9]\d? ?%)\b[^,]{0,40}$/i;
const PARTIAL_AFTER =
  /^[^.;]{0,40}\b(?:for (?:some|most|a few|many)|in some|on some|partially|partly|except|apart from|other than|to some extent|so far|but|(\d+) (?:of|out of) (?!\1\b)\d+|still (?!watch|monitor|look|investigat|keep)\w+)\b/i;

const HEDGED =
  /\b(?:might|maybe|perhaps|possibl[ey]|probabl[ey]|suspect(?:s|ed|ing)?|suspicion|likely|seems?|seemingly|appears?|looks (?:like|as)|i (?:think|guess|believe|suspect|wonder)|we (?:think|guess|believe|suspect)|assum(?:e|es|ing)|not sure|unsure|unclear|could be|may be|hypothes\w+|theor(?:y|ies)|candidates?|narrow\w*|apparently|hopefully|afaik|iirc|rumou?r\w*|supposedly|allegedly)\b/i;
/** What one person sees is no end of what customers saw. */
const ONE_VIEW =
  /\b(?:for me(?! and\b)|to me|on my (?:side|end|machine|laptop|phone|screen)|from (?:here|my (?:side|end))|over here|locally|in my browser|at home)\b/i;
const OTHER_TIME =
  /\b(?:yesterday|last (?:week|month|night|year|time|quarter|sprint)|previous(?:ly)?|(?:another|other|different|unrelated|separate|earlier|old|similar|past|prior) (?:incident|issue|outage|ticket|problem|alert|case)|in the past|(?:weeks?|days?|months?|years?) ago|back in (?:\d{4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|remember when|like (?:in|on) (?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b/i;

/** "Customers can log in again" is said of now and "we can close this" decides it; only a condition or a plan before them takes that back. */
const CONDITION =
  /\b(?:if|unless|until|till|once|when(?:ever)?|as soon as|before|will|[a-z]+'ll|should|would|might|may|could|hope(?:fully)?|hoping|expect(?:s|ed|ing)?|wait(?:ing)?|tomorrow|soon|later)\b/i;

const TESTS: Readonly<Record<Guard, (clause: Clause, before: string, after: string, match: string) => boolean>> = {
  negated: (_clause, before, after, match) =>
    NEGATED_BEFORE.test(before) ||
    NEGATED_AFTER.test(after) ||
    NEGATED_WITHIN.test(match) ||
    /(?<![\d.,:])(?:0|zero) $/i.test(before),
  future: (_clause, before, after, match) =>
    FUTURE_BEFORE.test(before) || FUTURE_AFTER.test(after) || FUTURE_WITHIN.test(match),
  conditional: (_clause, before, after) => CONDITION.test(before) || CONDITION.test(after),
  supposed: (_clause, before) => SUPPOSED_BEFORE.test(before),
  partial: (_clause, before, after, match) =>
    PARTIAL_BEFORE.test(before) || PARTIAL_AFTER.test(after) || PARTIAL_WITHIN.test(match),
  question: (clause) => clause.question,
  hedged: (clause) => HEDGED.test(clause.text),
  otherTime: (clause) => OTHER_TIME.test(clause.text),
  oneView: (clause) => ONE_VIEW.test(clause.text),
  undone: (clause, _before, after) => clause.undone || UNDONE_AFTER.test(after),
};
const UNDONE_AFTER =
  /^[^.;]{0,60}\b(?:(?<!\b(?:no|zero|without|any|0) )fail(?:s|ed|ing|ure)\b(?! (?:deploy\w*|releases?|rollouts?|changes?|migrations?|versions?|nodes?|hosts?|pods?|disks?|requests?)\b)|reject(?:s|ed)|refus(?:es|ed)|no (?:effect|luck|change|improvement)|did(?:n't| not) (?:help|work|fix)|without (?:success|effect|luck))\b/i;

/** True when one of `guards` stops a phrase that stands in `clause` from `start` to `stop` (character positions). */
export function isGuarded(guards: readonly Guard[], clause: Clause, start: number, stop: number): boolean {
  const before = clause.text.slice(0, start);
  const after = clause.text.slice(stop);
  const match = clause.text.slice(start, stop);
  return guards.some((guard) => TESTS[guard](clause, before, after, match));
}
