/**
 * The places of the `most` greatest scores above `least`, greatest first, equal ones in order of place. One pass: of ten thousand scores nearly
 * all are turned away by one comparison.
 */
export function topSlots(
  scores: Float32Array,
  most: number,
  least: number,
  usable: (slot: number) => boolean = () => true,
): number[] {
  const kept: number[] = [];
  let floor = least;
  for (let slot = 0; slot < scores.length; slot++) {
    const score = scores[slot] as number;
    if (score <= floor || !usable(slot)) continue;
    let at = kept.length;
    while (at > 0 && (scores[kept[at - 1] as number] as number) < score) at--;
    kept.splice(at, 0, slot);
    if (kept.length <= most) continue;
    kept.pop();
    floor = scores[kept.at(-1) as number] as number;
  }
  return kept;
}
