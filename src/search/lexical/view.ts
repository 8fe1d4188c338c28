import type { LivePart } from './live-part.js';
import type { AccessSubject } from './segment-writer.js';

/** Decides on one COE for one asker; the same rule as reading it (`canSee`). It must depend on the subject alone. */
export type Visible = (subject: AccessSubject) => boolean;

/** One part as one asker sees it: a byte a document, 1 for those that exist for them. Everything counted or ranked goes through it. */
export type PartView = { part: LivePart; visible: Uint8Array };

export type LibraryView = {
  parts: PartView[];
  /** COEs that the asker may see. */
  documents: number;
  /** Mean weighted length of their fields; 1 when there are none. */
  meanLength: readonly [stemmed: number, exact: number];
};

export function viewOf(parts: readonly LivePart[], visible: Visible): LibraryView {
  let documents = 0;
  let stemmed = 0;
  let exact = 0;
  const views = parts.map((part): PartView => {
    const { subject, stemLength, exactLength } = part.segment.columns;
    // Many COEs share a subject; the rule is asked once for each.
    const allowed = Uint8Array.from(part.segment.tables.subjects, (each) => (visible(each) ? 1 : 0));
    const bytes = new Uint8Array(part.segment.size);
    for (let document = 0; document < bytes.length; document++) {
      if (part.alive[document] === 0 || allowed[subject[document] as number] === 0) continue;
      bytes[document] = 1;
      documents++;
      stemmed += stemLength[document] as number;
      exact += exactLength[document] as number;
    }
    return { part, visible: bytes };
  });
  return { parts: views, documents, meanLength: [stemmed / documents || 1, exact / documents || 1] };
}
