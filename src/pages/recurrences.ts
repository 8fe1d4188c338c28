import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { changeRecurrence, mergeRecurrences, splitRecurrence } from '../search/recurrence/decide-recurrence.js';
import { getRecurrence, listRecurrences, nameRecurrences } from '../search/recurrence/list-recurrences.js';
import { mergeInput, recurrencePatch, splitInput } from '../search/recurrence/recurrence-schema.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'recurrences'>;
const ROWS = 20;
const PAIRS = 8;
/** Clusters to choose from when two are one problem. */
const OTHERS = 200;

/** `/recurrences`: problems that come back, what they cost, and what was promised; each opens its time line, where people correct the machine. */
export function recurrenceScreens(router: Router, { ports, recurrences: parts }: Parts): void {
  showAt(router, ports, '/recurrences', 'recurrence.read', async ({ request, response, actor }) => {
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const { items, nextCursor, total, pairs } = await listRecurrences(parts, { limit: ROWS, cursor }, actor);
    showPage(
      response,
      'recurrences',
      { title: 'Recurrences', section: '/recurrences' },
      {
        items,
        total,
        pairs:
          cursor === undefined
            ? pairs.slice(0, PAIRS).map((pair) => ({ ...pair, percent: Math.round(pair.score * 100) }))
            : [],
        next: nextCursor === null ? null : `/recurrences?cursor=${encodeURIComponent(nextCursor)}`,
      },
    );
  });

  showAt(router, ports, '/recurrences/:id', 'recurrence.read', async ({ request, response, actor }) => {
    const id = request.params.id as string;
    const mayDecide = actor.role !== 'viewer';
    const [cluster, all] = await Promise.all([
      getRecurrence(parts, id, actor),
      mayDecide ? nameRecurrences(parts, OTHERS, actor) : [],
    ]);
    showPage(
      response,
      'recurrence',
      { title: cluster.name, section: '/recurrences' },
      {
        ...cluster,
        mayDecide,
        others: all.filter((other) => other.id !== id),
        path: `/recurrences/${id}`,
      },
    );
  });

  const take = (
    verb: string,
    act: (id: string, visit: Parameters<Parameters<typeof takeAt>[4]>[0]) => Promise<string>,
  ) =>
    takeAt(router, ports, `/recurrences/:id/${verb}`, 'recurrence.decide', async (visit) => {
      visit.response.redirect(303, await act(visit.request.params.id as string, visit));
    });

  take('name', async (id, { form, actor }) => {
    const patch = parseBody(recurrencePatch, { name: fieldOf(form, 'name').trim() || null });
    return `/recurrences/${(await changeRecurrence(parts, id, patch, actor)).id}`;
  });
  take('pin', async (id, { form, actor }) => {
    await changeRecurrence(parts, id, { pinned: fieldOf(form, 'pinned') === 'true' }, actor);
    return `/recurrences/${id}`;
  });
  take('merge', async (id, { form, actor }) => {
    const input = parseBody(mergeInput, { with: [form.with ?? []].flat() });
    return `/recurrences/${(await mergeRecurrences(parts, id, input.with, actor)).id}`;
  });
  take('split', async (id, { form, actor }) => {
    const input = parseBody(splitInput, { coes: [form.coes ?? []].flat() });
    const { kept, split } = await splitRecurrence(parts, id, input.coes, actor);
    const shown = kept ?? split;
    return shown ? `/recurrences/${shown.id}` : '/recurrences';
  });
}
