import { mayLift } from '../access/policies.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { canonicalJson } from '../kernel/ids.js';
import { parseContent } from './content.js';
import { attributeFacts } from './facts.js';
import { type Json, mergePatch } from './merge-patch.js';
import type { StoredCoe } from './model.js';
import { offerMerge } from './offer-merge.js';
import { subjectOf } from './resolve.js';
import type { CoeContent, Section } from './schema.js';
import { diffSections } from './section-patch.js';
import { isFollowUp } from './standing.js';
import type { Change, CoeStore, EditEvent } from './store.js';
import { checkAnswers, type TemplateStore } from './templates.js';

/** The ETag of a version; strong, since equal versions are equal documents. */
export const etagOf = (coe: Pick<StoredCoe, '_id' | 'version'>): string => `"${coe._id}.${coe.version}"`;

export type EditCoe = {
  /**
   * Merges a JSON merge patch (RFC 7396) made on the version that If-Match names.
   * @param read the COE as it was a moment ago, which saves reading it when nobody else writes it
   * @throws AppError preconditionFailed when that version is unknown or one of the patched sections changed since it;
   *   validation naming every bad field of the result; conflict when archived, or published and more than follow-up; forbidden for a member who
   *   would open a restricted COE
   */
  patch(
    coeId: string,
    patch: Record<string, Json>,
    ifMatch: string,
    actor: Actor,
    read?: StoredCoe,
  ): Promise<StoredCoe>;
  /** A change computed from the newest content by a verb of the service (accepting suggestions, restoring). */
  apply(
    coeId: string,
    actor: Actor,
    event: EditEvent,
    change: (content: CoeContent, coe: StoredCoe) => CoeContent,
  ): Promise<StoredCoe>;
};

/** The digest of each metric of a COE, by its id. Metrics belong to a later room; `compose` passes it in. */
export type DigestsOf = (coeId: string) => Promise<ReadonlyMap<string, string>>;

export function editCoe(store: CoeStore, templates: TemplateStore, digestsOf: DigestsOf = noMetrics): EditCoe {
  async function templateOf({ templateVersion }: StoredCoe) {
    return (await templates.byVersion(templateVersion)) ?? (await templates.latest());
  }
  return {
    async patch(coeId, patch, ifMatch, actor, read) {
      const base = baseOf(coeId, ifMatch);
      const change: Change = async (current) => {
        checkNotArchived(current);
        const refusal = behind(current, ifMatch, base, Object.keys(patch) as Section[]);
        if (refusal) throw await offerMerge(store, current, patch, refusal);
        const content = parseContent(mergePatch(current.content as unknown as Json, patch));
        checkAnswers(content, await templateOf(current), current.content);
        const facts = attributeFacts(current.content.facts ?? [], content.facts, { name: actor.name, at: store.now() });
        const whole = { ...content, facts };
        checkSight(current, whole, actor);
        checkUnpublished(current, whole);
        return { content: await bindCharts(current, whole, digestsOf) };
      };
      return store.edit(coeId, actor, { type: 'coe.edited', details: {} }, change, base, read);
    },
    async apply(coeId, actor, event, change) {
      return store.edit(coeId, actor, event, async (current) => {
        checkNotArchived(current);
        const content = parseContent(change(current.content, current));
        // A restored revision may answer what is no longer asked.
        checkAnswers(content, await templateOf(current), content);
        checkSight(current, content, actor);
        checkUnpublished(current, content);
        return { content: await bindCharts(current, content, digestsOf) };
      });
    },
  };
}

const noMetrics: DigestsOf = async () => new Map();

/** Each chart names the points it draws, so that content hash and approval cover what the report shows. What is published stays. */
async function bindCharts({ _id, status }: StoredCoe, content: CoeContent, digestsOf: DigestsOf): Promise<CoeContent> {
  if (content.charts.length === 0 || status === 'published') return content;
  const digests = await digestsOf(_id);
  const charts = content.charts.map((chart) => ({ ...chart, dataHash: digests.get(chart.metricId ?? '') ?? null }));
  return { ...content, charts };
}

/** What opens a restricted COE, at once or in two steps. @throws AppError forbidden naming the fields */
function checkSight(current: StoredCoe, after: CoeContent, actor: Actor): void {
  const { content: before, number } = current;
  if (!before.restricted || mayLift(actor, subjectOf(current))) return;
  const opens = (['restricted', 'owner', 'authors'] as const).filter(
    (field) => canonicalJson(before[field]) !== canonicalJson(after[field]),
  );
  if (opens.length === 0) return;
  const detail = `${number} is restricted: only its creator, owner and authors, or an administrator on it, change this.`;
  throw new AppError('forbidden', `${opens.map((field) => `/${field}`).join(', ')}: ${detail}`, {
    errors: opens.map((field) => ({ pointer: `/${field}`, detail })),
  });
}

/** @throws AppError conflict */
function checkNotArchived({ status, number }: StoredCoe): void {
  if (status === 'archived')
    throw new AppError('conflict', `${number} is archived: it can be read, and no longer changed.`, {
      extra: { state: status },
    });
}

/** What is published changes by taking it back first, where everybody sees it. @throws AppError conflict */
function checkUnpublished({ status, number, content: before }: StoredCoe, after: CoeContent): void {
  if (status !== 'published') return;
  if (isFollowUp(status, before, after, Object.keys(diffSections(before, after)) as Section[])) return;
  throw new AppError(
    'conflict',
    `${number} is published: only the progress, owners and due dates of its action items, its meeting and who may see it can change. ` +
      `To change more, take it back: POST /api/v1/coes/${number}/transitions {"to":"draft"}.`,
    { extra: { state: status } },
  );
}

/** The newest version of this COE that If-Match names: 0 for none, Infinity for `*`. */
function baseOf(coeId: string, ifMatch: string): number {
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.length === 1 && tags[0] === '*') return Infinity;
  const prefix = `"${coeId}.`;
  return Math.max(
    ...tags.map((tag) =>
      tag.startsWith(prefix) && /^\d+"$/.test(tag.slice(prefix.length))
        ? Number.parseInt(tag.slice(prefix.length), 10)
        : 0,
    ),
  );
}

/** @returns the refusal (preconditionFailed), with both versions and the sections that stand in the way; undefined when nothing does */
function behind(current: StoredCoe, ifMatch: string, base: number, sections: Section[]): AppError | undefined {
  if (base === Infinity) return undefined;
  const known = base >= 1 && base <= current.version;
  const changed = sections.filter((section) => (current.sectionVersions[section] ?? 0) > base);
  if (known && changed.length === 0) return undefined;
  const detail = known
    ? `You edited version ${base}; since then ${changed.join(', ')} changed and the COE is at version ${current.version}. Read it again and merge.`
    : `If-Match ${ifMatch.slice(0, 100)} names no version of this COE; it is at version ${current.version}. Read it again.`;
  return new AppError('preconditionFailed', detail, {
    extra: {
      yourVersion: known ? base : null,
      currentVersion: current.version,
      currentEtag: etagOf(current),
      changedSections: known ? changed : [],
    },
  });
}
