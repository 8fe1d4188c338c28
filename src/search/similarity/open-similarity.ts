import { type CoeFollower, followCoes } from '../../coe/follow-coes.js';
import type { StoredCoe } from '../../coe/model.js';
import { type CoeSubject, subjectOf } from '../../coe/resolve.js';
import type { CoeStore } from '../../coe/store.js';
import type { Clock } from '../../kernel/clock.js';
import { plainServiceNames, type ServiceNames } from '../../kernel/service-names.js';
import type { Telemetry } from '../../kernel/telemetry.js';
import type { Visible } from '../lexical/view.js';
import { type AskThread, type ComparisonThread, comparisonThread } from './ask-thread.js';
import { comparedCoe, evidenceField, happenedAt } from './compared-coe.js';
import type { Grouping } from './grouping.js';
import { keepAnswers } from './keep-answers.js';
import type { PromiseMatch } from './promise-matches.js';
import type { SimilarCoe } from './similar.js';

/** What others ask about COEs that are alike. Every answer holds all writes acknowledged before the question. */
export type Similarity = {
  /**
   * COEs like this one, with reasons; `evidence` speaks for a COE that says little itself.
   * @param fill when some are close, go on with those that are less so, up to the limit: for readers, who see the reasons
   */
  similarTo(
    coe: Pick<StoredCoe, '_id' | 'seq' | 'number' | 'content'>,
    evidence: string,
    limit: number,
    visible: Visible,
    fill?: boolean,
  ): Promise<SimilarCoe[]>;
  /** What earlier COEs promised that answers the problem of this one. */
  promisesFor(coe: StoredCoe, visible: Visible): Promise<PromiseMatch[]>;
  /** Open COEs in groups by the machine, and how the asker sees the library at the same moment. */
  grouped(visible: Visible): Promise<SeenGrouping>;
  /** Words that set each group of COEs apart, from these members alone. */
  labels(groups: readonly (readonly string[])[]): Promise<string[][]>;
  close(): Promise<void>;
};

export type SeenGrouping = Grouping & {
  /** Changes with every change of the library. */
  generation: string;
  /** What the asker may see. */
  seen: ReadonlySet<string>;
  /** Restricted COEs that the asker may see, each with the open COE nearest to it. */
  restricted: ReadonlyMap<string, string>;
  /** RFC 3339 UTC: when the incident of a COE began, or else when the COE was created. */
  datedAt(id: string): string;
};

/** Nobody should wait for the first reading of a large library; but a service that runs for moments needs none. */
const WARM_AFTER_MS = 3_000;

type Running = {
  thread: ComparisonThread;
  /** Asks the thread, or repeats what it said since the last change. */
  ask: AskThread;
  /** To be called at every change. */
  forget(): void;
  follower: CoeFollower;
  subjects: Map<string, CoeSubject>;
  dates: Map<string, string>;
  /** Changes since the start. */
  changes: number;
  /** Every name of a service that was met, with the key that the thread knows. */
  services: Map<string, string | undefined>;
};

/** Opens the comparison in a thread of its own, which begins with the first question or a few seconds after the start. */
export function openSimilarity(
  coes: CoeStore['coes'],
  clock: Clock,
  telemetry: Telemetry,
  names: ServiceNames = plainServiceNames,
): Similarity {
  let running: Running | undefined;
  const started = clock.now().getTime();

  function start(): Running {
    const subjects = new Map<string, CoeSubject>();
    const dates = new Map<string, string>();
    const services: Running['services'] = new Map();
    const meet = (name: string) => services.has(name) || services.set(name, undefined);
    const thread = comparisonThread((error) => {
      running = undefined;
      telemetry.log({ level: 'error', event: 'comparisonEnded', message: String(error) });
    });
    const { ask, forget } = keepAnswers(thread);
    const sink = {
      put(coe: StoredCoe) {
        forget();
        subjects.set(coe._id, subjectOf(coe));
        dates.set(coe._id, happenedAt(coe.content) ?? coe.createdAt);
        state.changes++;
        coe.content.services.forEach(meet);
        thread.put(comparedCoe(coe));
      },
      remove(id: string) {
        forget();
        subjects.delete(id);
        dates.delete(id);
        state.changes++;
        thread.remove(id);
      },
    };
    const follower = followCoes(coes, sink, clock);
    const state: Running = { thread, ask, forget, follower, subjects, dates, changes: 0, services };
    return state;
  }

  async function current(): Promise<Running> {
    running ??= start();
    const { follower } = running;
    await follower.refresh();
    if (!running) return current();
    tellServices(running);
    return running;
  }

  /** The register may have changed since the thread was told. */
  function tellServices({ thread, services, forget }: Running): void {
    const changed = [...services].flatMap(([name, told]) => {
      const key = names.keyOf(name);
      return key === told ? [] : [[name, key] as const];
    });
    for (const [name, key] of changed) services.set(name, key);
    if (changed.length === 0) return;
    forget();
    thread.learnServices(changed);
  }

  const warm = setTimeout(() => {
    current().catch((error: unknown) =>
      telemetry.log({ level: 'warn', event: 'comparisonNotReady', message: String(error) }),
    );
  }, WARM_AFTER_MS);
  warm.unref();

  return {
    async similarTo(coe, evidence, limit, visible, fill = false) {
      const { ask, subjects } = await current();
      const { id, seq: _, number: __, open: ___, happenedAt: ____, ...query } = comparedCoe(coe);
      const fields = evidence === '' ? query.fields : [...query.fields, evidenceField(evidence)];
      return ask('similar', { ...query, fields, excludeId: id, fill }, limit, hiddenFrom(visible, subjects));
    },
    async promisesFor(coe, visible) {
      const { ask, subjects } = await current();
      return ask('promises', comparedCoe(coe), hiddenFrom(visible, subjects));
    },
    async grouped(visible) {
      const { ask, subjects, dates, changes } = await current();
      const hidden = [...subjects].filter(([, { restricted }]) => restricted);
      const listed = hidden.flatMap(([id, subject]) => (visible(subject) ? [id] : []));
      const [found, nearest] = await Promise.all([ask('grouped'), ask('nearest', listed)]);
      const near = listed.flatMap((id, at): [string, string][] => {
        const other = nearest[at];
        return typeof other === 'string' ? [[id, other]] : [];
      });
      return {
        ...found,
        generation: `${started} ${changes}`,
        seen: new Set([...subjects].flatMap(([id, subject]) => (visible(subject) ? [id] : []))),
        restricted: new Map(near),
        datedAt: (id) => dates.get(id) ?? '',
      };
    },
    async labels(groups) {
      const { ask } = await current();
      return ask('labels', groups);
    },
    async close() {
      clearTimeout(warm);
      await running?.thread.close();
    },
  };
}

/** Asked by every page of a COE, of all COEs: one pass without a list for each. */
function hiddenFrom(visible: Visible, subjects: ReadonlyMap<string, CoeSubject>): string[] {
  const hidden: string[] = [];
  for (const [id, subject] of subjects) if (!visible(subject)) hidden.push(id);
  return hidden;
}
