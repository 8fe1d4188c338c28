import type { Connection } from 'mongoose';
import type { LensPillar } from './lens.js';
import type { Person } from './store.js';

/** One version of a template: its questions as they were worded then, so that a review keeps what it answered. */
export type StoredTemplate = {
  _id: string;
  templateId: string;
  version: number;
  name: string;
  description: string;
  /** In the form of a custom lens, without its limits of size. */
  pillars: LensPillar[];
  /** Of an imported lens what the format does not name, such as `_version`. */
  extra: Record<string, unknown>;
  /** Questions of the library by the id that they have here. */
  questionIds: Record<string, string>;
  note: string;
  createdAt: string;
  createdBy: Person;
};

export type TemplateVersions = ReturnType<typeof templateVersions>;

/** Versions are never changed: each is a row of its own, and two that are made at once meet on its id. */
export function templateVersions(connection: Connection) {
  const rows = () => connection.collection<StoredTemplate>('orrTemplates');
  return {
    /** @returns false when the version is there already */
    async insert(template: Omit<StoredTemplate, '_id'>): Promise<boolean> {
      const _id = `${template.templateId}:${template.version}`;
      const { upsertedCount } = await rows().updateOne({ _id }, { $setOnInsert: template }, { upsert: true });
      return upsertedCount === 1;
    },
    async newest(templateId: string): Promise<StoredTemplate | null> {
      return rows().findOne({ templateId }, { sort: { version: -1 } });
    },
    async version(templateId: string, version: number): Promise<StoredTemplate | null> {
      return rows().findOne({ _id: `${templateId}:${version}` });
    },
    /** The newest version of each template, by name. */
    async all(): Promise<StoredTemplate[]> {
      const newest = new Map<string, StoredTemplate>();
      for await (const row of rows().find({}).sort({ version: 1 })) newest.set(row.templateId, row);
      return [...newest.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
    },
  };
}
