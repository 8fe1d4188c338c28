import { type Lens, type LensPillar, MAX_LENS_BYTES, MAX_PILLARS, MAX_QUESTIONS, MAX_TITLE } from './lens.js';
import { shortened } from './lens-question.js';

/** A template without the limits of a lens: more pillars, more questions, more bytes. */
export type WideLens = Lens;

/**
 * The lenses that hold a template, in order; one when it fits. A pillar with too many questions goes on under the same name with a number, and a
 * pillar that does not fit any more begins the next lens. No question is lost, none is there twice. (A question alone is far below 500 KB: its
 * texts are capped.)
 */
export function splitLens(wide: WideLens): Lens[] {
  const rooms: LensPillar[][] = [[]];
  let [pillars, bytes] = [rooms[0] as LensPillar[], sizeOf({ ...wide, pillars: [] })];
  const empty = bytes;
  for (const pillar of wide.pillars.flatMap(inPieces)) {
    const size = sizeOf(pillar) + 1;
    if (pillars.length === MAX_PILLARS || (pillars.length > 0 && bytes + size > MAX_LENS_BYTES - SPARE)) {
      pillars = [];
      bytes = empty;
      rooms.push(pillars);
    }
    pillars.push(pillar);
    bytes += size;
  }
  if (rooms.length === 1) return [{ ...wide, pillars }];
  return rooms.map((each, at) => {
    const part = ` (${at + 1} of ${rooms.length})`;
    return { ...wide, name: `${shortened(wide.name, MAX_TITLE - part.length)}${part}`, pillars: each };
  });
}

/** For the number of the part in the name. */
const SPARE = 100;
/** A piece of a pillar stays well below the size of a lens. */
const MAX_PIECE = MAX_LENS_BYTES / 2;

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function inPieces(pillar: LensPillar): LensPillar[] {
  const pieces: LensPillar['questions'][] = [];
  let bytes = 0;
  for (const question of pillar.questions) {
    const size = sizeOf(question);
    const last = pieces.at(-1);
    if (last === undefined || last.length === MAX_QUESTIONS || bytes + size > MAX_PIECE) {
      pieces.push([question]);
      bytes = size;
    } else {
      last.push(question);
      bytes += size;
    }
  }
  return pieces.map((questions, at) =>
    at === 0
      ? { ...pillar, questions }
      : {
          ...pillar,
          id: `${pillar.id.slice(0, 120)}_${at + 1}`,
          name: `${shortened(pillar.name, MAX_TITLE - 6)} (${at + 1})`,
          questions,
        },
  );
}
