import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Person, StoredCoe } from '../coe/model.js';
import { wroteIn } from '../coe/standing.js';
import { countedWrites } from '../database/counted-writes.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { Finding } from './finding.js';

export const waiverInput = z.strictObject({
  finding: z.string().min(1).max(100).describe('the id of a finding of this COE'),
  reason: z.string().trim().min(1, 'Say why it may stay as it is.').max(2_000),
});
export type Waiver = { reason: string; at: string; by: Person };
type Stored = Waiver & {
  _id: string;
  coeId: string;
  finding: string;
  rule: string;
  pointer: string;
  quote: string | null;
};
export type WaiverStore = ReturnType<typeof waiverStore>;

/** What reviewers let stand, each bound to one finding: when the words change it is another finding, and the waiver lapses. */
export function waiverStore(
  connection: Connection,
  clock: Clock,
  recordAudit: (event: AuditEvent, id: string) => Promise<void>,
) {
  const rows = () => connection.collection<Stored>('waivers');
  const { writes, counted } = countedWrites();
  const audit = async (type: AuditEvent['type'], coeId: string, actor: Actor, details: Record<string, unknown>) => {
    const by = { id: actor.id, name: actor.name };
    await recordAudit({ type, at: clock.now().toISOString(), actor: by, coeId, details }, newId('aud'));
  };
  return {
    writes,

    /** By finding. */
    async of(coeId: string): Promise<Map<string, Waiver>> {
      const found = await rows().find({ coeId }).sort({ _id: 1 }).toArray();
      return new Map(found.map(({ finding, reason, at, by }) => [finding, { reason, at, by }]));
    },

    /** All of a COE, oldest first, also those whose words changed. */
    list: (coeId: string): Promise<Stored[]> => rows().find({ coeId }).sort({ at: 1, _id: 1 }).toArray(),

    /**
     * Whoever wrote in the COE waives as little as they approve.
     * @throws AppError notFound when readiness finds no such thing in the COE as it is now; forbidden
     */
    async grant(
      readiness: { of(coe: StoredCoe): Promise<{ blockers: Finding[]; warnings: Finding[]; waived: Finding[] }> },
      coe: StoredCoe,
      { finding: id, reason }: z.output<typeof waiverInput>,
      actor: Actor,
    ): Promise<void> {
      if (wroteIn(coe, actor))
        throw new AppError('forbidden', `You wrote in ${coe.number}: somebody else has to let a finding stand.`);
      const { blockers, warnings, waived } = await readiness.of(coe);
      const finding = [...blockers, ...warnings, ...waived].find((each) => each.id === id) ?? notFound('finding', id);
      const { rule, place } = finding;
      const by = { id: actor.id, name: actor.name };
      const set = { rule, pointer: place.pointer, quote: place.quote, reason, at: clock.now().toISOString(), by };
      const key = { _id: `${coe._id}:${id}` };
      await counted(rows().updateOne(key, { $set: { ...set, coeId: coe._id, finding: id } }, { upsert: true }));
      await audit('waiver.granted', coe._id, actor, { finding: id, rule });
    },

    /** @throws AppError notFound */
    async withdraw(coeId: string, finding: string, actor: Actor): Promise<void> {
      const gone = await counted(rows().findOneAndDelete({ _id: `${coeId}:${finding}` }));
      if (!gone) notFound('waiver', finding);
      await audit('waiver.withdrawn', coeId, actor, { finding, rule: gone.rule });
    },
  };
}
