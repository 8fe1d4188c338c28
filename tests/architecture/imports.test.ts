import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';

const source = join(projectRoot, 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => join(source, file));

/** Relative imports of a file, types included: a type is knowledge too. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)\.js'/g);
  return [...found].map((match) => `${join(dirname(file), match[1] as string)}.ts`);
}

const roomOf = (file: string) => (relative(source, file).split('/')[0] as string).replace(/\.ts$/, '');

const document = readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8');
const table = document.split('<!-- imports:start -->')[1]?.split('<!-- imports:end -->')[0] as string;
const rows = [...table.matchAll(/^\d+\. (.+)$/gm)].map((match) => (match[1] as string).split(', '));
const rowOf = new Map(rows.flatMap((rooms, row) => rooms.map((room) => [room, row] as const)));

describe('the house', () => {
  it('has every folder of src in the import table, and its rooms table names only rooms that exist', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== 'config'));
    expect([...rooms].filter((room) => !rowOf.has(room))).toEqual([]);
    const described = [...document.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((match) => match[1]);
    expect(described.filter((room) => !rooms.has(room as string))).toEqual([]);
    expect([...rooms].filter((room) => !described.includes(room) && !['compose', 'main'].includes(room))).toEqual([]);
  });

  it('imports only from rows above', () => {
    const against = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => roomOf(target) !== roomOf(file) && roomOf(target) !== 'config')
        .filter((target) => (rowOf.get(roomOf(target)) ?? 99) >= (rowOf.get(roomOf(file)) ?? -1))
        .map((target) => `${relative(source, file)} → ${relative(source, target)}`),
    );
    expect(against).toEqual([]);
  });

  it('has no cycles between files', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].map((part) => relative(source, part)).join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const target of importsOf(file)) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('the documents', () => {
  it('name only paths that exist', () => {
    const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/demo.md'];
    const missing = documents.flatMap((name) =>
      [
        ...readFileSync(join(projectRoot, name), 'utf8').matchAll(
          /`((?:src|templates|prompts|tests|bench|docs)\/[\w./-]+)`/g,
        ),
      ]
        .map((match) => match[1] as string)
        .filter((path) => !exists(path))
        .map((path) => `${name}: ${path}`),
    );
    expect(missing).toEqual([]);
  });
});

function exists(path: string): boolean {
  try {
    readdirSync(join(projectRoot, dirname(path)));
    return readdirSync(join(projectRoot, dirname(path))).includes(path.replace(/\/$/, '').split('/').at(-1) as string);
  } catch {
    return false;
  }
}
