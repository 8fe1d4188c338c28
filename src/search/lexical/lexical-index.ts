import type { CoeStore } from '../../coe/store.js';
import type { Clock } from '../../kernel/clock.js';
import type { ServiceNames } from '../../kernel/service-names.js';
import type { Telemetry } from '../../kernel/telemetry.js';
import { ColdDamaged } from './cold.js';
import { findCoes, type SearchQuery, type SearchResult } from './find.js';
import { follow } from './follow.js';
import { openLibrary } from './library.js';
import { snapshotIn } from './snapshot.js';
import { type Suggestion, suggest } from './suggest.js';
import type { Visible } from './view.js';

const POLL_MS = 1_000;

/**
 * The port of search by words, whatever engine answers. Every answer holds all writes acknowledged before the question.
 * @throws when the database does not answer: an answer that may lack a write, or show what has been restricted since, is none
 */
export type LexicalIndex = {
  search(query: SearchQuery, visible: Visible): Promise<SearchResult>;
  /** What the text so far may become, most used first. */
  suggest(text: string, limit: number, visible: Visible): Promise<Suggestion[]>;
  refresh(): Promise<void>;
  /** Whether everything has been compared with the database once. */
  ready(): boolean;
  size(): number;
  /** Resolves when no segment waits to be merged or saved. */
  settled(): Promise<void>;
  /** Stops following the database. */
  close(): Promise<void>;
};

/** Opens the snapshot in `folder` (undefined: none is kept) and follows the database: polled each second, and before each question. */
export function openLexicalIndex(
  coes: CoeStore['coes'],
  parts: { clock: Clock; telemetry: Telemetry; services: ServiceNames; folder: string | undefined },
): LexicalIndex {
  const { clock, telemetry, services, folder } = parts;
  const library = openLibrary(folder === undefined ? undefined : snapshotIn(folder), telemetry.log);
  const follower = follow(coes, library, clock);
  let failing = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();

  async function poll(): Promise<void> {
    try {
      await follower.refresh();
      if (failing) telemetry.log({ event: 'searchFollowsAgain', coes: library.size() });
      failing = false;
    } catch (error) {
      if (!failing && !closed) telemetry.log({ event: 'searchCannotFollow', message: String(error) });
      failing = true;
    }
    if (closed) return;
    timer = setTimeout(() => {
      polling = poll();
    }, POLL_MS);
    timer.unref();
  }
  polling = poll();

  /** What is damaged on disk is given up, read again from the database, and asked again. */
  async function answer<T>(ask: () => Promise<T>): Promise<T> {
    await follower.refresh();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ColdDamaged)) throw error;
      telemetry.log({ event: 'searchSnapshotDamaged', message: error.message });
      for (const part of library.parts()) if (part.entry) library.discard(part);
      await follower.refresh();
      return ask();
    }
  }

  return {
    search: (query, visible) => answer(() => findCoes(library.parts(), query, visible, services)),
    suggest: (text, limit, visible) => answer(async () => suggest(library.parts(), text, limit, visible, services)),
    refresh: () => follower.refresh(),
    ready: () => follower.ready(),
    size: () => library.size(),
    settled: () => library.settled(),
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = polling.catch(() => undefined);
      await library.close();
      await last;
    },
  };
}
