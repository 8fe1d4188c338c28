import type { StoredCoe } from '../../coe/model.js';
import { type CoeSubject, subjectOf } from '../../coe/resolve.js';
import type { CoeStore } from '../../coe/store.js';
import type { Clock } from '../../kernel/clock.js';
import { plainServiceNames, type ServiceNames } from '../../kernel/service-names.js';
import type { Telemetry } from '../../kernel/telemetry.js';
import { type CoeFollower, followCoes } from '../follow-coes.js';
import type { Visible } from '../lexical/view.js';
import { type ComparisonThread, comparisonThread } from './ask-thread.js';
import { comparedCoe, evidenceField } from './compared-coe.js';
import type { PromiseMatch } from './promise-matches.js';
import type { SimilarCoe } from './similar.js';

/** What others ask about COEs that are alike. Every answer holds all writes acknowledged before the question. */
export type Similarity = {
  /** COEs like this one, with reasons; `evidence` speaks for a COE that says little itself. */
  similarTo(coe: StoredCoe, evidence: string, limit: number, visible: Visible): Promise<SimilarCoe[]>;
  /** What earlier COEs promised that answers the problem of this one. */
  promisesFor(coe: StoredCoe, visible: Visible): Promise<PromiseMatch[]>;
  close(): Promise<void>;
};

/** Nobody should wait for the first reading of a large library; but a service that runs for moments needs none. */
const WARM_AFTER_MS = 3_000;

type Running = {
  thread: ComparisonThread;
  follower: CoeFollower;
  subjects: Map<string, CoeSubject>;
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

  function start(): Running {
    const subjects = new Map<string, CoeSubject>();
    const services: Running['services'] = new Map();
    const meet = (name: string) => services.has(name) || services.set(name, undefined);
    const thread = comparisonThread((error) => {
      running = undefined;
      telemetry.log({ level: 'error', event: 'comparisonEnded', message: String(error) });
    });
    const sink = {
      put(coe: StoredCoe) {
        subjects.set(coe._id, subjectOf(coe));
        coe.content.services.forEach(meet);
        thread.put(comparedCoe(coe));
      },
      remove(id: string) {
        subjects.delete(id);
        thread.remove(id);
      },
    };
    return { thread, follower: followCoes(coes, sink, clock), subjects, services };
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
  function tellServices({ thread, services }: Running): void {
    const changed = [...services].flatMap(([name, told]) => {
      const key = names.keyOf(name);
      return key === told ? [] : [[name, key] as const];
    });
    for (const [name, key] of changed) services.set(name, key);
    if (changed.length > 0) thread.learnServices(changed);
  }

  const warm = setTimeout(() => {
    current().catch((error: unknown) =>
      telemetry.log({ level: 'warn', event: 'comparisonNotReady', message: String(error) }),
    );
  }, WARM_AFTER_MS);
  warm.unref();

  return {
    async similarTo(coe, evidence, limit, visible) {
      const { thread, subjects } = await current();
      const { id, seq: _, number: __, open: ___, happenedAt: ____, ...query } = comparedCoe(coe);
      const fields = evidence === '' ? query.fields : [...query.fields, evidenceField(evidence)];
      return thread.ask('similar', { ...query, fields, excludeId: id }, limit, hiddenFrom(visible, subjects));
    },
    async promisesFor(coe, visible) {
      const { thread, subjects } = await current();
      return thread.ask('promises', comparedCoe(coe), hiddenFrom(visible, subjects));
    },
    async close() {
      clearTimeout(warm);
      await running?.thread.close();
    },
  };
}

function hiddenFrom(visible: Visible, subjects: ReadonlyMap<string, CoeSubject>): string[] {
  return [...subjects].flatMap(([id, subject]) => (visible(subject) ? [] : [id]));
}
