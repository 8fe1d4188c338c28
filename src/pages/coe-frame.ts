import { MEASURES } from '../coe/measures.js';
import type { StoredCoe } from '../coe/model.js';
import { type PresentedCoe, presentCoe } from '../coe/present.js';
import { AppError } from '../kernel/errors.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
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

export async function frameOf(parts: CoeParts, visit: Visit, tab: CoeTab): Promise<CoeFrame> {
  const { coeId, request } = visit;
  const [stored, evidence, metrics, suggestions, comments, mayEdit, mayComment] = await Promise.all([
    parts.store.byId(coeId),
    parts.evidence.count(coeId),
    parts.metrics.count(coeId),
    parts.suggestions.pending(coeId),
    parts.comments.countOpen(coeId),
    may(parts, visit, 'coe.edit'),
    may(parts, visit, 'coe.comment'),
  ]);
  const coe = await presentCoe(stored, parts.readiness.counts);
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

/** Asks the policy table without refusing the visit: what is not allowed is not offered. */
export async function may(parts: Pick<PageParts, 'ports'>, visit: Visit, action: string): Promise<boolean> {
  try {
    await parts.ports.authorise(visit.actor, action, visit.coeId || undefined);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'notFound')) return false;
    throw error;
  }
}
