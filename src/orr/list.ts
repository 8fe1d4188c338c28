import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { presentProposal, presentQuestion } from './present.js';
import type { PresentedProposal, PresentedQuestion, ProposalStatus } from './schema.js';
import type { OrrStore, StoredProposal } from './store.js';
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
  const seen: { row: StoredProposal; coe: ShownCoe }[] = [];
  for (;;) {
    const rows = await store.proposals(query.status, after, query.limit + 1);
    const coes = await visibleCoes(
      actor,
      rows.map(({ coeId }) => coeId),
    );
    for (const row of rows) {
      const coe = coes.get(row.coeId);
      if (coe !== undefined) seen.push({ row, coe });
    }
    const last = rows.at(-1);
    if (seen.length > query.limit || rows.length <= query.limit || last === undefined) break;
    after = keyOf(last);
  }
  const page = cutPage(seen, query.limit, ({ row }) => keyOf(row));
  return { items: page.items.map(({ row, coe }) => presentProposal(row, coe)), nextCursor: page.nextCursor };
}

/** The library, newest first. A question stays readable when its COE may not be seen; where it comes from is left out then. */
export async function listQuestions(
  { store, visibleCoes }: { store: OrrStore; visibleCoes: VisibleCoes },
  query: { category?: string | undefined; limit: number; cursor?: string | undefined },
  actor: Actor,
): Promise<Page<PresentedQuestion>> {
  const rows = await store.questions(query.category, readCursor(query.cursor, ['string', 'string']), query.limit + 1);
  const page = cutPage(rows, query.limit, keyOf);
  const coes = await visibleCoes(
    actor,
    page.items.flatMap(({ origin }) => origin?.coeId ?? []),
  );
  return { items: page.items.map((row) => presentQuestion(row, coes)), nextCursor: page.nextCursor };
}
