import { type Connection, type Model, Schema } from 'mongoose';
import { AppError } from '../kernel/errors.js';
import { sha256 } from '../kernel/ids.js';
import type { Link, OrrSeverity, ProposalStatus, QUESTION_ACTIONS } from './schema.js';

export type Person = { id: string; name: string };
/** A lesson as it read when the question was proposed. */
export type Origin = { coeId: string; lessonId: string; lesson: string };

type Wording = {
  question: string;
  category: string;
  /** What good looks like; lines that begin with "- " can be answered one by one. */
  guidance: string;
  severity: OrrSeverity;
  risk: string;
  helpfulResource: Link | null;
};

/** Who found the words of a question; what it asks comes from rules in either case. */
export type WordedBy = { drafter: 'rules' } | { drafter: 'model'; model: string; promptVersion: string };

/** One proposal a lesson: its id is made of COE and lesson, so that drafting again finds it instead of proposing twice. */
export type StoredProposal = Wording & {
  _id: string;
  coeId: string;
  lessonId: string;
  lesson: string;
  /** What other COEs of the same recurring problem said; empty for a lesson alone. */
  others: Origin[];
  recurrenceId: string | null;
  wordedBy: WordedBy;
  status: ProposalStatus;
  reason: string | null;
  questionId: string | null;
  createdAt: string;
  createdBy: Person;
  decidedAt: string | null;
  decidedBy: Person | null;
};

export type QuestionHistory = {
  version: number;
  at: string;
  by: Person;
  action: (typeof QUESTION_ACTIONS)[number];
  reason: string;
  before: Record<string, unknown> | null;
};

export type StoredQuestion = Wording & {
  _id: string;
  origins: Origin[];
  /** Areas of the starter library and kinds of template; empty for questions of one's own. */
  area: string;
  kinds: string[];
  version: number;
  retired: boolean;
  history: QuestionHistory[];
  proposalId: string | null;
  createdAt: string;
  createdBy: Person;
};

export const proposalIdOf = (coeId: string, lessonId: string): string =>
  `orp_${sha256(`${coeId} ${lessonId}`).slice(0, 20)}`;
export const questionIdOf = (proposalId: string): string => proposalId.replace(/^orp_/, 'orq_');

export type OrrStore = ReturnType<typeof orrStore>;
type After = readonly [string, string] | undefined;

const DUPLICATE_KEY = 11_000;

