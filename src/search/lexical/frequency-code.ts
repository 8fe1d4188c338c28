/**
 * Weighted occurrences of a term in a document as one byte: tenths up to 16, then steps of 6 percent up to about 4,000. BM25 saturates far
 * below, so the rounding moves a score by less than a hundredth.
 */
const FINE = 160;
const STEP = Math.log(1.06);

export function frequencyCode(occurrences: number): number {
  if (occurrences <= FINE / 10) return Math.max(1, Math.round(occurrences * 10));
  return Math.min(255, FINE + Math.round(Math.log(occurrences / (FINE / 10)) / STEP));
}

/** What each code stands for. */
export const FREQUENCIES = Float64Array.from({ length: 256 }, (_, code) =>
  code <= FINE ? code / 10 : (FINE / 10) * Math.exp((code - FINE) * STEP),
);
