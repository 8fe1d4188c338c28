import { parseContent } from '../../coe/content.js';
import type { CreateCoe } from '../../coe/create.js';
import type { StoredCoe } from '../../coe/model.js';
import type { CoeStore } from '../../coe/store.js';
import type { Actor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { sha256 } from '../../kernel/ids.js';
import { type Copied, type CopyParts, copyWindow } from './copy-window.js';
import type { InboxCoes } from './inbox-coes.js';
import type { InboxWindow } from './inbox-store.js';
import { oneLine } from './one-line.js';
import { UNKNOWN_SERVICE } from './service-of.js';

/** Asks the policy table about a COE, by id or number. @returns its id @throws AppError notFound, forbidden */
export type AuthoriseCoe = (actor: Actor, action: string, coe: string) => Promise<string>;
export type FromWindowParts = CopyParts & {
  coes: InboxCoes;
  create: CreateCoe;
  store: Pick<CoeStore, 'byId'>;
  authoriseCoe: AuthoriseCoe;
};
export type FromWindow = { coe: StoredCoe; created: boolean; evidence: Copied };

/**
 * Makes a COE of a window with its evidence. The same window gives the same COE, whoever asks: two people on call press the button
 * at once. Somebody who may read but not edit that COE is told of it and adds nothing.
 * @throws AppError validation for an empty window; conflict when its COE is archived or may not be seen
 */
export async function coeFromWindow(
  parts: FromWindowParts,
  window: InboxWindow,
  { title, severity = null }: { title?: string | undefined; severity?: string | null | undefined },
  actor: Actor,
): Promise<FromWindow> {
  const { inbox, coes, create, store, clock } = parts;
  const found = await inbox.count(window);
  const seed = sha256(`inbox ${window.service} ${window.from.toISOString()} ${window.to.toISOString()}`);
  const known = await coes.byId(seed);
  if (known === null && found === 0) {
    const detail = `The inbox holds nothing of ${window.service} in this window; see GET /inbox/services.`;
    throw new AppError('validation', detail, { errors: [{ pointer: '/service', detail }] });
  }
  if (known !== null && !(await mayEdit(parts, known.coeId, actor)))
    return { coe: await store.byId(known.coeId), created: false, evidence: { found, accepted: 0, duplicates: 0 } };
  const content = parseContent({
    title: title ?? (await titleOf(parts, window)),
    services: window.service === UNKNOWN_SERVICE ? [] : [window.service],
    severity,
    owner: actor.name,
  });
  const coe = known === null ? await create(content, actor, seed) : await store.byId(known.coeId);
  if (coe.status === 'archived')
    throw new AppError('conflict', `This window became ${coe.number}, which is archived and can no longer be changed.`);
  await coes.remember({ _id: seed, coeId: coe._id, ...window, at: clock.now() });
  return { coe, created: known === null, evidence: await copyWindow(parts, window, coe._id, actor) };
}

async function mayEdit({ authoriseCoe }: FromWindowParts, coeId: string, actor: Actor): Promise<boolean> {
  try {
    await authoriseCoe(actor, 'coe.edit', coeId);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'forbidden') return false;
    if (error.code !== 'notFound') throw error;
    throw new AppError('conflict', 'This window became a COE that you may not see; ask an administrator.');
  }
}

/** The first thing that went wrong is what people call the incident, until they know better. */
async function titleOf({ inbox }: FromWindowParts, window: InboxWindow): Promise<string> {
  for await (const batch of inbox.window(window)) {
    const first = batch.find(
      ({ kind, state }) =>
        ['alarm', 'page', 'status', 'ticket'].includes(kind) && ['firing', 'open'].includes(state ?? ''),
    );
    if (first !== undefined) return oneLine(`${window.service}: ${first.text}`, 200);
  }
  return `${window.service}, ${window.from.toISOString().slice(0, 10)}`;
}
