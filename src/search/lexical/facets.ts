import type { ServiceNames } from '../../kernel/service-names.js';
import { SEVERITY_CODES, STATUS_CODES } from './columns.js';
import type { Segment } from './segment.js';
import type { LibraryView } from './view.js';

export type FacetCount = { value: string; count: number };
/** How many of the COEs found hold each value; a month is of when it happened, newest first, the others are most frequent first. */
export type Facets = {
  status: FacetCount[];
  service: FacetCount[];
  severity: FacetCount[];
  tag: FacetCount[];
  owner: FacetCount[];
  month: FacetCount[];
};

/** Services are many; a facet list is for choosing from. */
const MOST_VALUES = 50;

/** @param services under whose names services are counted, each once a COE */
export function facetsOf(view: LibraryView, matched: readonly Uint8Array[], services: ServiceNames): Facets {
  const counts = {
    status: new Map<string, number>(),
    service: new Map<string, number>(),
    severity: new Map<string, number>(),
    tag: new Map<string, number>(),
    owner: new Map<string, number>(),
    month: new Map<string, number>(),
  };
  view.parts.forEach(({ part: { segment } }, at) => {
    const { columns, tables } = segment;
    const found = matched[at] as Uint8Array;
    const status = new Uint32Array(STATUS_CODES.length);
    const severity = new Uint32Array(SEVERITY_CODES.length);
    const owner = new Uint32Array(tables.owners.length + 1);
    const called = tables.services.map(services.nameOf);
    // The first spelling of each service stands for all of them.
    const numbers = new Map([...called.entries()].reverse().map(([number, name]) => [name, number]));
    const first = called.map((name) => numbers.get(name) as number);
    const service = new Uint32Array(tables.services.length);
    const countedIn = new Int32Array(tables.services.length).fill(-1);
    const tag = new Uint32Array(tables.tags.length);
    const months = monthsOf(segment);
    const month = new Uint32Array(months.names.length);
    for (let document = 0; document < found.length; document++) {
      if (found[document] === 0) continue;
      (status[columns.status[document] as number] as number)++;
      (severity[columns.severity[document] as number] as number)++;
      (owner[columns.owner[document] as number] as number)++;
      for (
        let index = columns.servicesAt[document] as number;
        index < (columns.servicesAt[document + 1] as number);
        index++
      ) {
        const spelling = first[columns.services[index] as number] as number;
        if (countedIn[spelling] === document) continue;
        countedIn[spelling] = document;
        (service[spelling] as number)++;
      }
      for (let index = columns.tagsAt[document] as number; index < (columns.tagsAt[document + 1] as number); index++)
        (tag[columns.tags[index] as number] as number)++;
      (month[months.numbers[document] as number] as number)++;
    }
    sum(counts.status, status, STATUS_CODES);
    sum(counts.severity, severity, SEVERITY_CODES);
    sum(counts.owner, owner, ['', ...tables.owners]);
    sum(counts.service, service, called);
    sum(counts.tag, tag, tables.tags);
    sum(counts.month, month, months.names);
  });
  return {
    status: listOf(counts.status),
    service: listOf(counts.service),
    severity: listOf(counts.severity),
    tag: listOf(counts.tag),
    owner: listOf(counts.owner),
    month: listOf(counts.month).sort((a, b) => (a.value < b.value ? 1 : -1)),
  };
}

type Months = { names: string[]; numbers: Uint32Array };
/** Written out once for each segment: a date for each document of each search would take longest of all. */
const months = new WeakMap<Segment, Months>();
function monthsOf(segment: Segment): Months {
  const known = months.get(segment);
  if (known) return known;
  const written = Array.from(segment.columns.happenedAt, (at) => new Date(at).toISOString().slice(0, 7));
  const names = [...new Set(written)];
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const made = { names, numbers: Uint32Array.from(written, (name) => numberOf.get(name) as number) };
  months.set(segment, made);
  return made;
}

/** The first name of a coded value is the empty one: no severity, no owner. */
function sum(into: Map<string, number>, counts: Uint32Array, names: readonly string[]): void {
  counts.forEach((count, number) => {
    const name = names[number] as string;
    if (count > 0 && name !== '') into.set(name, (into.get(name) ?? 0) + count);
  });
}

const listOf = (counts: ReadonlyMap<string, number>): FacetCount[] =>
  [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
