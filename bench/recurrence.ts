import { join } from 'node:path';
import { communities, mutualPairs, neighboursOf } from '../src/search/similarity/clusters.js';
import { library } from '../src/search/similarity/library.js';
import { type Postmortem, readCorpora } from './similar/corpora.js';

/**
 * Recurrence on the development corpora: pairs that one cluster holds, against pairs of one `service_hint` that occurs twice or more (Wikitech).
 */
const folder = process.argv[2] ?? join('..', 'shared', 'samples', 'postmortem-corpus');
const { documents } = readCorpora(folder);
const hints = new Map<string, number>();
for (const { serviceHint } of documents) if (serviceHint) hints.set(serviceHint, (hints.get(serviceHint) ?? 0) + 1);
const recurring = documents.filter(({ serviceHint }) => serviceHint !== null && (hints.get(serviceHint) ?? 0) > 1);
const libraries = {
  'recurring Wikitech only': recurring,
  'all Wikitech': documents.filter(({ serviceHint }) => serviceHint !== null),
  'all corpora': documents,
};

type Found = { clusters: Map<string, number>; pairs: [string, string][] };
const recurs = new Set(recurring.map(({ id }) => id));
function ours(loaded: readonly Postmortem[]): Found {
  const kept = library<Postmortem>();
  for (const document of loaded) kept.put(document);
  const near = new Map(loaded.map(({ id }) => [id, neighboursOf(kept, id, noAgreement).nearest]));
  const pairs = mutualPairs(near);
  return { clusters: numbered(communities(pairs)), pairs: pairs.map(({ ids }) => ids) };
}

/** Everything that a chain of mutual neighbours joins. */
function components(loaded: readonly Postmortem[]): Found {
  const { pairs } = ours(loaded);
  const group = new Map<string, string>();
  const top = (id: string): string => {
    const up = group.get(id) ?? id;
    return up === id ? id : top(up);
  };
  for (const [a, b] of pairs) group.set(top(a), top(b));
  const groups = new Map<string, string[]>();
  for (const [a, b] of pairs) for (const id of [a, b]) groups.set(top(id), [...(groups.get(top(id)) ?? []), id]);
  return { clusters: numbered([...groups.values()]), pairs };
}

/** One cluster a title, without its number: what a search of titles would find. */
function sameTitle(loaded: readonly Postmortem[]): Found {
  const groups = new Map<string, string[]>();
  for (const { id, fields } of loaded) {
    const key = (fields[0]?.text ?? '')
      .toLowerCase()
      .replace(/[^\p{L}]+/gu, ' ')
      .trim();
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return { clusters: numbered([...groups.values()].filter((group) => group.length > 1)), pairs: [] };
}

const noAgreement = () => 0;
const numbered = (groups: readonly (readonly string[])[]) =>
  new Map(groups.flatMap((group, number) => group.map((id) => [id, number] as const)));

/** How many of the pairs most alike are of one class, among those whose classes are known. */
function pairPrecision(pairs: readonly (readonly [string, string])[]): string {
  const hint = new Map(documents.map(({ id, serviceHint }) => [id, serviceHint]));
  const known = pairs.filter(([a, b]) => recurs.has(a) && recurs.has(b)).slice(0, 50);
  if (known.length === 0) return '';
  const right = known.filter(([a, b]) => hint.get(a) === hint.get(b)).length;
  return `${(right / known.length).toFixed(2)} of ${known.length}`;
}

function pairScore(found: Map<string, number>) {
  let [both, predicted, actual] = [0, 0, 0];
  recurring.forEach((a, at) => {
    for (const b of recurring.slice(at + 1)) {
      const same = a.serviceHint === b.serviceHint;
      const together = found.has(a.id) && found.get(a.id) === found.get(b.id);
      if (same) actual++;
      if (together) predicted++;
      if (same && together) both++;
    }
  });
  const [precision, recall] = [both / (predicted || 1), both / actual];
  return {
    precision: precision.toFixed(3),
    recall: recall.toFixed(3),
    f1: ((2 * precision * recall) / (precision + recall || 1)).toFixed(3),
    clusters: new Set(found.values()).size,
  };
}

const engines = {
  ours,
  'ours, titles taken away': (loaded: readonly Postmortem[]) =>
    ours(loaded.map((one) => ({ ...one, fields: one.fields.filter(({ section }) => section !== 'title') }))),
  'connected components': components,
  'same title': sameTitle,
};
console.table(
  Object.entries(engines).flatMap(([engine, cluster]) =>
    Object.entries(libraries).map(([name, loaded]) => {
      const { clusters, pairs } = cluster(loaded);
      return { engine, library: name, ...pairScore(clusters), 'top-50 pairs': pairPrecision(pairs) };
    }),
  ),
);
