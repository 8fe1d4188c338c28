import type { UncheckedClaim } from '../../claims/claim.js';
import { sha256 } from '../../kernel/ids.js';
import type { ProposedSuggestion, SuggestionSection } from '../section-rule.js';
import type { Line } from './lines.js';
import { capital, clock, quote, when } from './wording.js';

/** A statement whose words come from `lines`: it cites the item that each of them quotes. */
export function statement(
  text: string,
  lines: readonly Line[],
  more: { at?: Date; kind?: UncheckedClaim['kind']; coeIds?: string[] } = {},
): UncheckedClaim {
  const evidenceIds = [...new Set(lines.map((line) => line.lead.id))];
  const { at, kind = 'fact', coeIds = [] } = more;
  return { text, evidenceIds, coeIds, at: at === undefined ? null : citedTime(at, lines), kind };
}

/** A claim speaks of a time only when a cited item bears it; a time that was read out of words stays in the words. */
function citedTime(at: Date, lines: readonly Line[]): string | null {
  const time = at.getTime();
  const borne = lines.some(({ lead }) => lead.at.getTime() === time || lead.end?.getTime() === time);
  return borne ? at.toISOString() : null;
}

/** `“Revert tried; deployment fails” (developer-1)`: the words and, unless they name it already, who or what said them. */
export function said(line: Line, most?: number): string {
  const named = line.who !== null && !line.text.toLowerCase().includes(line.who.toLowerCase());
  return `${quote(line.text, most)}${named ? ` (${quoteName(line.who ?? '')})` : ''}`;
}

function quoteName(name: string): string {
  return quote(name, 60).slice(1, -1);
}

/** `At 15:11 UTC: “Revert tried; deployment fails” (developer-1).` */
export function told(line: Line): string {
  return `${capital(when(line.at, line.entry.precision, line.dated))}: ${said(line)}.`;
}

export function lineStatement(line: Line, kind: UncheckedClaim['kind'] = 'fact'): UncheckedClaim {
  return statement(told(line), [line], { at: line.at, kind });
}

export function lineTime(line: Line): string {
  return clock(line.at, line.entry.precision, line.dated);
}

/** A suggestion whose identity is its content: said again in the same words it is not new. */
export function suggestion(
  section: SuggestionSection,
  content: Record<string, unknown>,
  claims: UncheckedClaim[],
  identity: string,
): ProposedSuggestion {
  return { section, content, claims, key: `${section}:${identity}` };
}

/** Identity from a rule's name and the deliveries that made it speak; ids of this database stay out. */
export function identityOf(rule: string, lines: readonly Line[]): string {
  return `${rule}:${sha256(lines.map((line) => line.lead.deliveryKey).join('\n')).slice(0, 24)}`;
}

/** Identity of a text written from evidence: new evidence that changes the words makes a new proposal. */
export function identityOfText(name: string, text: string): string {
  return `${name}:${sha256(text).slice(0, 24)}`;
}
