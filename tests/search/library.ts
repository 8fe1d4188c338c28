import type { StoredCoe } from '../../src/coe/model.js';
import { coeContentSchema } from '../../src/coe/schema.js';

type Content = { title: string } & Record<string, unknown>;

/** A stored COE as the store would hold it. */
export function storedCoe(seq: number, content: Content, more: Partial<StoredCoe> = {}): StoredCoe {
  const person = { id: 'usr_author', name: 'Author' };
  return {
    _id: `coe_${seq}`,
    seq,
    number: `COE-${seq}`,
    version: 1,
    status: 'draft',
    templateVersion: 1,
    content: coeContentSchema.parse(content),
    sectionVersions: {},
    contentHash: `hash ${seq}`,
    createdAt: `2026-01-${String(seq).padStart(2, '0')}T10:00:00.000Z`,
    people: [],
    createdBy: person,
    updatedAt: `2026-01-${String(seq).padStart(2, '0')}T10:00:00.000Z`,
    updatedBy: person,
    outbox: [],
    ...more,
  };
}
