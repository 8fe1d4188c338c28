import { type Connection, type Model, mongo } from 'mongoose';
import { retryIdempotent } from '../database/retry-idempotent.js';
import { type ParticipantDocument, participantModel } from './model.js';
import { isRoleLike, type Names, writtenNames } from './people.js';
import type { DirectoryEntry } from './source.js';

export type Participant = { id: string; placeholder: string | null; realName: string | null };

export type ParticipantStore = {
  /** How a person is written into evidence of this COE; see `EvidenceSink.participant`. */
  participant(coeId: string, id: string | null, name: string | null): Promise<{ id: string; name: string }>;
  saveDirectory(coeId: string, entries: DirectoryEntry[]): Promise<void>;
  /** What is shown for each id: role-like real names, else placeholders. */
  names(coeId: string): Promise<Names>;
  /** Real names behind the placeholders, for those allowed to see them. */
  participants(coeId: string): Promise<Participant[]>;
};

const DUPLICATE = 11_000;

export function participantStore(connection: Connection): ParticipantStore {
  const model = participantModel(connection);
  return {
    participant: (coeId, id, name) => nameParticipant(model, coeId, id, name),
    async saveDirectory(coeId, entries) {
      if (entries.length === 0) return;
      const operations = entries.map(({ id, name, kind }) => ({
        updateOne: {
          filter: { _id: documentId(coeId, id) },
          update: { $set: { realName: name, kind }, $setOnInsert: { coeId, participantId: id, placeholder: null } },
          upsert: true,
        },
      }));
      await retryIdempotent(() => model.bulkWrite(operations, { ordered: false }));
    },
    async names(coeId) {
      const people = new Map<string, string>();
      const channels = new Map<string, string>();
      const real: { realName: string; shown: string }[] = [];
      for (const each of await model.find({ coeId }).lean<ParticipantDocument[]>()) {
        if (each.kind === 'channel') channels.set(each.participantId, each.realName ?? each.participantId);
        else {
          const shown = shownName(each);
          if (shown !== null) people.set(each.participantId, shown);
          if (each.realName !== null && shown !== each.realName) {
            real.push({ realName: each.realName, shown: shown ?? 'a participant' });
          }
        }
      }
      return { people, channels, written: writtenNames(real) };
    },
    async participants(coeId) {
      const found = await model.find({ coeId, kind: 'person' }).sort({ _id: 1 }).lean<ParticipantDocument[]>();
      return found.map(({ participantId, placeholder, realName }) => ({ id: participantId, placeholder, realName }));
    },
  };
}

function shownName({ realName, placeholder }: Pick<ParticipantDocument, 'realName' | 'placeholder'>): string | null {
  return realName !== null && isRoleLike(realName) ? realName : placeholder;
}

function documentId(coeId: string, participantId: string): string {
  return `${coeId}/${participantId}`;
}

async function nameParticipant(
  model: Model<ParticipantDocument>,
  coeId: string,
  id: string | null,
  name: string | null,
): Promise<{ id: string; name: string }> {
  // A role names nobody, so nothing has to be remembered or hidden.
  if (id === null && name !== null && isRoleLike(name)) return { id: name, name };
  const participantId = id ?? `name:${(name ?? '').toLowerCase()}`;
  const _id = documentId(coeId, participantId);
  let known = await model.findOne({ _id }).lean<ParticipantDocument>();
  // Somebody a chat export knows by id may stand in a table by name only.
  if (known === null && id === null) {
    known = await model
      .findOne({ coeId, realName: name, placeholder: { $type: 'string' } })
      .lean<ParticipantDocument>();
  }
  const shown = known === null ? null : shownName(known);
  if (known !== null && shown !== null)
    return { id: known.participantId.startsWith('name:') ? shown : known.participantId, name: shown };
  const placeholder = await claimPlaceholder(model, coeId, participantId, known?.realName ?? name);
  const stored = shownName({ realName: known?.realName ?? name, placeholder }) ?? placeholder;
  return { id: id ?? stored, name: stored };
}

/** Takes the next free responder number; another import may take it first, then the one after is tried. */
async function claimPlaceholder(
  model: Model<ParticipantDocument>,
  coeId: string,
  participantId: string,
  realName: string | null,
): Promise<string> {
  const _id = documentId(coeId, participantId);
  const taken = await model.countDocuments({ coeId, placeholder: { $type: 'string' } });
  for (let number = taken + 1; ; number++) {
    const placeholder = `responder-${number}`;
    try {
      await retryIdempotent(() =>
        model.updateOne(
          { _id, placeholder: null },
          { $set: { placeholder, realName }, $setOnInsert: { coeId, participantId, kind: 'person' } },
          { upsert: true },
        ),
      );
      return placeholder;
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
      // Either the number is taken, or another import has just named this very person.
      const now = await model.findOne({ _id }).lean<ParticipantDocument>();
      if (now !== null && now.placeholder !== null) return now.placeholder;
    }
  }
}
