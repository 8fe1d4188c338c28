import type { Connection } from 'mongoose';
import { AppError, notFound } from '../kernel/errors.js';
import { canonicalJson, sha256 } from '../kernel/ids.js';
import type { LensQuestion } from './lens.js';
import type { Link } from './schema.js';
import type { Person } from './store.js';

/** What became of an open risk; `accepted`: the service lives with it, and says why. */
export const RISK_STATUSES = ['open', 'inProgress', 'done', 'accepted'] as const;
export const REVIEW_STATUSES = ['draft', 'inReview', 'approved'] as const;

export type Answer = {
  choices: string[];
  notes: string;
  evidence: Link[];
  /** Why the question does not apply; null where it does. */
  notApplicable: string | null;
  /** What the question was when it was answered: another wording is another question. */
  asked: string;
  answeredAt: string;
  answeredBy: Person;
};
/** What people add to an open risk. */
export type RiskItem = {
  owner: string | null;
  dueDate: string | null;
  status: (typeof RISK_STATUSES)[number];
  proof: string;
};
export type ReviewDecision = {
  decision: 'approve' | 'requestChanges';
  body: string;
  contentHash: string;
  at: string;
  by: Person;
};

export type StoredReview = {
  _id: string;
  version: number;
  service: string;
  templateId: string;
  templateVersion: number;
  status: (typeof REVIEW_STATUSES)[number];
  answers: Record<string, Answer>;
  actionItems: Record<string, RiskItem>;
  decisions: ReviewDecision[];
  createdAt: string;
  createdBy: Person;
  updatedAt: string;
};

/** What a question asks, as a fingerprint: an answer to an earlier wording is no answer to this one. */
export const askedOf = ({ title, description, choices }: LensQuestion): string =>
  sha256(canonicalJson([title, description ?? '', choices.map(({ id, title: text }) => [id, text])])).slice(0, 16);

export const isAnswered = (question: LensQuestion, answer: Answer | undefined): answer is Answer =>
  answer !== undefined && answer.asked === askedOf(question);

/** What an approval is bound to: the service, the version of the template, and what was answered. */
export function reviewHash({ service, templateId, templateVersion, answers }: StoredReview): string {
  const said = Object.entries(answers).map(([id, { choices, notes, evidence, notApplicable, asked }]) => [
    id,
    { choices, notes, evidence, notApplicable, asked },
  ]);
  return sha256(canonicalJson({ service, templateId, templateVersion, answers: Object.fromEntries(said) }));
}

export type ReviewStore = ReturnType<typeof orrReviewStore>;

const TRIES = 8;

/** One document a review; every change is compare-and-swap on `version`. */
export function orrReviewStore(connection: Connection) {
  const rows = () => connection.collection<StoredReview>('orrReviews');
  return {
    /** @returns as it is stored, which is the earlier one when the id was taken */
    async keep({ _id, ...rest }: StoredReview): Promise<StoredReview> {
      await rows().updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
      return (await rows().findOne({ _id })) ?? notFound('ORR review', _id);
    },
    async byId(_id: string): Promise<StoredReview> {
      return (await rows().findOne({ _id })) ?? notFound('ORR review', _id);
    },
    /** Newest first, from behind `after`. */
    async list(
      filter: {
        status?: StoredReview['status'] | undefined;
        templateId?: string | undefined;
        service?: string | undefined;
      },
      after: readonly [string, string] | undefined,
      limit: number,
    ): Promise<StoredReview[]> {
      const wanted = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const behind =
        after === undefined
          ? {}
          : { $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], _id: { $lt: after[1] } }] };
      return rows()
        .find({ ...wanted, ...behind })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .toArray();
    },
    /** Reviews in which something is answered: only they can leave a risk open. */
    async answered(): Promise<StoredReview[]> {
      return rows()
        .find({ answers: { $ne: {} } })
        .toArray();
    },
    async ofTemplate(templateId: string): Promise<StoredReview[]> {
      return rows().find({ templateId }).sort({ service: 1, createdAt: 1 }).toArray();
    },
    /** @param change returns the review as it shall be; asked again when a rival was faster. @throws AppError notFound, conflict, what the change throws */
    async edit(_id: string, change: (review: StoredReview) => StoredReview): Promise<StoredReview> {
      for (let again = 0; again < TRIES; again++) {
        const found = await this.byId(_id);
        const next = { ...change(found), version: found.version + 1 };
        const { modifiedCount } = await rows().replaceOne({ _id, version: found.version }, next);
        if (modifiedCount === 1) return next;
      }
      throw new AppError('conflict', 'Too many people change this review at once; try again.');
    },
  };
}