/** Proposals and questions. Every write is idempotent: ids come from what the row stands for. */
export function orrStore(connection: Connection) {
  const proposals = proposalModel(connection);
  const questions = questionModel(connection);
  return {
    /** @returns false when the lesson was proposed before */
    async insertProposal(proposal: StoredProposal): Promise<boolean> {
      try {
        await proposals.create([proposal]);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
        throw error;
      }
    },

    async proposal(id: string): Promise<StoredProposal | null> {
      return proposals.findById(id).lean<StoredProposal>();
    },

    /** Decides a proposal that is still open. @returns it as decided, or null when it was decided already or is unknown */
    async decide(id: string, decision: Partial<StoredProposal>): Promise<StoredProposal | null> {
      return proposals
        .findOneAndUpdate({ _id: id, status: 'proposed' }, { $set: decision }, { returnDocument: 'after' })
        .lean<StoredProposal>();
    },

    /** Newest first, from behind `after`. */
    async proposals(status: ProposalStatus | undefined, after: After, limit: number): Promise<StoredProposal[]> {
      const filter = { ...(status === undefined ? {} : { status }), ...behind(after) };
      return proposals.find(filter).sort({ createdAt: -1, _id: -1 }).limit(limit).lean<StoredProposal[]>();
    },

    /** @returns the question as it is stored, which is the earlier one when the id was taken */
    async keepQuestion(question: StoredQuestion): Promise<StoredQuestion> {
      const { _id, ...rest } = question;
      try {
        await questions.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
      } catch (error) {
        // Two upserts of one id at once: the loser meets the winner's row.
        if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
      }
      return (await questions.findById(_id).lean<StoredQuestion>()) ?? question;
    },

    async question(id: string): Promise<StoredQuestion | null> {
      return questions.findById(id).lean<StoredQuestion>();
    },

    /** Questions by id, in no order. */
    async questionsByIds(ids: readonly string[]): Promise<StoredQuestion[]> {
      return questions.find({ _id: { $in: [...ids] } }).lean<StoredQuestion[]>();
    },

    /** The whole library without what is retired, oldest first: what a new question is compared with, and templates choose from. */
    async library(): Promise<StoredQuestion[]> {
      return questions.find({ retired: false }, { history: 0 }).sort({ createdAt: 1, _id: 1 }).lean<StoredQuestion[]>();
    },

    /** What the library asks, oldest first. */
    async wordings(): Promise<{ id: string; question: string }[]> {
      const rows = await questions
        .find({ retired: false }, { question: 1 })
        .sort({ createdAt: 1, _id: 1 })
        .lean<Pick<StoredQuestion, '_id' | 'question'>[]>();
      return rows.map(({ _id: id, question }) => ({ id, question }));
    },

    /** Puts in the questions whose ids are not taken. */
    async seed(rows: readonly StoredQuestion[]): Promise<void> {
      if ((await questions.countDocuments({ _id: { $in: rows.map(({ _id }) => _id) } })) === rows.length) return;
      await questions.bulkWrite(
        rows.map(({ _id, ...rest }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
        })) as never,
        { ordered: false },
      );
    },

    /** Changes a question at the version that was read. @returns null when somebody was faster */
    async changeQuestion(
      id: string,
      version: number,
      change: Partial<StoredQuestion>,
      entry: QuestionHistory,
    ): Promise<StoredQuestion | null> {
      return questions
        .findOneAndUpdate(
          { _id: id, version },
          { $set: { ...change, version: entry.version }, $push: { history: entry } } as never,
          { returnDocument: 'after' },
        )
        .lean<StoredQuestion>();
    },

    /** Adds a lesson to a question, once. */
    async addOrigin(id: string, origin: Origin, entry: Omit<QuestionHistory, 'version'>): Promise<void> {
      const { coeId, lessonId } = origin;
      for (let again = 0; again < 5; again++) {
        const known = await questions.findById(id).lean<StoredQuestion>();
        if (known === null || known.origins.some((one) => one.coeId === coeId && one.lessonId === lessonId)) return;
        const version = known.version + 1;
        const { modifiedCount } = await questions.updateOne({ _id: id, version: known.version }, {
          $set: { version },
          $push: { origins: origin, history: { ...entry, version } },
        } as never);
        if (modifiedCount === 1) return;
      }
      throw new AppError('conflict', 'Too many people change this question at once; try again.');
    },

    /** Newest first, from behind `after`. */
    async questions(
      { category, retired }: { category: string | undefined; retired: boolean },
      after: After,
      limit: number,
    ): Promise<StoredQuestion[]> {
      const filter = { retired, ...(category === undefined ? {} : { category }), ...behind(after) };
      return questions.find(filter).sort({ createdAt: -1, _id: -1 }).limit(limit).lean<StoredQuestion[]>();
    },
  };
}

function behind(after: After): Record<string, unknown> {
  if (after === undefined) return {};
  const [createdAt, _id] = after;
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: _id } }] };
}

function proposalModel(connection: Connection): Model<StoredProposal> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredProposal>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      lessonId: { type: String, required: true },
      lesson: String,
      others: [mixed],
      recurrenceId: String,
      wordedBy: mixed,
      question: String,
      category: String,
      guidance: String,
      severity: String,
      risk: String,
      helpfulResource: mixed,
      status: { type: String, required: true },
      reason: String,
      questionId: String,
      createdAt: { type: String, required: true },
      createdBy: mixed,
      decidedAt: String,
      decidedBy: mixed,
    } as never,
    { collection: 'orrProposals', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ createdAt: -1, _id: -1 });
  schema.index({ status: 1, createdAt: -1, _id: -1 });
  schema.index({ coeId: 1, lessonId: 1 }, { unique: true });
  return connection.models.OrrProposal ?? connection.model<StoredProposal>('OrrProposal', schema);
}

function questionModel(connection: Connection): Model<StoredQuestion> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredQuestion>(
    {
      _id: { type: String, required: true },
      question: { type: String, required: true },
      category: { type: String, required: true },
      guidance: String,
      severity: String,
      risk: String,
      helpfulResource: mixed,
      origins: [mixed],
      area: String,
      kinds: [String],
      version: { type: Number, required: true },
      retired: { type: Boolean, required: true },
      history: [mixed],
      proposalId: String,
      createdAt: { type: String, required: true },
      createdBy: mixed,
    } as never,
    { collection: 'orrQuestions', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ createdAt: -1, _id: -1 });
  schema.index({ category: 1, createdAt: -1, _id: -1 });
  return connection.models.OrrQuestion ?? connection.model<StoredQuestion>('OrrQuestion', schema);
}
