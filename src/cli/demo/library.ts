import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../kernel/paths.js';

/**
 * A file of the demo's library. `coe` is the body of POST /api/v1/coes and is checked there, like anybody's; only what the
 * demo itself reads is checked here.
 */
const libraryFileSchema = z.object({
  source: z.object({
    name: z.string().min(1),
    url: z.url(),
    licence: z.string().min(1),
    attribution: z.string().min(1),
  }),
  coe: z.looseObject({ title: z.string().min(1) }),
});

export type LibraryCoe = z.infer<typeof libraryFileSchema> & { slug: string };

export const libraryFolder = join(projectRoot, 'templates', 'demo', 'library');

/**
 * The prior COEs of the demo, oldest incident first (slugs begin with the day), so that numbers are given in that order on every machine.
 * @throws Error naming the file when one is missing, not JSON or without its source
 */
export async function readDemoLibrary(folder = libraryFolder): Promise<LibraryCoe[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map((name) => readLibraryFile(join(folder, name))));
}

async function readLibraryFile(path: string): Promise<LibraryCoe> {
  try {
    const file = libraryFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { slug: basename(path, '.json'), ...file };
  } catch (cause) {
    throw new Error(`The demo library file ${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
