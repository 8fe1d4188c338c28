import type { Client } from './client.js';
import { readDemoLibrary } from './library.js';

const TAG = 'demo-library';

/** Creates the earlier COEs that are not there yet; each carries a tag with its slug, by which a later run knows it. */
export async function loadLibrary(api: Client, say: (line: string) => void): Promise<void> {
  const present = await api.get<{ items: { tags: string[] }[] }>(`/coes?tag=${TAG}&limit=1000`);
  const known = new Set(present.items.flatMap((coe) => coe.tags));
  const library = await readDemoLibrary();
  let made = 0;
  for (const { slug, coe } of library) {
    if (known.has(`demo:${slug}`)) continue;
    const tags = [...((coe.tags as string[] | undefined) ?? []), TAG, `demo:${slug}`];
    await api.post('/coes', { ...coe, tags });
    made++;
  }
  say(`    ${made} loaded, ${library.length - made} were there already`);
}
