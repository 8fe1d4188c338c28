import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Clock } from '../kernel/clock.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { Telemetry } from '../kernel/telemetry.js';
import { coeIndex } from './coe-index.js';
import { fieldsOf, type SearchField } from './document.js';
import { findCoes, type SearchFilter, type SearchResult, type Visible } from './find-coes.js';
import { followCoes } from './follow-coes.js';
import { plainText } from './plain-text.js';
import { MOST_COMPARED, type SimilarCoe, similarCoes } from './similar-coes.js';

const POLL_MS = 1_000;

export type SimilarText = {
  title: string;
  services: readonly string[];
  tags?: readonly string[];
  /** Markdown or plain: evidence texts, notes. */
  text: string;
  excludeId: string | null;
};

/** The port of this room: what others ask of search, whatever engine answers. Every answer holds all writes acknowledged before the question. */
export type SearchIndex = {
  search(
    query: { words: string; filter: SearchFilter; limit: number; after?: [number, number] | undefined },
    visible: Visible,
  ): Promise<SearchResult>;
  /** COEs like this one; `evidence` helps while the COE says little itself. */
  similarToCoe(coe: StoredCoe, evidence: string, limit: number, visible: Visible): Promise<SimilarCoe[]>;
  /** COEs like a text with services: what a drafter asks for a COE that has only evidence. */
  similarTo(query: SimilarText, limit: number, visible: Visible): Promise<SimilarCoe[]>;
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
  const follower = followCoes(coes, index, clock);
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
    async similarToCoe(coe, evidence, limit, visible) {
      await follower.refresh();
      const { title, services, tags } = coe.content;
      const own = fieldsOf(coe.content).filter(({ section }) => !['title', 'services', 'tags'].includes(section));
      const fields = [...own, textField(evidence)];
      return similarCoes(index, { title, services, tags, fields, excludeId: coe._id }, limit, visible);
    },
    async similarTo({ title, services, tags = [], text, excludeId }, limit, visible) {
      await follower.refresh();
      const fields = [textField(text)];
      return similarCoes(index, { title, services, tags, fields, excludeId }, limit, visible);
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

/** Cut before it is read: a log import may hold a million lines. */
function textField(text: string): SearchField {
  return { section: 'background', text: plainText(text.slice(0, MOST_COMPARED)), names: false };
}
