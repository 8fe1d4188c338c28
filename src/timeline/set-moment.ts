import { z } from 'zod';
import type { EditCoe } from '../coe/edit.js';
import { evidenceIds, instant, markdown } from '../coe/fields.js';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import type { KeyMoment } from '../kernel/moments.js';

export const momentSetSchema = z
  .strictObject({
    at: instant.nullable().describe('null only with notApplicable'),
    state: z.enum(['recorded', 'candidate', 'notApplicable']).default('recorded'),
    evidenceIds: evidenceIds.unwrap().optional().describe('default: what it cites now, when the time stays'),
    note: markdown.unwrap().optional().describe('default: the note stays'),
  })
  .check((context) => {
    const { at, state } = context.value;
    if ((at === null) === (state === 'notApplicable')) return;
    const message =
      at === null
        ? 'Say when it was, or that it is notApplicable; to take the moment back, reject it.'
        : 'A moment that is not applicable has no time: send null.';
    context.issues.push({ code: 'custom', path: ['at'], input: at, message });
  })
  .meta({ id: 'KeyMomentSet' });
export type MomentSet = z.output<typeof momentSetSchema>;

/** Sets a key moment by hand. A draft does not propose another value for it until there is new evidence, and then as a candidate. */
export function setMoment(
  edit: EditCoe,
  coeId: string,
  moment: KeyMoment,
  { at, state, evidenceIds: cited, note }: MomentSet,
  actor: Actor,
): Promise<StoredCoe> {
  return edit.apply(coeId, actor, { type: 'keyMoment.set', details: { moment, state } }, (content) => {
    const before = content.keyMoments[moment];
    const kept = before !== undefined && before.at === at ? before.evidenceIds : [];
    const value = { at, state, evidenceIds: cited ?? kept, note: note ?? before?.note ?? '' };
    return { ...content, keyMoments: { ...content.keyMoments, [moment]: value } };
  });
}
