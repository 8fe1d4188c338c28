import type { ServiceNames } from '../../kernel/service-names.js';
import { isStopWord, wordsOf } from '../words.js';
import type { LivePart } from './live-part.js';
import { EXACT } from './segment-writer.js';
import { visibleDocuments } from './term-lists.js';
import { termsWithPrefix } from './term-table.js';
import { type LibraryView, type Visible, viewOf } from './view.js';

/** What the text so far may become; `count` COEs that the asker may see hold the completed word or name. */
export type Suggestion = { text: string; kind: 'word' | 'service' | 'tag' | 'owner'; count: number };

const LEAST_LETTERS = 2;
const MOST_NAMES = 3;

/**
 * Completions of the last word of a query: names of services, tags and owners as filters, and words, most used first. Words that only hidden
 * COEs hold are none, and change neither the order nor the number of the others.
 */
export function suggest(
  parts: readonly LivePart[],
  text: string,
  limit: number,
  visible: Visible,
  services: ServiceNames,
): Suggestion[] {
  const begun = /(\S+)$/.exec(text)?.[1] ?? '';
  const head = text.slice(0, text.length - begun.length);
  const [last, ...more] = wordsOf(begun, { parts: false });
  if (!last || more.length > 0 || last.exact.length < LEAST_LETTERS || last.to < begun.length) return [];
  const lead = head + begun.slice(0, last.from);
  const view = viewOf(parts, visible);
  const names = lead.endsWith(' ') || lead === '' ? namesFrom(view, begun, services).slice(0, MOST_NAMES) : [];
  return [
    ...names.map(({ kind, name, count }): Suggestion => ({ text: `${head}${kind}:${quoted(name)}`, kind, count })),
    ...wordsFrom(view, last.exact, limit).map(
      ({ term, count }): Suggestion => ({ text: lead + term, kind: 'word', count }),
    ),
  ].slice(0, limit);
}

const quoted = (name: string) => (/[\s"()]/.test(name) ? `"${name.replaceAll('"', '')}"` : name);

function wordsFrom(view: LibraryView, prefix: string, limit: number): { term: string; count: number }[] {
  const encoded = new TextEncoder().encode(prefix);
  const known = new Map<string, { most: number; at: [part: number, number: number][] }>();
  view.parts.forEach(({ part: { segment } }, part) => {
    const { terms1, termsAt1 } = segment.columns;
    const [from, to] = termsWithPrefix(terms1, termsAt1, encoded);
    for (let number = from; number < to; number++) {
      const term = segment.termText(EXACT, number);
      const entry = known.get(term) ?? { most: 0, at: [] };
      entry.most += segment.documents(EXACT, number);
      entry.at.push([part, number]);
      known.set(term, entry);
    }
  });
  // Counting what the asker may see costs a read of the list, so it is done from the most frequent down until no other can get in.
  const byMost = [...known].filter(([term]) => !isStopWord(term)).sort(([, a], [, b]) => b.most - a.most);
  const scratch = new Int32Array(Math.max(0, ...view.parts.map(({ part }) => part.segment.size)));
  let best: { term: string; count: number }[] = [];
  for (const [term, { most, at }] of byMost) {
    if (best.length === limit && most < (best.at(-1)?.count ?? 0)) break;
    const count = at.reduce((sum, [part, number]) => sum + visibleDocuments(view, part, EXACT, number, scratch), 0);
    if (count === 0) continue;
    best.push({ term, count });
    best = best.sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1)).slice(0, limit);
  }
  return best;
}

type Name = { kind: 'service' | 'tag' | 'owner'; name: string; count: number };

function namesFrom(view: LibraryView, begun: string, services: ServiceNames): Name[] {
  const counts = new Map<string, Name>();
  const begins = (name: string) => name.toLowerCase().startsWith(begun.toLowerCase());
  const add = (kind: Name['kind'], name: string, count: number) => {
    const key = `${kind}:${name}`;
    const known = counts.get(key) ?? { kind, name, count: 0 };
    known.count += count;
    if (count > 0) counts.set(key, known);
  };
  for (const { part, visible } of view.parts) {
    const { columns, tables } = part.segment;
    for (const [kind, table, at, values] of [
      ['service', tables.services.map(services.nameOf), columns.servicesAt, columns.services],
      ['tag', tables.tags, columns.tagsAt, columns.tags],
    ] as const) {
      const wanted = table.map(begins);
      if (!wanted.includes(true)) continue;
      const found = new Uint32Array(table.length);
      for (let document = 0; document < visible.length; document++)
        if (visible[document])
          for (let index = at[document] as number; index < (at[document + 1] as number); index++)
            (found[values[index] as number] as number)++;
      table.forEach((name, number) => {
        if (wanted[number]) add(kind, name, found[number] as number);
      });
    }
    const owners = tables.owners.map(begins);
    if (!owners.includes(true)) continue;
    const found = new Uint32Array(tables.owners.length + 1);
    for (let document = 0; document < visible.length; document++)
      if (visible[document]) (found[columns.owner[document] as number] as number)++;
    tables.owners.forEach((name, number) => {
      if (owners[number]) add('owner', name, found[number + 1] as number);
    });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
