import type { StoredEvidenceItem } from '../evidence/item.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import { atOnce, STEP, type Steps } from '../kernel/turns.js';
import type { TimelineDraft } from './draft.js';
import { kindContext, kindOf } from './entry-kind.js';
import type { TimelineEvent } from './event.js';
import { type Finding, MOST_CANDIDATES } from './finding.js';
import { type FoldContext, foldReason, mostWorth, TALK_MS } from './fold.js';
import { findGaps } from './gaps.js';
import { type Idle, idleTalk } from './idle-talk.js';
import { lastChangeBefore } from './impact-start.js';
import { type Incident, mainIncident } from './incident.js';
import { draftMoments, type Findings, findKeyMoments } from './key-moments.js';
import { entryOf, inOrder } from './propose.js';
import { type ReadEpisode, type ReadEvent, readEvent } from './read-event.js';
import { phraseReader, type Reading } from './read-phrases.js';
import { type ShapeOf, shapes } from './shape.js';
import { type Sifted, siftEvidence } from './sift.js';
import { joinStorms, type Proposed } from './storms.js';
import { usualWords } from './usual-words.js';
import { warningsOf } from './warnings.js';

const LOWER_RANKED = 'less telling than the entries proposed';

/**
 * Drafts a timeline by rules alone (`drafting.md`, Key moments): evidence is ordered, the same event through several channels joined,
 * flaps collapsed, key moments found with their candidates, and what says nothing about the incident folded with a reason. Pure and
 * deterministic: the result depends on what the items say, never on their ids or on the order they came in. Every item ends up in an
 * entry or in `folded`.
 */
export function draftTimeline(items: readonly StoredEvidenceItem[]): TimelineDraft {
  return atOnce(timelineSteps(items));
}

/** The same work with places to pause: a hundred thousand items take seconds, and others wait for this process too. */
export function* timelineSteps(items: readonly StoredEvidenceItem[]): Steps<TimelineDraft> {
  const shapeOf = shapes();
  const sifted = yield* siftEvidence(items, shapeOf);
  const { events, episodes } = yield* readAll(sifted, shapeOf);
  const idle = yield* idleTalk(events);
  yield;
  const heard = events.filter((event) => !idle.has(event));
  const incident = mainIncident(heard, episodes);
  yield;
  const inside = heard.filter((event) => isInside(event, incident));
  const findings = yield* findKeyMoments(
    inside,
    episodes.filter((episode) => overlaps(episode, incident)),
  );
  yield;
  const keyMoments = draftMoments(findings);
  const context = yield* foldContext(findings, { events, episodes, incident, idle });
  yield;
  const proposed = yield* propose(events, heard, findings, context, sifted.folded);
  yield;
  const sure = new Map(
    KEY_MOMENTS.map((name) => [keyMoments[name].at === null ? undefined : findings[name][0]?.events[0], name]),
  );
  const entries = inOrder(proposed).map((one) => entryOf(one, sure.get(one.event) ?? null));
  yield;
  const folded = [...sifted.folded].map(([reason, some]) => ({
    reason,
    count: some.length,
    evidenceIds: some.map((item) => item.id),
  }));
  const from = Math.min(context.begun, entries[0]?.at.getTime() ?? context.begun);
  return {
    entries,
    keyMoments,
    gaps: findGaps(entries, findings.impactStart[0]?.at ?? findings.detected[0]?.at ?? from, context.ended),
    folded: folded.sort((a, b) => (a.reason < b.reason ? -1 : 1)),
    warnings: warningsOf(items, sifted, incident, keyMoments),
  };
}

/** Words that order a machine about are not read for what they say. */
const unread = (): Reading => new Map();

/** Reads the words of every event once; episodes then point at the read events. */
function* readAll(sifted: Sifted, shapeOf: ShapeOf): Steps<{ events: ReadEvent[]; episodes: ReadEpisode[] }> {
  const read = phraseReader(shapeOf);
  const byEvent = new Map<TimelineEvent, ReadEvent>();
  for (const event of sifted.events) {
    const ordersAbout = event.items.some((item) => sifted.hostile.has(item));
    byEvent.set(event, readEvent(event, ordersAbout ? unread : read));
    if (byEvent.size % STEP === 0) yield;
  }
  const episodes = sifted.episodes.map((episode) => ({
    fingerprint: episode.fingerprint,
    from: episode.from,
    end: episode.end,
    fired: episode.fired,
    firing: (episode.firing && byEvent.get(episode.firing)) ?? null,
    recovery: (episode.recovery && byEvent.get(episode.recovery)) ?? null,
  }));
  return { events: [...byEvent.values()], episodes };
}

