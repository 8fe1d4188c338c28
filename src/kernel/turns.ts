/** Long work on the processor that says where it may pause. */
export type Steps<T> = Generator<void, T>;

/** Things looked at between two places to pause, of work that takes microseconds for each. */
export const STEP = 500;

/**
 * Looks at each thing in its order, with places to pause. The engine leaves its fast code at every pause and takes a while to come back to
 * it in a long loop; a function that is called for each thing stays fast.
 */
export function* eachInTurns<T>(things: readonly T[], look: (thing: T) => void): Steps<void> {
  for (let from = 0; from < things.length; from += STEP) {
    lookAt(things, from, Math.min(from + STEP, things.length), look);
    yield;
  }
}

function lookAt<T>(things: readonly T[], from: number, to: number, look: (thing: T) => void): void {
  for (let i = from; i < to; i++) look(things[i] as T);
}

/** Does the work without pausing. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Longest stretch of work before others get their turn, in milliseconds. */
const TURN_MS = 20;

/** Lets everything else that waits be done first: between two pieces of work that must each be done at once. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does the work in turns with everything else this process has to do. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let begun = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - begun < TURN_MS) continue;
    await turn();
    begun = performance.now();
  }
}
