import type { CoeStore } from '../coe/store.js';
import type { Clock } from '../kernel/clock.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { Telemetry } from '../kernel/telemetry.js';
import { coeIndex } from './coe-index.js';
import { documentOf } from './document.js';
import { findCoes, type SearchFilter, type SearchResult, type Visible } from './find-coes.js';
import { followCoes } from './follow-coes.js';

const POLL_MS = 1_000;

/** The port of this room: what others ask of search, whatever engine answers. Every answer holds all writes acknowledged before the question. */
export type SearchIndex = {
  search(
    query: { words: string; filter: SearchFilter; limit: number; after?: [number, number] | undefined },
    visible: Visible,
  ): Promise<SearchResult>;
  refresh(): Promise<void>;
  /** Whether the whole library has been read once. */
  ready(): boolean;
  /** Stops following the database. */
  close(): Promise<void>;
};

/** Opens the index in memory and follows the database: read once in the background, then polled each second and before each question. */
export function openSearchIndex(
  coes: CoeStore['coes'],
  clock: Clock,
  telemetry: Telemetry,
  services?: ServiceNames,
): SearchIndex {
  const index = coeIndex(services);
  const follower = followCoes(
    coes,
    { put: (coe) => index.put(documentOf(coe)), remove: (id) => index.remove(id) },
    clock,
  );
  let failing = false;
  let polling: Promise<void> = Promise.resolve();
  const poll = () => {
    polling = follower.refresh().then(
      () => {
        if (failing) telemetry.log({ event: 'searchFollowsAgain', coes: index.size() });
        failing = false;
      },
      (error: unknown) => {
        if (!failing) telemetry.log({ event: 'searchCannotFollow', message: String(error) });
        failing = true;
      },
    );
    return polling;
  };
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const again = () => {
    if (closed) return;
    timer = setTimeout(() => void poll().then(again), POLL_MS);
    timer.unref();
  };
  void poll().then(again);

  return {
    async search(query, visible) {
      await follower.refresh();
      return findCoes(index, query, visible);
    },
    refresh: () => follower.refresh(),
    ready: () => follower.ready(),
    async close() {
      closed = true;
      clearTimeout(timer);
      await polling;
    },
  };
}
