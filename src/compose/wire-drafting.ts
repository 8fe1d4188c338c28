import type { Config } from '../config.js';
import type { ModelParts } from '../drafting/model/model-drafter.js';
import { openaiModel } from '../drafting/model/openai-model.js';
import type { Prompts } from '../drafting/model/prompts.js';
import type { ModelUseStore } from '../drafting/model/use-store.js';
import { priorCoes } from '../drafting/prior-coes.js';
import { rejectMomentProposals } from '../drafting/reject-moment-proposals.js';
import { draftJob } from '../drafting/run-draft.js';
import { timelineProposals } from '../drafting/timeline-proposals.js';
import { startJobs } from '../jobs/start-jobs.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { KeyMoment } from '../kernel/moments.js';
import { blamelessCount } from '../review/blameless-hits.js';
import { peopleOf } from '../review/readiness.js';
import type { Documents } from './wire-documents.js';
import type { Review } from './wire-review.js';
import type { Search } from './wire-search.js';
import type { Stores } from './wire-stores.js';

export type Drafting = ReturnType<typeof wireDrafting>;

/** Drafts as jobs of this process, their suggestions, and the language model where one is configured. */
export function wireDrafting(
  config: Config,
  prompts: Prompts,
  stores: Stores,
  documents: Documents,
  { similarity }: Search,
  { readiness }: Review,
) {
  const { jobs, drafts, suggestions, consents, modelDays } = stores;
  const { store, clock, telemetry, templates, metrics, evidence, questions } = documents;
  const model = modelParts(config, prompts, modelDays, clock, stores.knownNames);
  const runner = startJobs({
    jobs,
    kinds: [
      draftJob({
        ...{ drafts, suggestions, store, templates, clock, metrics, model },
        evidenceOf: evidence.all,
        priorCoesOf: priorCoes(similarity, store),
        wordings: {
          async hitsOf(coe) {
            await questions.learn();
            return readiness.blameless(coe);
          },
          countIn: (coe, text) =>
            blamelessCount(text, coe.content, { questions: questions.of(coe.templateVersion), people: peopleOf(coe) }),
        },
      }),
    ],
    telemetry,
  });
  return {
    ...{ model, runner },
    mayLeave: model === undefined ? undefined : consents.mayLeave,
    timelinePorts: {
      proposalsOf: (coeId: string) => timelineProposals(suggestions, coeId),
      rejectProposals: (coeId: string, moment: KeyMoment, actor: Actor, reason: string | null) =>
        rejectMomentProposals({ suggestions, store, clock }, coeId, moment, actor, reason),
    },
  };
}

function modelParts(
  { model }: Config,
  prompts: Prompts,
  days: ModelUseStore,
  clock: Clock,
  knownNames: ModelParts['knownNames'],
): ModelParts | undefined {
  if (model === undefined) return undefined;
  const { name, window, baseUrl, apiKey, idleSeconds, ...budget } = model;
  return {
    model: openaiModel({ baseUrl, apiKey, model: name, idleSeconds }),
    prompts,
    budget,
    days,
    window,
    now: () => clock.now(),
    knownNames,
  };
}
