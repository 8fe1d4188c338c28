import type { Facets } from '../search/lexical/facets.js';

export type FacetCard = {
  name: string;
  values: { value: string; count: number; chosen: boolean; href: string }[];
};

type Filters = Readonly<Partial<Record<string, string>>>;

/** Facets with a filter field of their own; the others are asked for inside the query. */
const FIELDS = ['status', 'severity', 'service'] as const;
const SHOWN = 12;

/** Each value as a link to the same search with it, or without it when it is chosen already. */
export function facetCards(facets: Facets, filters: Filters): FacetCard[] {
  const cards = [
    ...FIELDS.map((name): FacetCard => ({ name, values: facets[name].map((each) => byField(name, each, filters)) })),
    ...(['month', 'tag', 'owner'] as const).map(
      (name): FacetCard => ({
        name,
        values: facets[name].map((each) => byWords(termOf(name, each.value), each, filters)),
      }),
    ),
  ];
  return cards
    .map(({ name, values }) => ({ name, values: values.filter(({ chosen }, at) => chosen || at < SHOWN) }))
    .filter(({ values }) => values.length > 0);
}

function byField(name: string, { value, count }: { value: string; count: number }, filters: Filters) {
  const chosen = filters[name] === value;
  const { [name]: _same, ...rest } = filters;
  return { value, count, chosen, href: address(chosen ? rest : { ...rest, [name]: value }) };
}

function byWords(term: string, { value, count }: { value: string; count: number }, filters: Filters) {
  const { q = '' } = filters;
  const chosen = ` ${q} `.includes(` ${term} `);
  const words = chosen ? ` ${q} `.replace(` ${term} `, ' ').trim() : `${q} ${term}`.trim();
  return { value, count, chosen, href: address({ ...filters, q: words }) };
}

/** As it is written in a query. */
function termOf(name: 'month' | 'tag' | 'owner', value: string): string {
  if (name !== 'month') return `${name}:${/[\s"()]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
  const [year = 0, month = 1] = value.split('-').map(Number);
  return `after:${value} before:${new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7)}`;
}

function address(filters: Filters): string {
  const given = Object.entries(filters).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return `/search?${new URLSearchParams(given)}`;
}
