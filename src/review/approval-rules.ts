import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Person, StoredCoe } from '../coe/model.js';
import { SEVERITIES } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { SLOTS, type Slot } from './approval-slots.js';

/** Severities, and COEs that have none yet. */
export const APPROVAL_KINDS = [...SEVERITIES, 'none'] as const;
type Kind = (typeof APPROVAL_KINDS)[number];

const slots = z.array(z.enum(SLOTS)).min(1, 'At least one approval is needed.').max(10, 'At most 10 approvals.');

/** Which approvals a COE needs, by its severity; one person fills one slot. */
export const approvalRulesSchema = z
  .strictObject(Object.fromEntries(APPROVAL_KINDS.map((kind) => [kind, slots])) as Record<Kind, typeof slots>)
  .meta({ id: 'ApprovalRules', description: 'Approvals needed by severity; "none" is a COE without severity.' });
export type ApprovalRules = z.output<typeof approvalRulesSchema>;

export const DEFAULT_RULES: ApprovalRules = {
  SEV1: ['barRaiser', 'director'],
  SEV2: ['barRaiser'],
  SEV3: ['reviewer'],
  SEV4: ['reviewer'],
  SEV5: ['reviewer'],
  none: ['reviewer'],
};

export type StoredRules = { version: number; rules: ApprovalRules; changedAt: string | null; changedBy: Person | null };

/** The approvals that a COE needs. */
export const neededFor = (rules: ApprovalRules, { content }: Pick<StoredCoe, 'content'>): readonly Slot[] =>
  rules[content.severity ?? 'none'];

export type ApprovalRuleStore = ReturnType<typeof approvalRuleStore>;

/** Versions of the rules; version 1 is the default and needs no row. Versions are kept, so that an old approval can be explained. */
export function approvalRuleStore(connection: Connection, coes: Pick<CoeStore, 'recordAudit'>, clock: Clock) {
  type Row = Omit<StoredRules, 'version'> & { _id: number };
  const rows = () => connection.collection<Row>('approvalRules');

  async function current(): Promise<StoredRules> {
    const newest = await rows().findOne({}, { sort: { _id: -1 } });
    if (!newest) return { version: 1, rules: DEFAULT_RULES, changedAt: null, changedBy: null };
    const { _id: version, ...rest } = newest;
    return { version, ...rest };
  }

  return {
    current,
    /** @throws AppError conflict when somebody changed them at the same time */
    async change(rules: ApprovalRules, actor: Actor): Promise<StoredRules> {
      const version = (await current()).version + 1;
      const changedBy = { id: actor.id, name: actor.name };
      const changedAt = clock.now().toISOString();
      try {
        await rows().insertOne({ _id: version, rules, changedAt, changedBy });
      } catch (error) {
        if ((error as { code?: number }).code !== 11000) throw error;
        throw new AppError('conflict', 'Somebody changed the approval rules just now; read them again.');
      }
      await coes.recordAudit(
        { type: 'approvalRules.changed', at: changedAt, actor: changedBy, coeId: null, details: { version, rules } },
        `approvalRules:${version}`,
      );
      return { version, rules, changedAt, changedBy };
    },
  };
}