const isInside = (event: ReadEvent, incident: Incident): boolean =>
  event.at >= incident.from && event.at <= incident.to;
const overlaps = (episode: ReadEpisode, incident: Incident): boolean =>
  episode.from <= incident.to && (episode.end ?? Number.POSITIVE_INFINITY) >= incident.from;

type Read = {
  events: readonly ReadEvent[];
  episodes: readonly ReadEpisode[];
  incident: Incident;
  idle: ReadonlyMap<ReadEvent, Idle>;
};

function* foldContext(findings: Findings, { events, episodes, incident, idle }: Read): Steps<FoldContext> {
  const first = events[0]?.at ?? 0;
  const starts = [findings.impactStart[0]?.at, findings.impactStart[0]?.from, findings.detected[0]?.at];
  const begun = Math.min(...starts.filter((at) => at != null), Number.POSITIVE_INFINITY);
  const resolved = findings.resolved[0]?.at ?? null;
  const from = Number.isFinite(begun) ? begun : first;
  // A change that only may have begun it says nothing about the talk before it.
  const firm = findings.impactStart[0]?.at ?? findings.detected[0]?.at ?? from;
  const to = resolved ?? Math.min(incident.to, events.at(-1)?.at ?? first);
  return {
    incident,
    begun: from,
    ended: to,
    idle,
    usual: yield* usualWords(events, from - TALK_MS, to + TALK_MS),
    talkFrom: Math.min(from, firm - TALK_MS),
    cited: new Set(KEY_MOMENTS.flatMap((name) => telling(name, findings[name]).flatMap((finding) => finding.events))),
    lasting: lastingAlarms(episodes, findings, from),
  };
}

/** Labels of which many alarms have the same value. */
const EVERYWHERE =
  /^(?:alertname|severity|priority|receiver|job|team|env(?:ironment)?|region|account|cluster|namespace|prometheus|monitor)$/i;

/** Alarms still open at `begun` (epoch ms) at a place that an alarm of the incident names too: "disk almost full" before "down". */
function lastingAlarms(
  episodes: readonly ReadEpisode[],
  findings: Findings,
  begun: number,
): (event: ReadEvent) => boolean {
  const placesOf = (event: ReadEvent): string[] =>
    Object.entries(event.lead.dimensions).flatMap(([label, value]) => (EVERYWHERE.test(label) ? [] : [value]));
  const detected = findings.detected.slice(0, MOST_CANDIDATES).flatMap((finding) => finding.events);
  const places = new Set(detected.flatMap(placesOf));
  if (places.size === 0) return () => false;
  const open = new Set<ReadEvent>();
  for (const { firing, from, end } of episodes)
    if (firing !== null && from < begun && (end === null || end >= begun)) open.add(firing);
  return (event) => open.has(event) && placesOf(event).some((place) => places.has(place));
}

/** Who else looked into it after the acknowledgement has to earn a place; a later ending than the first always matters. */
function telling(name: KeyMoment, found: readonly Finding[]): readonly Finding[] {
  return found.slice(0, name === 'engaged' && found[0]?.sure === true ? 1 : MOST_CANDIDATES);
}

function* propose(
  events: readonly ReadEvent[],
  heard: readonly ReadEvent[],
  findings: Findings,
  context: FoldContext,
  folded: Map<string, StoredEvidenceItem[]>,
): Steps<Proposed[]> {
  const fold = (reason: string, { items }: ReadEvent): void => {
    const known = folded.get(reason);
    if (known === undefined) folded.set(reason, [...items]);
    else for (const item of items) known.push(item);
  };
  const begunAt = findings.impactStart[0]?.at ?? findings.detected[0]?.at ?? null;
  const kinds = kindContext(findings, begunAt === null ? undefined : lastChangeBefore(heard, begunAt));
  const candidates: Proposed[] = [];
  let looked = 0;
  yield;
  for (const event of events) {
    if (++looked % STEP === 0) yield;
    const reason = foldReason(event, context);
    if (reason === null) candidates.push({ event, kinded: kindOf(event, kinds) });
    else fold(reason, event);
  }
  yield;
  const joined = yield* joinStorms(candidates, (event) => context.cited.has(event));
  yield;
  const kept = mostWorth(joined, context);
  for (const one of joined) if (!kept.has(one)) fold(LOWER_RANKED, one.event);
  return joined.filter((one) => kept.has(one));
}
