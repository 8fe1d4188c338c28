import { Readable } from 'node:stream';
import { AppError } from '../../kernel/errors.js';
import { importEvidence } from '../import.js';
import type { InboxItem } from '../inbox/inbox-item.js';
import type { InboxPeople } from '../inbox/inbox-people.js';
import { inboxSink } from '../inbox/inbox-sink.js';
import type { InboxStore } from '../inbox/inbox-store.js';
import type { Delivery } from './delivery.js';
import type { FoundHook } from './find-hook.js';
import { signingSecretOf } from './hook-key.js';
import { hookKind } from './hook-kinds.js';
import type { StoredHook } from './hook-store.js';
import { type Refused, receiveSns, type SnsParts } from './receive-sns.js';

export type ReceiveParts = SnsParts & {
  inbox: InboxStore;
  people: InboxPeople;
  /** What the organisation wants done with what arrived; may run again for the same items. */
  afterwards(items: readonly InboxItem[], hook: StoredHook): Promise<void>;
};
/** Items new to the inbox, items it had, records that are no evidence. */
export type Receipt = { accepted: number; duplicates: number; rejected: number };

const NOTHING: Receipt = { accepted: 0, duplicates: 0, rejected: 0 };

/**
 * Takes one delivery: checks who sent it, then imports it like a file, into the inbox. The same delivery again changes nothing.
 * What is refused is told to the administrator, in the list of registrations, and not to the sender.
 * @throws AppError forbidden for a wrong signature; malformed, validation for a body that cannot be read; unavailable
 */
export async function receiveDelivery(
  parts: ReceiveParts,
  { hook, key }: FoundHook,
  addressSecret: string,
  delivery: Delivery,
): Promise<Receipt> {
  const { hooks, clock } = parts;
  const text = await readDelivery(parts, hook, signingSecretOf(key, addressSecret), delivery);
  if (text !== null && typeof text === 'object') {
    await hooks.noteProblem(hook._id, clock.now(), text.refused);
    throw new AppError('forbidden', 'The signature of this delivery is missing or wrong.');
  }
  const receipt = text === null ? NOTHING : await importDelivery(parts, hook, text);
  await hooks.noteDelivery(hook._id, clock.now());
  return receipt;
}

async function readDelivery(
  parts: ReceiveParts,
  hook: StoredHook,
  signingSecret: string | null,
  delivery: Delivery,
): Promise<string | null | Refused> {
  const kind = hookKind(hook.source);
  if (kind.signing === 'certificate') return receiveSns(parts, hook, delivery);
  if (signingSecret === null && kind.signing === 'required')
    return { refused: 'no signing secret is set yet, so nothing can be checked' };
  if (signingSecret !== null && kind.isSigned?.(delivery, signingSecret) !== true)
    return { refused: 'the signature is missing or wrong' };
  return kind.read(delivery);
}

async function importDelivery(parts: ReceiveParts, hook: StoredHook, text: string): Promise<Receipt> {
  const { hooks, clock } = parts;
  const heard: InboxItem[] = [];
  const sink = inboxSink(parts, hook, clock.now(), (items) => heard.push(...items));
  const options = { source: hookKind(hook.source).importAs, zone: hook.zone ?? undefined, receivedAt: clock.now() };
  try {
    const { accepted, duplicates, rejectedCount, rejected } = await importEvidence(
      Readable.from([Buffer.from(text)]),
      options,
      sink,
    );
    if (rejected[0] !== undefined) await hooks.noteProblem(hook._id, clock.now(), rejected[0].reason);
    await parts.afterwards(heard, hook);
    return { accepted, duplicates, rejected: rejectedCount };
  } catch (error) {
    if (error instanceof AppError && error.code === 'validation')
      await hooks.noteProblem(hook._id, clock.now(), error.message);
    throw error;
  }
}
