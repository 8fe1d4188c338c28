import { type Action, isAllowed } from '../access/policies.js';
import { MEASURES } from '../coe/measures.js';
import type { StoredCoe } from '../coe/model.js';
import { type PresentedCoe, presentCoe, type ReadinessOf } from '../coe/present.js';
import { subjectOf } from '../coe/resolve.js';
import type { Actor } from '../kernel/actor.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import type { JudgedReadiness } from '../review/readiness.js';
import { label } from './labels.js';
import type { PageParts } from './parts.js';
import type { Visit } from './screen.js';

export type CoeParts = Pick<
  PageParts,
  'store' | 'readiness' | 'ports' | 'evidence' | 'metrics' | 'suggestions' | 'comments'
>;
export type CoeTab =
  | 'report'
  | 'related'
  | 'evidence'
  | 'metrics'
  | 'draft'
  | 'facts'
  | 'files'
  | 'timeline'
  | 'comments'
  | 'review'
  | 'history'
  | 'edit';

/** What every screen of one COE shows around its own part: heading, facts, tabs with their counts. */
export type CoeFrame = {
  coe: PresentedCoe;
  /** What the policies, readiness and search look at. */
  stored: StoredCoe;
  path: string;
  mayEdit: boolean;
  mayComment: boolean;
  tabs: { href: string; name: string; count: number | null; current: boolean }[];
  moments: { name: string; at: string | null; state: string; note: string }[];
  measures: { name: string; seconds: number | null; formula: string; problem: string | null }[];
  exports: { href: string; name: string }[];
  /** What waits below other tabs. */
  counts: { evidence: number; suggestions: number };
  /** The notice of the form that was just sent: `?done=saved`. */
  done: string | undefined;
};

const EXPORTS = {
  'report.md': 'Markdown',
  'report.html': 'HTML',
  'report.pdf': 'PDF',
  'report.json': 'JSON',
  'export.zip': 'Everything (ZIP)',
};

export function frameOf(parts: CoeParts, visit: Visit, tab: CoeTab): Promise<CoeFrame> {
  return frameAround(parts, visit, tab, parts.readiness.counts);
}

/**
 * The same for a screen that lists what readiness finds: its counts are those of the list.
 * @param read the COE, where the screen needs it before its frame is there
 */
export async function frameWithFindings(
  parts: CoeParts,
  visit: Visit,
  tab: CoeTab,
  read = parts.store.byId(visit.coeId),
): Promise<CoeFrame & { findings: JudgedReadiness }> {
  let findings: JudgedReadiness = { blockers: [], warnings: [], waived: [] };
  const frame = await frameAround(
    parts,
    visit,
    tab,
    async (coe) => {
      findings = await parts.readiness.of(coe);
      return { blockers: findings.blockers.length, warnings: findings.warnings.length };
    },
    read,
  );
  return { ...frame, findings };
}

async function frameAround(
  parts: CoeParts,
  { coeId, request, actor }: Visit,
  tab: CoeTab,
  countsOf: ReadinessOf,
  read = parts.store.byId(coeId),
): Promise<CoeFrame> {
  const [stored, coe, evidence, metrics, suggestions, comments] = await Promise.all([
    read,
    read.then((found) => presentCoe(found, countsOf)),
    parts.evidence.count(coeId),
    parts.metrics.count(coeId),
    parts.suggestions.pending(coeId),
    parts.comments.countOpen(coeId),
  ]);
  const mayEdit = mayDo(actor, 'coe.edit', stored);
  const mayComment = mayDo(actor, 'coe.comment', stored);
  const path = `/coes/${coe.number}`;
  const open = (name: string, at: string, key: CoeTab, count: number | null = null) => ({
    href: path + at,
    name,
    count,
    current: key === tab,
  });
  const unapproved = coe.status !== 'approved' && coe.status !== 'published';
  return {
    coe,
    stored,
    path,
    mayEdit: mayEdit && coe.status !== 'archived',
    mayComment,
    counts: { evidence, suggestions },
    tabs: [
      open('Report', '', 'report'),
      open('Evidence', '/evidence', 'evidence', evidence),
      open('Metrics', '/metrics', 'metrics', metrics),
      open('Draft', '/draft', 'draft', suggestions),
      open('Facts', '/facts', 'facts', stored.content.facts.length),
      open('Timeline', '/timeline', 'timeline', stored.content.timeline.length),
      open('Files', '/files', 'files'),
      open('Related', '/related', 'related'),
      open('Comments', '/comments', 'comments', comments),
      open('Review', '/review', 'review'),
      open('History', '/history', 'history', coe.version),
      ...(mayEdit && coe.status !== 'archived' ? [open('Edit', '/edit', 'edit')] : []),
    ],
    moments: KEY_MOMENTS.map((name) => {
      const value = coe.keyMoments[name];
      return { name, at: value?.at ?? null, state: value?.state ?? 'missing', note: value?.note ?? '' };
    }),
    measures: (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).map((name) => {
      const { seconds, formula, problem } = coe.measures[name];
      return { name, seconds, formula: inWords(formula), problem: problem === null ? null : inWords(problem) };
    }),
    exports: Object.entries(EXPORTS).map(([file, name]) => ({
      href: `/api/v1/coes/${coe.number}/${file}${unapproved ? '?draft=true' : ''}`,
      name,
    })),
    done: typeof request.query.done === 'string' ? request.query.done : undefined,
  };
}

/** Names of key moments in a formula or a problem as people read them. */
function inWords(text: string): string {
  return text.replace(/[a-zA-Z]+/g, (word) => (isMoment(word) ? label(word).toLowerCase() : word));
}

const isMoment = (word: string) => (KEY_MOMENTS as readonly string[]).includes(word);

/** What is not allowed is not offered. */
export const mayDo = (actor: Actor, action: Action, coe: StoredCoe): boolean =>
  isAllowed(actor, action, subjectOf(coe));
