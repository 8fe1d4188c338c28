/** The time source; swapped in tests only. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
