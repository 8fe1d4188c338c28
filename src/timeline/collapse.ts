import { STEP, type Steps } from '../kernel/turns.js';
import type { TimelineEvent } from './event.js';
import { signalOf } from './signal.js';

/** `drafting.md`, Key moments: episodes merge when the OK gap is at most 15 minutes; the same state within 60 s is a duplicate. */
const FLAP_GAP_MS = 15 * 60_000;
export const DUPLICATE_MS = 60_000;

/** One stretch of one alarm, from its first firing to the OK that lasted. `end` is null while it is open. */
export type Episode = {
  fingerprint: string;
  /** Null when the evidence holds only the recovery. */
  firing: TimelineEvent | null;
  recovery: TimelineEvent | null;
  from: number;
  end: number | null;
  /** How often it went to firing. */
  fired: number;
};

export type Collapsed = {
  /** Signals turned into at most two events an episode; everything else as it came. */
  events: TimelineEvent[];
  episodes: Episode[];
  /** "No data" transitions outside any episode: they say nothing about the incident. */
  noData: TimelineEvent[];
};

/** Collapses flaps and repeats of alarms and pages into episodes. @param events in order of time. */
export function* collapseEpisodes(events: readonly TimelineEvent[]): Steps<Collapsed> {
  const rootOf = joinFingerprints(events);
  yield;
  const runs = new Map<string, EpisodeRun>();
  const others: TimelineEvent[] = [];
  let looked = 0;
  for (const event of events) {
    if (++looked % STEP === 0) yield;
    if (event.signal === null) {
      others.push(event);
      continue;
    }
    const fingerprint = rootOf(event.signal.fingerprint);
    const run = runs.get(fingerprint) ?? new EpisodeRun(fingerprint);
    runs.set(fingerprint, run);
    run.add(event);
  }
  yield;
  const episodes = [...runs.values()].flatMap((run) => run.episodes);
  const signals = episodes.flatMap((episode) => [episode.firing, episode.recovery].filter((event) => event !== null));
  yield;
  return {
    events: [...others, ...signals].sort((a, b) => a.at - b.at),
    episodes: episodes.sort((a, b) => a.from - b.from || (a.fingerprint < b.fingerprint ? -1 : 1)),
    noData: [...runs.values()].flatMap((run) => run.noData),
  };
}

/** Fingerprints that one event was told under are one alarm: its start may come through one channel and its end through another. */
function joinFingerprints(events: readonly TimelineEvent[]): (fingerprint: string) => string {
  const parent = new Map<string, string>();
  const rootOf = (fingerprint: string): string => {
    let root = fingerprint;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    return root;
  };
  for (const event of events) {
    if (event.items.length < 2 || event.signal === null) continue;
    for (const item of event.items) {
      const fingerprint = signalOf(item)?.fingerprint;
      // A page keeps its own episode although its opening repeats an alarm: people close it at another time.
      if (fingerprint === undefined || item.kind === 'page') continue;
      const [first = '', second = ''] = [rootOf(event.signal.fingerprint), rootOf(fingerprint)].sort();
      if (first !== second) parent.set(second, first);
    }
  }
  return rootOf;
}

/** The state machine of one alarm. */
class EpisodeRun {
  readonly episodes: Episode[] = [];
  readonly noData: TimelineEvent[] = [];
  readonly fingerprint: string;
  #current: Episode | null = null;
  #lastState: 'firing' | 'ok' | null = null;
  #lastAt = 0;

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint;
  }

  add(event: TimelineEvent): void {
    const state = event.signal?.state;
    if (state === 'firing') this.#fire(event);
    else if (state === 'ok') this.#recover(event);
    else if (this.#current?.firing && this.#lastState === 'firing') take(this.#current.firing, event);
    else this.noData.push(event);
  }

  #fire(event: TimelineEvent): void {
    const current = this.#current;
    const repeated = this.#lastState === 'firing' || event.at - this.#lastAt <= FLAP_GAP_MS;
    if (current?.firing && repeated) {
      if (this.#lastState === 'ok') {
        current.fired += 1;
        // The OK in between was not the end; it stays with the episode as evidence of the flap.
        if (current.recovery) take(current.firing, current.recovery);
        current.recovery = null;
        current.end = null;
      }
      take(current.firing, event);
    } else {
      this.#open({ firing: event, recovery: null, from: event.at, end: null, fired: 1 });
    }
    this.#seen('firing', event.at);
  }

  #recover(event: TimelineEvent): void {
    const current = this.#current;
    if (current === null || (this.#lastState === 'ok' && event.at - this.#lastAt > DUPLICATE_MS)) {
      this.#open({ firing: null, recovery: event, from: event.at, end: event.at, fired: 0 });
    } else if (this.#lastState === 'ok' && current.recovery) {
      take(current.recovery, event);
    } else {
      current.recovery = event;
      current.end = event.at;
      if (current.firing && current.fired > 1) current.firing.end = event.at;
    }
    this.#seen('ok', event.at);
  }

  #open(episode: Omit<Episode, 'fingerprint'>): void {
    this.#current = { fingerprint: this.fingerprint, ...episode };
    this.episodes.push(this.#current);
  }

  #seen(state: 'firing' | 'ok', at: number): void {
    this.#lastState = state;
    this.#lastAt = at;
  }
}

/** Gives an event's items to another, which keeps its own time and words. */
export function take(into: TimelineEvent, event: TimelineEvent): void {
  for (const item of event.items) into.items.push(item);
}
