import { plain } from '../../claims/words.js';
import type { SectionDraftInput } from '../section-rule.js';
import type { Line } from './lines.js';
import { clip, plainLine, quote } from './wording.js';

const BREAKS_DOWN =
  /\s+(?:(?:is|are|was|were|has|have|had|been|being|seen|keeps?|(?:start|began|begin)\w* to|again|repeatedly|all|now|found)\s+)*(?:crash\w*|fail\w*|die[sd]?|down|unavailable|unreachable|offline|degrad\w*|tim(?:es?|ed|ing) out|runs? out|ran out|run out|out of|full|overload\w*|unresponsive|stuck|slow\w*|refus\w*|reject\w*|return\w*|throw\w*|time-?outs?|errors?)\b/i;
const DETERMINERS =
  /^(?:the|a|an|several|some|many|all|most|our|both|multiple|various|more|other|one|two|three|four|five|\d+|of|we see|we have|seeing|saw)\s+/i;
const GENERIC =
  /^(?:pods?|nodes?|hosts?|servers?|instances?|workers?|containers?|machines?|clusters?|databases?|requests?|jobs?)$/i;
/** Words that no name of a component holds: adverbs, pronouns, prepositions, verbs of telling, ranks of errors. */
const NO_NAME = new RegExp(
  `^(?:${[
    'very too quite so more much now still also and but or \\p{L}+ly',
    'it this that they we i he she there everything everyone nobody anyone something stuff things? who what which',
    'on for the of in to with at from by as based due after before while when since',
    'report\\w* notic\\w* alert\\w* alarm\\w* customers? users? people someone getting gets? has have had is are was see\\w* saw starts?',
    'some any first last many several fatal critical internal unknown sporadic intermittent high low severe new old no not',
  ]
    .join(' ')
    .split(' ')
    .join('|')})$`,
  'iu',
);

/**
 * What an action item is about, in the evidence's own words: the words before the verb of failure, else a service of the COE that the line
 * names, else the alarm, host or thing deployed, else the COE's only service. Null when nothing is named.
 */
export function componentOf(input: SectionDraftInput, line: Line): string | null {
  const noun = breakingNoun(line.text);
  const service = namedService(input, line) ?? onlyService(input);
  // "Pods run out of memory" names no component until it is known whose pods they are.
  if (noun !== null && GENERIC.test(noun) && service !== null) return `${service} ${noun}`;
  return noun ?? namedService(input, line) ?? placeNamed(line.text) ?? subjectOf(line) ?? onlyService(input);
}

/** As `componentOf`; where evidence names nothing, words that say so and leave the naming to people. */
export function componentOrService(input: SectionDraftInput, line: Line): string {
  return componentOf(input, line) ?? AFFECTED_SERVICE;
}

const AFFECTED_SERVICE = 'the affected service';

/** A title about a component, with the line that it is about where evidence names no component. */
export function withQuote(title: string, line: Line): string {
  return title.includes(AFFECTED_SERVICE) ? `${title}: ${quote(line.text, 90)}` : title;
}

/** "Front-end caches crash on two hosts" is about front-end caches. Long or pronominal openings are no name. */
export function breakingNoun(text: string): string | null {
  const sentence = plainLine(text).split(/[.;:!?(]\s|\s[-–—]\s/)[0] ?? '';
  const verb = BREAKS_DOWN.exec(sentence);
  if (verb === null || verb.index === 0) return null;
  let noun = sentence.slice(0, verb.index).trim();
  for (let shorter = noun.replace(DETERMINERS, ''); shorter !== noun; shorter = noun.replace(DETERMINERS, ''))
    noun = shorter;
  const words = noun.split(' ');
  if (noun.length < 3 || words.length > 4 || words.some((word) => NO_NAME.test(word)) || /[,"'=]/.test(noun))
    return null;
  return lowerFirst(noun);
}

/** A sentence's capital goes; the capitals of a name (API, PHPRendering, MediaWiki) stay. */
function lowerFirst(noun: string): string {
  const first = noun.split(' ')[0] ?? '';
  return /^\p{Lu}\p{Ll}+(?:-\p{Ll}+)*$/u.test(first) ? noun.charAt(0).toLowerCase() + noun.slice(1) : noun;
}

function namedService({ coe }: SectionDraftInput, line: Line): string | null {
  const words = new Set(
    plain(`${line.text} ${line.lead.subject ?? ''}`)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*/gu) ?? [],
  );
  return coe.content.services.find((service) => words.has(service.toLowerCase())) ?? null;
}

const PLACE = /\b(?:in|of|on|for)\s+(?:the\s+)?([a-z][a-z\d]*(?:[-_][a-z\d]+)+)(?![\p{L}\p{N}])/iu;
const PLAIN_HYPHEN =
  /^(?:front|back|re|pre|post|non|on|off|self|auto|multi|cross|high|low|long|short|real|read|write|end|up|down|first|second|last|one|two|three)-/i;

/** "connection pool exhausted in checkout-db" is about checkout-db. */
function placeNamed(text: string): string | null {
  const name = PLACE.exec(plainLine(text))?.[1];
  return name === undefined || PLAIN_HYPHEN.test(name) ? null : name;
}

function subjectOf({ lead, who }: Line): string | null {
  if (lead.kind === 'message' || lead.kind === 'note' || lead.kind === 'status') return null;
  const name = lead.subject ?? (lead.actor?.kind === 'system' ? who : null);
  return name === null || name.trim() === '' ? null : clip(plainLine(name), 60);
}

function onlyService({ coe }: SectionDraftInput): string | null {
  return coe.content.services.length === 1 ? (coe.content.services[0] ?? null) : null;
}
