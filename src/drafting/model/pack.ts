import { writtenOn } from '../../coe/people.js';
import { KEY_MOMENTS } from '../../kernel/moments.js';
import type { KnownNames } from '../../review/people-in-text.js';
import type { PriorCoe, SectionDraftInput } from '../section-rule.js';
import type { Asking } from './asking.js';
import { condense } from './condense.js';
import { evidenceLines, tokensOf } from './evidence-lines.js';
import { type Veil, veilOver, withoutMarks } from './veil.js';

/** All that the tasks of one draft are asked about, made once. What leaves the process is veiled already. */
export type Pack = {
  /** Goes into the fence, beside what a task adds. */
  data: Record<string, unknown>;
  /** Short names that may be cited, in the order of the evidence; never empty. */
  aliases: string[];
  coeAliases: string[];
  evidenceIdOf(alias: string): string | undefined;
  /** The delivery of an evidence item: what it is known by in every database. */
  deliveryOf(evidenceId: string): string;
  coeIdOf(alias: string): string | undefined;
  /** All that the model was given, for telling whether a link is its own. */
  known: string;
  veil: Veil;
  warnings: string[];
};

const MOST_PRIORS = 5;
/** The longest silences; the rules tell of all. */
const MOST_GAPS = 20;
/** Tokens that evidence gets in any case. */
const LEAST_ROOM = 500;

/**
 * @param room tokens that the evidence may take in one request
 * @returns `unread` with the reasons when no evidence could be shown to the model
 */
export async function packOf(
  input: SectionDraftInput,
  room: number,
  asking: Asking,
  names: KnownNames,
): Promise<Pack | { unread: string[] }> {
  const { coe, items, facts, priorCoes } = input;
  const { content } = coe;
  const typed = [content.title, content.whyWritten, ...content.services];
  const priors = priorCoes.slice(0, MOST_PRIORS);
  const people = { ...names, own: writtenOn(content) };
  const priorTexts = priors.flatMap((prior) => [
    prior.title,
    prior.summary,
    ...prior.services,
    ...prior.actionItems.map(({ title }) => title),
  ]);
  const found = facts.flatMap(({ name, value, unit }) => [name, String(value), unit ?? '']);
  const evidenceTexts = items.flatMap(({ text, subject, actor }) => [text, subject ?? '', actor?.name ?? '']);
  const veil = await veilOver([...typed, ...priorTexts, ...found, ...evidenceTexts], people);
  const { lines, idOf, warnings } = evidenceLines(items, veil);
  if (lines.length === 0) return { unread: warnings };

  const aliasOf = new Map([...idOf].map(([alias, id]) => [id, alias]));
  const beside = besideEvidence(input, priors, veil, (ids) => ids.flatMap((id) => aliasOf.get(id) ?? []).slice(0, 5));
  const condensed = await condense(lines, Math.max(LEAST_ROOM, room - tokensOf(beside)), asking);
  if (condensed.lines.length === 0) return { unread: [...warnings, ...condensed.warnings] };
  const cited = new Set(condensed.lines.flatMap(({ cites }) => cites));
  const aliases = [...idOf.keys()].filter((alias) => cited.has(alias));
  const stillShown = ({ cites, ...rest }: Cites) => ({ ...rest, cites: cites.filter((alias) => cited.has(alias)) });
  const data = {
    ...beside,
    keyMoments: beside.keyMoments.map(stillShown),
    facts: beside.facts.map(stillShown),
    evidence: condensed.lines,
  };
  const coeIdOf = new Map(priors.map(({ number }, i) => [`P${i + 1}`, number]));
  const deliveries = new Map(items.map(({ id, deliveryKey }) => [id, deliveryKey]));
  return {
    data,
    aliases,
    coeAliases: [...coeIdOf.keys()],
    evidenceIdOf: (alias) => idOf.get(alias),
    deliveryOf: (id) => deliveries.get(id) ?? id,
    coeIdOf: (alias) => coeIdOf.get(alias),
    known: JSON.stringify(data),
    veil,
    warnings: [...warnings, ...condensed.warnings],
  };
}

type Cites = { cites: string[] };

/** What code found and what earlier COEs promised: it stands beside the evidence in every question. */
function besideEvidence(
  { coe: { content }, timeline, facts }: SectionDraftInput,
  priors: readonly PriorCoe[],
  veil: Veil,
  cite: (ids: readonly string[]) => string[],
) {
  const longest = [...timeline.gaps].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_GAPS);
  return {
    coe: {
      title: veil.hide(content.title),
      services: content.services.map(veil.hide),
      severity: content.severity,
      whyWritten: veil.hide(withoutMarks(content.whyWritten)),
    },
    keyMoments: KEY_MOMENTS.flatMap((moment) => {
      const { at, candidates, evidenceIds } = timeline.keyMoments[moment];
      const shown = at ?? candidates[0]?.at ?? null;
      if (shown === null) return [];
      const cites = cite(at ? evidenceIds : (candidates[0]?.evidenceIds ?? []));
      return [{ moment, at: shown.toISOString(), certain: at !== null, cites }];
    }),
    gaps: timeline.gaps
      .filter((gap) => longest.includes(gap))
      .map(({ from, to, seconds }) => ({ from: from.toISOString(), to: to.toISOString(), seconds })),
    facts: facts.map(({ name, value, unit, evidenceIds }) => ({
      name: veil.hide(name),
      value: typeof value === 'string' ? veil.hide(value) : value,
      unit: unit === null ? null : veil.hide(unit),
      cites: cite(evidenceIds),
    })),
    earlierCoes: priors.map((prior, i) => ({
      id: `P${i + 1}`,
      title: veil.hide(prior.title),
      services: prior.services.map(veil.hide),
      summary: veil.hide(withoutMarks(prior.summary)).slice(0, 600),
      actionItems: prior.actionItems.map(({ title, status, dueDate }) => ({
        title: veil.hide(title),
        status,
        dueDate,
      })),
    })),
  };
}
