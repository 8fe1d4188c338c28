import type { Actor } from '../../kernel/actor.js';
import type { AuditEvent } from '../../kernel/audit.js';
import type { Clock } from '../../kernel/clock.js';
import { AppError, invalid } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { keyOf, newSecret, withSigningSecret } from './hook-key.js';
import { type HookSource, hookKind } from './hook-kinds.js';
import type { HookInput, HookPatch } from './hook-schema.js';
import type { HookStore, StoredHook } from './hook-store.js';

export type HookParts = {
  hooks: HookStore;
  clock: Clock;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
};
/** What is known once: the secret of the address, and the signing secret when it was made here. */
export type NewHook = { hook: StoredHook; addressSecret: string; madeSigningSecret: string | null };

/**
 * @param id decided by the caller, so that a form sent twice registers once
 * @throws AppError validation for a signing secret where the source has none; conflict when the id is taken
 */
export async function registerHook(
  parts: HookParts,
  { signingSecret: given, ...input }: HookInput,
  actor: Actor,
  id = newId('hook'),
): Promise<NewHook> {
  const { clock, hooks } = parts;
  checkFits(input.source, given, input.topicArns);
  const addressSecret = newSecret();
  const made = given === undefined ? ownSigningSecret(input.source) : null;
  const hook: StoredHook = {
    _id: id,
    ...input,
    keys: [keyOf(addressSecret, given ?? made)],
    createdAt: clock.now().toISOString(),
    createdBy: { id: actor.id, name: actor.name },
    deliveries: 0,
    lastDeliveryAt: null,
    lastProblem: null,
  };
  if (!(await hooks.insert(hook))) throw new AppError('conflict', 'This sender was registered already.');
  await audit(parts, 'hook.created', hook, actor, {});
  return { hook, addressSecret, madeSigningSecret: made };
}

/** @throws AppError notFound, validation */
export async function changeHook(parts: HookParts, id: string, patch: HookPatch, actor: Actor): Promise<StoredHook> {
  const { signingSecret, ...set } = patch;
  const before = await parts.hooks.byId(id);
  checkFits(before.source, signingSecret, set.topicArns ?? []);
  const keys =
    signingSecret === undefined ? {} : { keys: before.keys.map((key) => withSigningSecret(key, signingSecret)) };
  const hook = await parts.hooks.change(id, { ...set, ...keys });
  await audit(parts, 'hook.changed', hook, actor, { fields: Object.keys(patch) });
  return hook;
}

/**
 * A new address. The signing secret was sealed to the old one, so the sender's own must be told again; one of ours is made anew.
 * @param options `instead`: the mark of the address that is to be replaced, so that a form sent twice replaces once
 * @throws AppError notFound, validation; conflict when another address has taken its place
 */
export async function rotateHook(
  parts: HookParts,
  id: string,
  options: { keepOldHours: number; signingSecret?: string | undefined; instead?: string | undefined },
  actor: Actor,
): Promise<NewHook> {
  const { keepOldHours, signingSecret: given, instead } = options;
  const before = await parts.hooks.byId(id);
  if (instead !== undefined && instead !== addressMark(before))
    throw new AppError('conflict', 'This sender has another address by now.');
  checkFits(before.source, given, []);
  const addressSecret = newSecret();
  const made = given === undefined ? ownSigningSecret(before.source) : null;
  const until = new Date(parts.clock.now().getTime() + keepOldHours * 3_600_000);
  const old = before.keys.filter((key) => key.until === null && keepOldHours > 0).map((key) => ({ ...key, until }));
  const hook = await parts.hooks.change(id, { keys: [keyOf(addressSecret, given ?? made), ...old] });
  await audit(parts, 'hook.rotated', hook, actor, { keepOldHours });
  return { hook, addressSecret, madeSigningSecret: made };
}

/** Tells the current address of a sender from an earlier one; opens nothing. */
export function addressMark({ keys }: StoredHook): string {
  return (keys[0]?.hash ?? '').slice(0, 12);
}

/** @throws AppError notFound */
export async function removeHook(parts: HookParts, id: string, actor: Actor): Promise<void> {
  await audit(parts, 'hook.deleted', await parts.hooks.remove(id), actor, {});
}

function ownSigningSecret(source: HookSource): string | null {
  const { signing, takesOurSecret } = hookKind(source);
  return signing === 'required' && takesOurSecret === true ? newSecret() : null;
}

function checkFits(source: HookSource, signingSecret: string | undefined, topicArns: string[]): void {
  const { title, isSigned } = hookKind(source);
  if (signingSecret !== undefined && isSigned === undefined)
    invalid('/signingSecret', `${title} does not sign with a secret; its address is what protects it.`);
  if (topicArns.length > 0 && source !== 'sns') invalid('/topicArns', 'Only SNS has topics.');
}

async function audit(
  { clock, recordAudit }: HookParts,
  type: AuditEvent['type'],
  hook: StoredHook,
  actor: Actor,
  details: Record<string, unknown>,
): Promise<void> {
  const by = { id: actor.id, name: actor.name };
  const facts = { hookId: hook._id, source: hook.source, ...details };
  await recordAudit({ type, at: clock.now().toISOString(), actor: by, coeId: null, details: facts }, newId('aud'));
}
