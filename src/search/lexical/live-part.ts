import type { Segment } from './segment.js';
import type { ColdPlace } from './segment-work.js';
import type { SnapshotEntry } from './snapshot.js';

/** A segment in use: which of its documents still count, and where it is kept. */
export type LivePart = {
  readonly serial: number;
  readonly segment: Segment;
  readonly hot: SharedArrayBuffer;
  readonly place: ColdPlace;
  /** Its place in the snapshot; undefined while it is in memory only. */
  readonly entry: SnapshotEntry | undefined;
  /** One byte a document: 0 once a newer version or an archive has replaced it. */
  readonly alive: Uint8Array;
  living: number;
  /** Being merged: left alone by the next plan. */
  busy: boolean;
};

export const bytesOf = ({ hot, place }: LivePart): number =>
  hot.byteLength + ('memory' in place ? place.memory.byteLength : 0);
