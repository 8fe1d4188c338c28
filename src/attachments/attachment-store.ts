import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import type { Attachment } from './attachment-schema.js';
import type { ReadAttachment } from './read-attachment.js';

type Metadata = Omit<Attachment, 'name' | 'size'> & { coeId: string };
type StoredFile = { _id: mongo.ObjectId; filename: string; length: number; metadata: Metadata };

export type AttachmentStore = ReturnType<typeof attachmentStore>;

/** Files beside COEs, in GridFS: database and backup hold them with everything else. */
export function attachmentStore(connection: Connection) {
  const database = () => {
    if (!connection.db) throw new Error('the connection is not open');
    return connection.db;
  };
  const bucket = () => new mongo.GridFSBucket(database(), { bucketName: 'attachments' });
  const files = () => database().collection<StoredFile>('attachments.files');
  const present = ({ filename, length, metadata: { coeId: _, ...rest } }: StoredFile): Attachment => ({
    ...rest,
    name: filename,
    size: length,
  });

  return {
    async ensureIndexes(): Promise<void> {
      await files().createIndex({ 'metadata.coeId': 1, 'metadata.id': 1 });
    },

    /** A file is there once its record is: GridFS writes the bytes first. */
    async add(coeId: string, name: string, read: ReadAttachment, actor: Actor, at: Date): Promise<Attachment> {
      const { bytes, mediaType, width, height } = read;
      const metadata: Metadata = {
        ...{ coeId, id: newId('att'), mediaType, width, height },
        sha256: createHash('sha256').update(bytes).digest('hex'),
        addedAt: at.toISOString(),
        addedBy: { id: actor.id, name: actor.name },
      };
      const upload = bucket().openUploadStream(name, { metadata });
      await new Promise<void>((resolve, reject) => {
        upload.on('error', reject).on('finish', () => resolve());
        upload.end(bytes);
      });
      const { coeId: _, ...rest } = metadata;
      return { ...rest, name, size: bytes.length };
    },

    /** In the order in which they were added. */
    async list(coeId: string): Promise<Attachment[]> {
      return (await files().find({ 'metadata.coeId': coeId }).sort({ 'metadata.id': 1 }).toArray()).map(present);
    },

    /** @returns null when this COE has no such file */
    async read(coeId: string, id: string): Promise<{ attachment: Attachment; bytes: Buffer } | null> {
      const found = await files().findOne({ 'metadata.coeId': coeId, 'metadata.id': id });
      if (!found) return null;
      return { attachment: present(found), bytes: await buffer(bucket().openDownloadStream(found._id)) };
    },

    async remove(coeId: string, id: string): Promise<Attachment | null> {
      const found = await files().findOne({ 'metadata.coeId': coeId, 'metadata.id': id });
      if (!found) return null;
      await bucket().delete(found._id);
      return present(found);
    },
  };
}
