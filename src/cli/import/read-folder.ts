import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError } from '../../kernel/errors.js';
import { markdownOfRecord } from './markdown-of-record.js';

/** One postmortem: where it was found, its Markdown, the id that its record has (empty: none) and its day; or why it is none. */
export type Found = { place: string } & ({ markdown: string; id: string; day?: string } | { refused: string });

const MARKDOWN = new Set(['.md', '.markdown']);
const LINES = new Set(['.jsonl', '.ndjson']);

/**
 * Every postmortem of a folder, sub-folders included, in the order of their names: each Markdown file, and each line of an NDJSON file.
 * Hidden files, licences and READMEs are passed over.
 * @throws CommandError when there is no such file or folder
 */
export async function* readFolder(folder: string): AsyncGenerator<Found> {
  const entry = await stat(folder).catch(() => undefined);
  if (!entry) throw new CommandError(`There is no file or folder ${folder}.`);
  if (entry.isFile()) return yield* readOne(folder, basename(folder));
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .filter((path) => !/^(?:readme|licen[cs]e|changelog|contributing)\b/i.test(basename(path)))
    .sort();
  for (const path of names) yield* readOne(path, relative(folder, path));
}

async function* readOne(path: string, name: string): AsyncGenerator<Found> {
  const kind = extname(path).toLowerCase();
  if (MARKDOWN.has(kind)) {
    const markdown = await readFile(path, 'utf8');
    yield markdown.trim() === '' ? { place: name, refused: 'the file is empty' } : { place: name, markdown, id: '' };
  } else if (LINES.has(kind)) {
    let line = 0;
    for await (const text of createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      line++;
      if (text.trim() !== '') yield { place: `${name}:${line}`, ...markdownOfRecord(text) };
    }
  }
}
