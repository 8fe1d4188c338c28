import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Person } from '../coe/model.js';
import { countedWrites } from '../database/counted-writes.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';

/** `default` takes a setting back. */
export const ruleSettingInput = z.strictObject({
  mode: z.enum(['off', 'warning', 'default']),
  reason: z.string().trim().min(1, 'Say why, for those who read it in a year.').max(2_000),
});
export type RuleSettingInput = z.output<typeof ruleSettingInput>;
export type RuleSetting = { mode: 'off' | 'warning'; reason: string; at: string; by: Person };
export type RuleSettingStore = ReturnType<typeof ruleSettingStore>;

type Stored = { _id: string; mode: RuleSettingInput['mode']; reason: string; at: string; by: Person };

/** What the organisation made of single rules of readiness. The reasons of all changes are in the audit trail. */
export function ruleSettingStore(
  connection: Connection,
  clock: Clock,
  recordAudit: (event: AuditEvent, id: string) => Promise<void>,
) {
  const rows = () => connection.collection<Stored>('readinessRules');
  const { writes, counted } = countedWrites();
  return {
    writes,

    /** By rule. */
    async current(): Promise<Map<string, RuleSetting>> {
      const found = await rows()
        .find({ mode: { $ne: 'default' } })
        .sort({ _id: 1 })
        .toArray();
      return new Map(found.map(({ _id, ...setting }) => [_id, setting as RuleSetting]));
    },
    async change(rule: string, { mode, reason }: RuleSettingInput, actor: Actor): Promise<void> {
      const at = clock.now().toISOString();
      const by = { id: actor.id, name: actor.name };
      await counted(rows().updateOne({ _id: rule }, { $set: { mode, reason, at, by } }, { upsert: true }));
      const details = { rule, mode, reason };
      await recordAudit({ type: 'readinessRule.changed', at, actor: by, coeId: null, details }, newId('aud'));
    },
  };
}
