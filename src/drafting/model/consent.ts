import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredCoe } from '../../coe/model.js';
import type { CoeStore } from '../../coe/store.js';
import { retryIdempotent } from '../../database/retry-idempotent.js';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';

/** Whether evidence of a COE may be sent to the language model, and who said so. */
export type Consent = { allowed: boolean; at: string | null; by: { id: string; name: string } | null };
type StoredConsent = { _id: string; allowed: boolean; at: string; by: { id: string; name: string }; ownerId: string };

export type Consents = ReturnType<typeof modelConsents>;

/**
 * Consents by COE; kept apart from the document, since they are no part of what a reviewer approves. One that was given by an owner
 * ends when the COE has another.
 */
export function modelConsents(connection: Connection, store: CoeStore, clock: Clock) {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredConsent>(
    {
      _id: { type: String, required: true },
      allowed: { type: Boolean, required: true },
      at: { type: String, required: true },
      by: { type: mixed, required: true },
      ownerId: { type: String, required: true },
    } as never,
    { collection: 'modelConsents', versionKey: false, strict: 'throw', id: false },
  );
  const consents: Model<StoredConsent> =
    connection.models.ModelConsent ?? connection.model<StoredConsent>('ModelConsent', schema);

  async function of(coe: StoredCoe): Promise<Consent> {
    const consent = await consents.findById(coe._id).lean<StoredConsent>();
    if (!consent || consent.ownerId !== ownerIdOf(coe)) return { allowed: false, at: null, by: null };
    return { allowed: consent.allowed, at: consent.at, by: consent.by };
  }

  return {
    of,
    /** A COE that is not restricted needs no consent. */
    mayLeave: async (coe: StoredCoe): Promise<boolean> => !coe.content.restricted || (await of(coe)).allowed,

    /** @throws AppError forbidden for anybody but the owner, administrators too */
    async set(coeId: string, allowed: boolean, actor: Actor): Promise<Consent> {
      const coe = await store.byId(coeId);
      const ownerId = ownerIdOf(coe);
      if (actor.id !== ownerId)
        throw new AppError(
          'forbidden',
          `Only the owner of ${coe.number} may say whether its evidence is sent to the model.`,
        );
      const at = clock.now().toISOString();
      const by = { id: actor.id, name: actor.name };
      await store.recordAudit({ type: 'coe.modelConsent', at, actor: by, coeId, details: { allowed } }, newId('aud'));
      await retryIdempotent(() =>
        consents.updateOne({ _id: coeId }, { $set: { allowed, at, by, ownerId } }, { upsert: true }),
      );
      return { allowed, at, by };
    },
  };
}

/** The account of the owner; of the creator where nobody, or nobody with an account, is named as owner. */
function ownerIdOf({ content, people, createdBy }: StoredCoe): string {
  return people.find(({ written }) => written === content.owner)?.id ?? createdBy.id;
}
