import type { FieldNumber } from './segment-writer.js';
import type { LibraryView } from './view.js';

/** A term in one part: the documents that hold it, ascending, and their frequency codes beside them. */
export type PartList = { number: number; docs: Int32Array; codes: Uint8Array; top: number };
export type TermList = {
  /** How many COEs that the asker may see hold the term. */
  documents: number;
  /** One a part of the view. */
  parts: readonly (PartList | undefined)[];
};

/** Reads each term once for a query. Frequencies are counted over what the asker may see, so that no score tells of the rest. */
export type TermLists = { get(field: FieldNumber, term: string): TermList };

export function termLists(view: LibraryView): TermLists {
  const known = new Map<string, TermList>();
  return {
    get(field, term) {
      const key = `${field}${term}`;
      const list = known.get(key) ?? read(view, field, term);
      known.set(key, list);
      return list;
    },
  };
}

function read(view: LibraryView, field: FieldNumber, term: string): TermList {
  let documents = 0;
  const parts = view.parts.map(({ part: { segment }, visible }): PartList | undefined => {
    const number = segment.find(field, term);
    if (number < 0) return undefined;
    const docs = new Int32Array(segment.documents(field, number));
    segment.readDocuments(field, number, docs);
    for (let at = 0; at < docs.length; at++) documents += visible[docs[at] as number] as number;
    return { number, docs, codes: segment.codes(field, number), top: segment.top(field, number) };
  });
  return { documents, parts };
}

/** How many visible COEs hold a term of one part's dictionary, counted in that part alone. */
export function visibleDocuments(
  view: LibraryView,
  at: number,
  field: FieldNumber,
  number: number,
  scratch: Int32Array,
): number {
  const { part, visible } = view.parts[at] as LibraryView['parts'][number];
  const length = part.segment.readDocuments(field, number, scratch);
  let documents = 0;
  for (let index = 0; index < length; index++) documents += visible[scratch[index] as number] as number;
  return documents;
}
