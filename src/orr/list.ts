import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { alikeIn } from './alike.js';
import { hitCounts } from './back-test.js';
import type { HitStore } from './hit-store.js';
import { coesOf, presentProposal, presentQuestion } from './present.js';
import type { PresentedProposal, PresentedQuestion, ProposalStatus } from './schema.js';
import type { OrrStore, StoredProposal, StoredQuestion } from './store.js';
import type { ShownCoe, VisibleCoes } from './visible-coes.js';

type Key = [string, string];
const keyOf = (row: { createdAt: string; _id: string }): Key => [row.createdAt, row._id];

/**
 * Proposals newest first. Those of COEs that the actor may not see do not exist for them, so pages are filled from as many reads as it takes.
 * @throws AppError validation for a foreign cursor
 */
export async function listProposals(
  { store, visibleCoes }: { store: OrrStore; visibleCoes: VisibleCoes },
  query: { status?: ProposalStatus | undefined; limit: number; cursor?: string | undefined },
  actor: Actor,
): Promise<Page<PresentedProposal>> {
  let after: readonly [string, string] | undefined = readCursor(query.cursor, ['string', 'string']);
  const seen: { row: StoredProposal; coes: ReadonlyMap<string, ShownCoe> }[] = [];
  for (;;) {
    const rows = await store.proposals(query.status, after, query.limit + 1);
    const coes = await visibleCoes(actor, rows.flatMap(coesOf));
    for (const row of rows) if (coes.has(row.coeId)) seen.push({ row, coes });
    const last = rows.at(-1);
    if (seen.length > query.limit || rows.length <= query.limit || last === undefined) break;
    after = keyOf(last);
  }
  const page = cutPage(seen, query.limit, ({ row }) => keyOf(row));
  const rows = page.items.map(({ row }) => row);
  const duplicates = await duplicatesOf(store, rows);
  return {
    items: page.items.map(({ row, coes }) => presentProposal(row, coes, duplicates.get(row._id) ?? null)),
    nextCursor: page.nextCursor,
  };
}

/** For each open proposal the question of the library that says the same: its lesson belongs there. */
export async function duplicatesOf(
  store: Pick<OrrStore, 'wordings'>,
  rows: readonly StoredProposal[],
): Promise<Map<string, PresentedProposal['duplicateOf']>> {
  const open = rows.filter(({ status }) => status === 'proposed');
  if (open.length === 0) return new Map();
  const library = await store.wordings();
  const alikeTo = alikeIn(library);
  const wording = new Map(library.map(({ id, question }) => [id, question]));
  return new Map(
    open.map((row) => {
      const alike = alikeTo(row.question);
      const question = wording.get(alike?.id ?? '');
      return [row._id, alike === null || question === undefined ? null : { ...alike, question }];
    }),
  );
}

export type ListQuestionsParts = { store: OrrStore; hits: HitStore; visibleCoes: VisibleCoes };

/**
 * The library, newest first. A question stays readable when its COE may not be seen; where it comes from is left out then. With `neverCaught` only
 * those without a confirmed hit among the COEs that the actor may see.
 */
export async function listQuestions(
  { store, hits, visibleCoes }: ListQuestionsParts,
  query: {
    category?: string | undefined;
    neverCaught?: boolean | undefined;
    retired?: boolean | undefined;
    limit: number;
    cursor?: string | undefined;
  },
  actor: Actor,
): Promise<Page<PresentedQuestion>> {
  let after: readonly [string, string] | undefined = readCursor(query.cursor, ['string', 'string']);
  const kept: { row: StoredQuestion; count: number }[] = [];
  for (;;) {
    const rows = await store.questions(
      { category: query.category, retired: query.retired ?? false },
      after,
      query.limit + 1,
    );
    const counts = await hitCounts({ hits, visibleCoes }, rows, actor);
    for (const row of rows) {
      const count = counts.get(row._id) ?? 0;
      if (query.neverCaught !== true || count === 0) kept.push({ row, count });
    }
    const last = rows.at(-1);
    if (kept.length > query.limit || rows.length <= query.limit || last === undefined) break;
    after = keyOf(last);
  }
  const page = cutPage(kept, query.limit, ({ row }) => keyOf(row));
  const coes = await visibleCoes(
    actor,
    page.items.flatMap(({ row }) => row.origins.map(({ coeId }) => coeId)),
  );
  return { items: page.items.map(({ row, count }) => presentQuestion(row, coes, count)), nextCursor: page.nextCursor };
}

/** One question as the actor may see it. */
export async function shownQuestion(
  parts: Omit<ListQuestionsParts, 'store'>,
  row: StoredQuestion,
  actor: Actor,
): Promise<PresentedQuestion> {
  const coes = await parts.visibleCoes(
    actor,
    row.origins.map(({ coeId }) => coeId),
  );
  return presentQuestion(row, coes, (await hitCounts(parts, [row], actor)).get(row._id) ?? 0);
}
