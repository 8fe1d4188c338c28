import type { Readable } from 'node:stream';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { addAttachment, fileName } from './add-attachment.js';
import type { Attachment } from './attachment-schema.js';
import type { AttachmentStore } from './attachment-store.js';
import { readAttachment } from './read-attachment.js';

export type TakeAttachment = (coeId: string, body: Readable, name: string, actor: Actor) => Promise<Attachment>;

/**
 * Puts a picture or file beside a COE, with its audit event.
 * @throws AppError conflict for an archived COE, and whatever {@link readAttachment} throws
 */
export function takeAttachment(parts: { attachments: AttachmentStore; store: CoeStore; clock: Clock }): TakeAttachment {
  const { attachments, store, clock } = parts;
  return async (coeId, body, name, actor) => {
    if ((await store.byId(coeId)).status === 'archived')
      throw new AppError('conflict', 'This COE is archived: files can no longer be added.');
    const made = await addAttachment(
      attachments,
      coeId,
      fileName(name),
      await readAttachment(body),
      actor,
      clock.now(),
    );
    await store.recordAudit(
      {
        type: 'attachment.added',
        at: made.addedAt,
        actor: made.addedBy,
        coeId,
        details: { attachmentId: made.id, mediaType: made.mediaType, size: made.size },
      },
      made.id,
    );
    return made;
  };
}
