import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionRule } from '../section-rule.js';
import { affectedSentence, personsStatement, statedImpact } from './affected.js';
import type { Line } from './lines.js';
import { type Reading, readingOf } from './reading.js';
import { identityOfText, lineStatement, said, statement, suggestion } from './sentence.js';
import { apart, secondsBetween } from './timed.js';
import { quote, span } from './wording.js';

/** Impact lines shown; the timeline holds the others. */
const MOST_LINES = 6;

/**
 * What evidence shows of the impact: how long, which failures, what people told of, and numbers it states. Structured numbers are filled in
 * only from what evidence states and, for minutes, only between moments that are values. Of several estimates the last one counts, a person's before all.
 */
export const draftCustomerImpact: SectionRule = (input) => {
  const reading = readingOf(input);
  const stated = statedImpact(input.facts, reading.lines);
  const byPeople = stated.flatMap(personsStatement);
  const departed = new Set(stated.flatMap(({ fact, line }) => (fact.statement === undefined ? [] : [line])));
  const start = reading.impactStart === undefined ? [] : [reading.impactStart.line];
  const failures = distinct([...start, ...reading.impacts, ...reading.reports]).slice(0, MOST_LINES);
  // A person's number is told instead of the line it departs from; a rejected number is not told at all.
  const shown = [...new Set([...failures, ...stated.flatMap(({ line }) => line ?? [])])].filter(
    (line) => !departed.has(line) && !input.rejectedEvidence.has(line.lead.id),
  );
  if (shown.length + byPeople.length === 0) return [];
  const duration = durationOf(reading);
  const told = shown.map((line) => lineStatement(line));
  const claims = [...duration.claims, ...byPeople, ...told, ...affectedSentence(reading)];
  const content: Record<string, unknown> = { text: claims.map((claim) => claim.text).join('\n\n') };
  for (const field of ['customersAffected', 'requestsFailed'] as const) {
    const given = stated.filter(({ fact }) => fact.name === field).map(({ fact }) => fact);
    const last = given.findLast(({ statement: own }) => own !== undefined) ?? given.at(-1);
    if (typeof last?.value === 'number') content[field] = last.value;
  }
  if (duration.minutes !== null) content.minutes = duration.minutes;
  const report = reading.reports.find((line) => !input.rejectedEvidence.has(line.lead.id));
  if (report !== undefined) content.experience = `${said(report)}.`;
  return [suggestion('customerImpact', content, claims, identityOfText('impact', JSON.stringify(content)))];
};

/** From the first impact to its end; whole minutes only when both moments are values. */
function durationOf({ impactStart, mitigated }: Reading): { claims: UncheckedClaim[]; minutes: number | null } {
  const seconds = apart(impactStart, mitigated);
  if (impactStart === undefined || mitigated === undefined || seconds === null || seconds === 0)
    return { claims: [], minutes: null };
  const certain = impactStart.certain && mitigated.certain;
  const opening = certain ? 'Impact began at' : 'The evidence suggests that impact began at';
  const later = secondsBetween(impactStart, mitigated) === null ? '' : `, ${span(seconds)} later`;
  const [start, end] = [impactStart.line, mitigated.line];
  const text = `${opening} ${impactStart.clock} (${quote(start.text, 90)}) and ended at ${mitigated.clock}${later} (${quote(end.text, 90)}).`;
  const claim = statement(text, [start, end], { kind: certain ? 'fact' : 'inference' });
  return { claims: [claim], minutes: certain ? Math.round(seconds / 60) : null };
}

/** One line of those that say the same in the same words; a host that fails again is told in the timeline. */
function distinct(lines: readonly Line[]): Line[] {
  const seen = new Set<string>();
  return [...lines]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .filter((line) => {
      const words = line.text.toLowerCase().replace(/\d+/g, '#');
      return !seen.has(words) && seen.add(words);
    });
}
