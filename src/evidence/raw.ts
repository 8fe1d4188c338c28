/** A record that could not be read, where it stood in its file; it is reported and the rest goes on. */
export class Broken {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Longest single record, in characters; more is no event but a dump, and would have to be held in memory. */
export const MAX_RECORD_CHARACTERS = 4_000_000;
