import { COE_STATUSES, SEVERITIES, type Section } from '../../coe/schema.js';
import { FILTER_FIELDS, type FilterField, SECTION_FIELDS } from './query-fields.js';
import { readPeriod } from './read-period.js';

/** What a query asks of a document's facts. */
export type FactAtom = { kind: 'fact'; field: FilterField; value: string };
/** Words that stand together, in any section or in one. */
export type TextAtom = { kind: 'text'; text: string; section: Section | null; phrase: boolean };
export type Atom = FactAtom | TextAtom;

/** Any one of these; `required`: a document without one of them is not found; `negated`: one with any of them is not. */
export type Clause = { any: Atom[]; required: boolean; negated: boolean };

export type ParsedQuery = {
  clauses: Clause[];
  /** Happened at or after, and before. Milliseconds. */
  after: number | null;
  before: number | null;
  /** What is wrong with it, each in a sentence that says what to write instead. */
  problems: string[];
};

/** One token: a sign, a field, and a phrase or a run of anything but spaces and brackets. A phrase without an end goes to the end. */
const TOKEN = /([-+]?)(?:(\p{L}[\p{L}_-]{0,30}):(?!\/))?(?:"([^"]*)(?:"|$)|([^\s"()]+))|[-+]?[()"]/gu;
/** What keyboards of phones and word processors make of a straight quote. */
const CURLED = /[“”„‟«»＂]/g;
const MOST_CLAUSES = 600;
/** Nobody types so many words: it was pasted, and its quotes, dashes and colons are its own. */
const PASTED_WORDS = 24;
/** Nor a sentence with its full stop. */
const SENTENCE_WORDS = 8;

/**
 * Reads what people type into a search box: words (any may match, more and rarer ones rank higher), `"a phrase"`, `-without`, `+with`,
 * `field:value`, `OR` between two that may stand for each other, `AND` between two that must both be there. Anything else is words: a stray
 * quote or bracket, a colon after what is no field, an address; and all of a sentence or a longer text
 * that was pasted.
 */
export function parseQuery(text: string): ParsedQuery {
  const query: ParsedQuery = { clauses: [], after: null, before: null, problems: [] };
  const length = text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  if (length > PASTED_WORDS || (length >= SENTENCE_WORDS && text.trimEnd().endsWith('.'))) {
    const any: Atom[] = [{ kind: 'text', text, section: null, phrase: false }];
    return { ...query, clauses: [{ any, required: false, negated: false }] };
  }
  let joining: 'OR' | 'AND' | 'NOT' | undefined;
  for (const match of text.replace(CURLED, '"').matchAll(TOKEN)) {
    const [whole, sign = '', name, phrase, run] = match;
    if (phrase === undefined && run === undefined) continue;
    if (sign === '' && name === undefined && (run === 'OR' || run === 'AND' || run === 'NOT')) {
      joining = run;
      continue;
    }
    const negated = sign === '-' || joining === 'NOT';
    const value = phrase ?? run ?? '';
    const atom =
      name === undefined
        ? textAtom(value, null, phrase !== undefined)
        : fieldAtom(query, name, value, { whole, phrase: phrase !== undefined, negated });
    if (!atom || query.clauses.length >= MOST_CLAUSES) continue;
    const last = query.clauses.at(-1);
    if (joining === 'OR' && last && !negated && !last.negated) {
      last.any.push(atom);
      last.required = last.any.some((each) => isStrict(each));
    } else {
      if (joining === 'AND' && last && !last.negated) last.required = true;
      query.clauses.push({
        any: [atom],
        negated,
        required: !negated && (sign === '+' || joining === 'AND' || isStrict(atom)),
      });
    }
    joining = undefined;
  }
  query.clauses = eitherOfAField(query.clauses);
  return query;
}

/** Loose words only rank; everything else must hold. */
const isStrict = (atom: Atom) => atom.kind === 'fact' || atom.phrase || atom.section !== null;

const SEARCHABLE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const textAtom = (text: string, section: Section | null, phrase: boolean): TextAtom | undefined =>
  SEARCHABLE.test(text) ? { kind: 'text', text, section, phrase } : undefined;

function fieldAtom(
  query: ParsedQuery,
  name: string,
  value: string,
  { whole, phrase, negated }: { whole: string; phrase: boolean; negated: boolean },
): Atom | undefined {
  const field = name.toLowerCase().replace(/[-_]/g, '');
  if (field === 'after' || field === 'before') {
    const period = readPeriod(value);
    if (!period)
      query.problems.push(
        `Write ${field}: with a year, a month, a day or a UTC time, such as ${field}:2026-01 or ${field}:2026-01-31.`,
      );
    // What did not happen after a moment happened before it.
    else if ((field === 'after') !== negated) query.after = Math.max(query.after ?? period.from, period.from);
    else query.before = Math.min(query.before ?? period.from, period.from);
    return undefined;
  }
  if (Object.hasOwn(FILTER_FIELDS, field)) return factAtom(query, FILTER_FIELDS[field] as FilterField, value);
  const section = Object.hasOwn(SECTION_FIELDS, field) ? SECTION_FIELDS[field] : undefined;
  if (section) return textAtom(value, section, phrase);
  return textAtom(whole.replace(/^[-+]/, '').replaceAll('"', ' '), null, phrase);
}

function factAtom(query: ParsedQuery, field: FilterField, value: string): FactAtom | undefined {
  const plain = value.trim();
  if (field === 'status') {
    const status = COE_STATUSES.find((each) => each.toLowerCase() === plain.toLowerCase().replace(/[-_ ]/g, ''));
    if (status) return { kind: 'fact', field, value: status };
    query.problems.push(`Write status: with one of ${COE_STATUSES.join(', ')}.`);
    return undefined;
  }
  if (field === 'severity') {
    const severity = SEVERITIES.find((each) => each.replace('SEV', '') === plain.toUpperCase().replace(/^SEV-?/, ''));
    if (severity) return { kind: 'fact', field, value: severity };
    query.problems.push(`Write severity: with one of ${SEVERITIES.join(', ')}.`);
    return undefined;
  }
  if (plain !== '') return { kind: 'fact', field, value: plain };
  query.problems.push(`Write ${field}: with a name, such as ${field}:checkout.`);
  return undefined;
}

/** The same field asked twice (`service:a service:b`) means either. */
function eitherOfAField(clauses: Clause[]): Clause[] {
  const kept: Clause[] = [];
  for (const clause of clauses) {
    const [only] = clause.any;
    const same =
      clause.any.length === 1 && only?.kind === 'fact' && !clause.negated
        ? kept.find(
            ({ any, negated }) => !negated && any.every((each) => each.kind === 'fact' && each.field === only.field),
          )
        : undefined;
    if (same && only) same.any.push(only);
    else kept.push(clause);
  }
  return kept;
}
