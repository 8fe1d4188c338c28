import type { Section } from '../../coe/schema.js';
import { stemOf, wordsOf } from '../words.js';
import { NAME_MARK, SECTION_STRIDE, sectionNumber } from './count-terms.js';
import { positionReader } from './position-list.js';
import { STEMMED } from './segment-writer.js';
import type { PartList, TermLists } from './term-lists.js';
import type { LibraryView } from './view.js';

/**
 * Marks the documents of one part that hold the words of a text one after another (stemmed, so that "connection pools" is found too), in any
 * section or in one.
 */
export function markText(
  view: LibraryView,
  lists: TermLists,
  at: number,
  asked: { text: string; section: Section | null },
  marks: Uint8Array,
): void {
  const words = wordsOf(asked.text, { parts: false }).map(({ exact }) =>
    [stemOf(exact), NAME_MARK + exact].flatMap((term) => lists.get(STEMMED, term).parts[at] ?? []),
  );
  if (words.length === 0 || words.some((forms) => forms.length === 0)) return;
  const part = (view.parts[at] as LibraryView['parts'][number]).part;
  const candidates = documentsWithAll(words, part.segment.size);
  if (words.length === 1 && asked.section === null) {
    for (const document of candidates) marks[document] = 1;
    return;
  }
  const base = asked.section === null ? 0 : sectionNumber(asked.section) * SECTION_STRIDE;
  const end = asked.section === null ? Number.POSITIVE_INFINITY : base + SECTION_STRIDE;
  const placesIn = (forms: readonly PartList[]) => {
    const places = new Map<number, Set<number>>();
    for (const { number, docs } of forms) {
      const reader = positionReader(part.segment.positions(number));
      for (let index = 0; index < docs.length; index++) {
        const document = docs[index] as number;
        if (!candidates.has(document)) {
          reader.skip();
          continue;
        }
        const known = places.get(document) ?? new Set<number>();
        for (const place of reader.next()) if (place >= base && place < end) known.add(place);
        places.set(document, known);
      }
    }
    return places;
  };
  let ends = placesIn(words[0] as PartList[]);
  for (const forms of words.slice(1)) {
    const next = placesIn(forms);
    const going = new Map<number, Set<number>>();
    for (const [document, places] of ends) {
      const after = new Set([...(next.get(document) ?? [])].filter((place) => places.has(place - 1)));
      if (after.size > 0) going.set(document, after);
    }
    ends = going;
  }
  for (const [document, places] of ends) if (places.size > 0) marks[document] = 1;
}

function documentsWithAll(words: readonly (readonly PartList[])[], size: number): Set<number> {
  const counts = new Uint16Array(size);
  words.forEach((forms, index) => {
    for (const { docs } of forms)
      for (const document of docs) if (counts[document] === index) counts[document] = index + 1;
  });
  const all = new Set<number>();
  counts.forEach((count, document) => {
    if (count === words.length) all.add(document);
  });
  return all;
}
