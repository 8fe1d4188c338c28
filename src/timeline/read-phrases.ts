import { type Clause, clausesOf } from './clauses.js';
import { isGuarded } from './guards.js';
import { PHRASE_RULES, type PhraseRule, type Topic } from './phrases.js';
import { LONGEST_READ, type ShapeOf, shapes } from './shape.js';

/** What one text says, the strongest rule of each topic. */
export type Reading = ReadonlyMap<Topic, PhraseRule>;

const NOTHING: Reading = new Map();

/** "resolved" of something that is no incident: a host name, a merge conflict, a comment. */
const OTHER_RESOLVED =
  /\b(?:dns|host(?:name)?s?|names?|conflicts?|comments?|threads?|dependenc(?:y|ies)|symbols?|address(?:es)?|imports?|paths?|domains?|records?)\b[^.;]{0,20}\bresolved\b|\bresolved (?:to|as|from|the (?:address|name|conflict|merge|comment))\b/i;

/** Texts repeat (an alert a thousand times, a log line with other numbers): each shape is read once. Phrases never depend on digits alone. */
export function phraseReader(shapeOf: ShapeOf = shapes()): (text: string) => Reading {
  const seen = new Map<string, Reading>();
  return (text) => {
    const beginning = text.length > LONGEST_READ ? text.slice(0, LONGEST_READ) : text;
    const shape = shapeOf(beginning);
    let reading = seen.get(shape);
    if (reading === undefined) {
      reading = readPhrases(beginning);
      seen.set(shape, reading);
    }
    return reading;
  };
}

/** Applies every rule to every clause. Exported for the rules' own tests; use `phraseReader` for many texts. */
export function readPhrases(text: string): Reading {
  let found: Map<Topic, PhraseRule> | null = null;
  const clauses = clausesOf(text);
  for (const rule of PHRASE_RULES) {
    const known = found?.get(rule.topic);
    if (known !== undefined && known.strength >= rule.strength) continue;
    if (clauses.some((clause) => holds(rule, clause))) {
      found ??= new Map();
      found.set(rule.topic, rule);
    }
  }
  return found ?? NOTHING;
}

function holds(rule: PhraseRule, clause: Clause): boolean {
  const match = rule.pattern.exec(clause.text);
  if (match === null) return false;
  if (rule.topic === 'resolved' && OTHER_RESOLVED.test(clause.text)) return false;
  return !isGuarded(rule.guards, clause, match.index, match.index + match[0].length);
}
