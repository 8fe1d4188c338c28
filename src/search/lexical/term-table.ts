/** Terms one after another, ascending by their UTF-8 bytes; `at` says where each begins, with one entry more for the end. */
type Offsets = ArrayLike<number>;

/** @returns the term's number, or −1 − where it would stand */
export function findTerm(bytes: Uint8Array, at: Offsets, wanted: Uint8Array): number {
  let low = 0;
  let high = at.length - 2;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareTerm(bytes, at, middle, wanted);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1 - low;
}

function compareTerm(bytes: Uint8Array, at: Offsets, number: number, wanted: Uint8Array): number {
  const start = at[number] as number;
  const length = (at[number + 1] as number) - start;
  const least = Math.min(length, wanted.length);
  for (let index = 0; index < least; index++) {
    const difference = (bytes[start + index] as number) - (wanted[index] as number);
    if (difference !== 0) return difference;
  }
  return length - wanted.length;
}

/** The numbers of the terms that begin with a prefix: from, to (exclusive). */
export function termsWithPrefix(bytes: Uint8Array, at: Offsets, prefix: Uint8Array): [number, number] {
  const first = findTerm(bytes, at, prefix);
  const from = first < 0 ? -1 - first : first;
  // 0xFF occurs in no UTF-8 text, so this stands after everything that begins with the prefix.
  const after = findTerm(bytes, at, Uint8Array.from([...prefix, 0xff]));
  return [from, -1 - after];
}
