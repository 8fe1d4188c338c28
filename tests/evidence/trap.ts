import { it } from '@jest/globals';
import { type Imported, importText } from './import-text.js';

/** One trap of one source, under the name the catalogue of sources gives it. */
export function trap(source: string, pitfall: string, test: () => Promise<void>): void {
  it(`${source}: ${pitfall}`, test);
}

/** Imports a value as a JSON file, or several as NDJSON, without any hint. */
export function importJson(...values: unknown[]): Promise<Imported> {
  return importText(values.map((value) => JSON.stringify(value)).join('\n'));
}

export async function firstItem(value: unknown) {
  const { items, rejected } = await importJson(value);
  const [item] = items;
  if (item === undefined) throw new Error(`nothing was imported: ${JSON.stringify(rejected)}`);
  return item;
}

/** The instants of an import in the order of the file. */
export async function instants(...values: unknown[]): Promise<string[]> {
  return (await importJson(...values)).items.map(({ at }) => at.toISOString());
}
