import { plainServiceKey, type ServiceNames } from '../../kernel/service-names.js';
import { wordsOf } from '../words.js';
import { SEVERITY_CODES, STATUS_CODES } from './columns.js';
import { markText } from './match-text.js';
import type { Atom, Clause, FactAtom, ParsedQuery } from './parse-query.js';
import type { Segment } from './segment.js';
import type { TermLists } from './term-lists.js';
import type { LibraryView, PartView } from './view.js';

/** What a request may ask beside the words; the same facts as `field:value` in a query. */
export type SearchFilter = {
  status?: string | undefined;
  service?: string | undefined;
  severity?: string | undefined;
  /** Created at or after, RFC 3339 UTC or a day. */
  from?: string | undefined;
  /** Created at or before; a day means until its end. */
  to?: string | undefined;
};

const DAY_MS = 86_400_000;

/** For each part, one byte a document: 1 for those that the asker may see and that hold everything the query requires. */
export function eligible(
  view: LibraryView,
  lists: TermLists,
  query: ParsedQuery,
  filter: SearchFilter,
  services: ServiceNames,
): Uint8Array[] {
  return view.parts.map((each, at) => {
    const bytes = each.visible.slice();
    keepByTime(bytes, each, query, filter);
    const facts = (['status', 'service', 'severity'] as const).flatMap((field): Clause[] => {
      const value = filter[field];
      return value === undefined ? [] : [{ any: [{ kind: 'fact', field, value }], required: true, negated: false }];
    });
    for (const clause of [...facts, ...query.clauses]) {
      if (!clause.required && !clause.negated) continue;
      const marks = new Uint8Array(bytes.length);
      for (const atom of clause.any) markAtom(view, lists, at, atom, marks, services);
      const wanted = clause.negated ? 0 : 1;
      for (let document = 0; document < bytes.length; document++) if (marks[document] !== wanted) bytes[document] = 0;
    }
    return bytes;
  });
}

function keepByTime(
  bytes: Uint8Array,
  { part: { segment } }: PartView,
  { after, before }: Pick<ParsedQuery, 'after' | 'before'>,
  { from, to }: SearchFilter,
): void {
  const { createdAt, happenedAt } = segment.columns;
  const earliest = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const latest = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to) + (to.length === 10 ? DAY_MS - 1 : 0);
  const since = after ?? Number.NEGATIVE_INFINITY;
  const until = before ?? Number.POSITIVE_INFINITY;
  if (from === undefined && to === undefined && after === null && before === null) return;
  for (let document = 0; document < bytes.length; document++) {
    const created = createdAt[document] as number;
    const happened = happenedAt[document] as number;
    if (created < earliest || created > latest || happened < since || happened >= until) bytes[document] = 0;
  }
}

function markAtom(
  view: LibraryView,
  lists: TermLists,
  at: number,
  atom: Atom,
  marks: Uint8Array,
  services: ServiceNames,
): void {
  if (atom.kind === 'text') markText(view, lists, at, atom, marks);
  else markFact((view.parts[at] as PartView).part.segment, atom, marks, services);
}

function markFact(
  { columns, tables }: Segment,
  { field, value }: FactAtom,
  marks: Uint8Array,
  services: ServiceNames,
): void {
  if (field === 'status' || field === 'severity') {
    const code = (field === 'status' ? STATUS_CODES : SEVERITY_CODES).indexOf(value);
    columns[field].forEach((each, document) => {
      if (each === code) marks[document] = 1;
    });
  } else if (field === 'owner') {
    const words = wordsOf(value, { parts: false }).map(({ exact }) => exact);
    const holds = (owner: string) => {
      const own = new Set(wordsOf(owner, { parts: false }).map(({ exact }) => exact));
      return words.length > 0 && words.every((word) => own.has(word));
    };
    const wanted = tables.owners.map((owner) => owner === value || holds(owner));
    columns.owner.forEach((owner, document) => {
      if (owner > 0 && wanted[owner - 1]) marks[document] = 1;
    });
  } else {
    const [at, values, table] =
      field === 'service'
        ? [columns.servicesAt, columns.services, tables.services]
        : [columns.tagsAt, columns.tags, tables.tags];
    const keyOf = field === 'service' ? services.keyOf : plainServiceKey;
    const wanted = table.map((name) => keyOf(name) === keyOf(value));
    for (let document = 0; document < marks.length; document++)
      for (let index = at[document] as number; index < (at[document + 1] as number); index++)
        if (wanted[values[index] as number]) marks[document] = 1;
  }
}
