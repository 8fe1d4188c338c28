import type { Token } from 'marked';
import { SEVERITIES } from '../coe/schema.js';
import type { KeyMoment } from '../kernel/moments.js';
import type { CoeInput } from './import-result.js';
import { cellWords, itemMarkdown, plainLine } from './import-tokens.js';
import { isToken } from './lex-markdown.js';
import { readWrittenTime, type TimeContext } from './written-time.js';

/** One `name: value` of a document's head, with the words it was written in. */
export type Fact = { name: string; value: string; raw: string };

/** Facts written as lines, list items, or rows of a table with two columns; `others` is every other block. */
export function collectFacts(tokens: Token[]): { facts: Fact[]; others: Token[] } {
  const facts: Fact[] = [];
  const others: Token[] = [];
  for (const token of tokens) {
    const found = factsOf(token);
    if (found.length > 0) facts.push(...found);
    else others.push(token);
  }
  return { facts, others };
}

function factsOf(token: Token): Fact[] {
  if (isToken(token, 'table') && token.header.length === 2) {
    return [token.header, ...token.rows].map((row) => {
      const [name, value] = [cellWords(row[0]), cellWords(row[1])];
      return { name, value, raw: `${name}: ${value}` };
    });
  }
  const lines = isToken(token, 'list')
    ? token.items.map(itemMarkdown)
    : isToken(token, 'paragraph')
      ? token.raw.trim().split(/ *\\?\n/)
      : [];
  const found = lines.map(factLine);
  // One line that is prose makes the whole block prose; a colon alone is no fact, so half of the names must be known ones.
  const named = found.filter((fact) => fact !== null);
  return named.length === found.length && named.filter(({ name }) => fieldOf(name) !== null).length * 2 >= found.length
    ? named
    : [];
}

function factLine(line: string): Fact | null {
  const words = plainLine(line);
  const found = /^([\p{L}][\p{L} /()-]{1,40}?)\s*:\s+(.+)$/su.exec(words);
  return found ? { name: found[1] ?? '', value: found[2] ?? '', raw: line } : null;
}

const NAMES: [RegExp, string][] = [
  [/^(?:incident |outage |event )?(?:date|day)(?: of (?:the )?(?:incident|event|outage))?$/, 'date'],
  [/^(?:severity|sev|incident severity|severity level)$/, 'severity'],
  [/^(?:owner|incident owner|postmortem owner|document owner|incident (?:lead|commander)|ic|lead)$/, 'owner'],
  [/^(?:authors?|written by|prepared by)$/, 'authors'],
  [/^(?:services?|affected (?:services?|systems?)|impacted services?|components?)$/, 'services'],
  [/^(?:team|owning team|responsible team)$/, 'team'],
  [/^(?:environment|env)$/, 'environment'],
  [/^(?:tags?|labels?|category|categories|keywords)$/, 'tags'],
  [/^(?:customers|users|people) affected$/, 'customersAffected'],
  [/^(?:requests failed|failed requests)$/, 'requestsFailed'],
  [
    /^(?:impact start(?:ed)?|incident start(?:ed)?|start(?:ed)?(?: time| at)?|time started|began|outage start)$/,
    'impactStart',
  ],
  [/^(?:detected(?: at)?|time detected|detection time|discovered(?: at)?)$/, 'detected'],
  [/^(?:mitigated(?: at)?|time mitigated|mitigation time)$/, 'mitigated'],
  [/^(?:resolved(?: at)?|time resolved|resolution time|end(?:ed)?(?: time| at)?|outage end)$/, 'resolved'],
  [
    /^(?:status|duration|title|number|id|incident id|last updated|updated|created|version|time to (?:detection|recovery|detect|mitigate|resolve|restore)|mttr|mttd|participants|attendees|responders|reviewers?|meeting|meeting date|link)$/,
    'other',
  ],
];

function fieldOf(name: string): string | null {
  const words = name
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .trim();
  return NAMES.find(([rule]) => rule.test(words))?.[1] ?? null;
}

/** Fills the fields that facts name; returns those that have no field. Key moments are read with the zone of the document. */
export function placeFacts(coe: CoeInput, facts: Fact[], context: TimeContext): Fact[] {
  return facts.filter((fact) => !placeFact(coe, fact, context));
}

/** The date that facts give to the document, as written. */
export function dateFact(facts: Fact[]): string | null {
  return facts.find(({ name }) => fieldOf(name) === 'date')?.value ?? null;
}

function placeFact(coe: CoeInput, { name, value }: Fact, context: TimeContext): boolean {
  const field = fieldOf(name);
  const names = value.split(/\s*[,;]\s*/).filter((part) => part !== '');
  if (value === '' || /^(?:\?|n\/a|tbd|-|unknown)$/i.test(value)) return value === '' || value === '-';
  if (field === 'severity') {
    const level = /^(?:sev(?:erity)?|s)?[ -]?([1-5])\b/i.exec(value)?.[1];
    const severity = SEVERITIES.find((known) => known === `SEV${level}`);
    if (!severity || coe.severity) return false;
    coe.severity = severity;
    return true;
  }
  if (field === 'owner' || field === 'team' || field === 'environment') {
    if (coe[field] || value.length > 200) return false;
    coe[field] = value;
    return true;
  }
  if (field === 'authors' || field === 'services' || field === 'tags') {
    if (names.some((part) => part.length > 100)) return false;
    coe[field] = [...(coe[field] ?? []), ...names];
    return true;
  }
  if (field === 'customersAffected' || field === 'requestsFailed') {
    const number = Number(value.replace(/[ ,](?=\d{3})/g, ''));
    if (!Number.isFinite(number) || number < 0) return false;
    coe.customerImpact = { ...coe.customerImpact, [field]: number };
    return true;
  }
  return field !== null && isMoment(field) && placeMoment(coe, field, value, context);
}

function placeMoment(coe: CoeInput, moment: KeyMoment, value: string, context: TimeContext): boolean {
  const when = readWrittenTime(value, { ...context });
  if ('problem' in when || when.precision === 'day' || coe.keyMoments?.[moment]) return false;
  coe.keyMoments = { ...coe.keyMoments, [moment]: { at: when.at, state: 'recorded' } };
  return true;
}

function isMoment(field: string): field is KeyMoment {
  return ['impactStart', 'detected', 'mitigated', 'resolved'].includes(field);
}
