import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { type Attachment, MAX_ATTACHMENTS, MAX_COE_BYTES } from './attachment-schema.js';
import type { AttachmentStore } from './attachment-store.js';
import type { ReadAttachment } from './read-attachment.js';

/** Stores a file unless the COE has too many. @throws AppError conflict */
export async function addAttachment(
  attachments: AttachmentStore,
  coeId: string,
  name: string,
  read: ReadAttachment,
  actor: Actor,
  at: Date,
): Promise<Attachment> {
  const there = await attachments.list(coeId);
  const bytes = there.reduce((sum, { size }) => sum + size, read.bytes.length);
  if (there.length >= MAX_ATTACHMENTS || bytes > MAX_COE_BYTES)
    throw new AppError(
      'conflict',
      `A COE has at most ${MAX_ATTACHMENTS} files of together ${MAX_COE_BYTES / 1e6} MB; remove one first.`,
    );
  return attachments.add(coeId, name, read, actor, at);
}

/** A name without a path, control characters or bidirectional overrides. */
export function fileName(given: string): string {
  const name = given
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  return name === '' || /^\.+$/.test(name) ? 'file' : name;
}
