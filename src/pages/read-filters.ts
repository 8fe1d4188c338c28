import type { Request } from 'express';

export type Filters<K extends string> = {
  /** Only the fields that hold something: an empty field of the form is no filter. */
  filters: Partial<Record<K, string>>;
  /** The same page with the same filters and these parameters more. */
  link(path: string, more: Record<string, string>): string;
};

/** The filter fields of a screen's address. */
export function readFilters<K extends string>(request: Request, names: readonly K[]): Filters<K> {
  const given = names.flatMap((name): [K, string][] => {
    const value = request.query[name];
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
  });
  return {
    filters: Object.fromEntries(given) as Partial<Record<K, string>>,
    link(path, more) {
      const query = new URLSearchParams([...given, ...Object.entries(more)]).toString();
      return query === '' ? path : `${path}?${query}`;
    },
  };
}
