/**
 * Whether the import of foreign postmortems loses words: every word of each document of a corpus is looked for in the fields of the COE made
 * of it and in what is unplaced, as often as the document has it. Numbers are left aside: times are written another way.
 * Prints what is missing, and what the documents became.
 *
 * node dist-tests/bench/import-corpus.js [folder with dev.jsonl, dfds-dev.jsonl, wikitech-dev.jsonl]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../src/kernel/paths.js';
import { importMarkdown } from '../src/report/import-markdown.js';

const folder = process.argv[2] ?? join(projectRoot, '../shared/samples/postmortem-corpus');
const FILES = ['dev', 'dfds-dev', 'wikitech-dev'].map((name) => join(folder, `${name}.jsonl`)).filter(existsSync);
type Line = { id: string; title?: string; text: string };

/**
 * What becomes the value or the name of a field, and is no word of the COE: a zone stated for all times, an open status, the label of the
 * category, which becomes a tag, and the label of the services.
 */
const FIELDS =
  /\ball times (?:are )?in\b|\bstatus:\s*(?:unresolved|to ?do|unclear|pending|needs\b)?|^[-* ]*category:|^\W*affected services\W*:/gim;

/** Words with how often they stand there; addresses of links and all marks are no words, nor is a zone, which moves into the times. */
function wordsOf(text: string): Map<string, number> {
  const words = new Map<string, number>();
  const plain = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .normalize('NFC')
    .toLowerCase();
  for (const word of plain.match(/[\p{L}\p{N}]+/gu) ?? [])
    if (!/^(?:\d+(?:am|pm|z)?|utc|cet|cest)$/.test(word)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [];
}

const found = { documents: 0, words: 0, lost: 0, documentsWithLoss: 0, timeline: 0, actions: 0, whys: 0, unplaced: 0 };
const began = process.cpuUsage();
for (const file of FILES)
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { id, title, text } = JSON.parse(line) as Line;
    const markdown = text.startsWith('# ') ? text : `# ${title || id}\n\n${text}`;
    const { coe, unplaced } = importMarkdown(markdown);
    const have = wordsOf(leavesOf([coe, unplaced]).join(' '));
    const missing: string[] = [];
    // A heading, or the head of a table, may have become the name of a field.
    const body = markdown.replace(FIELDS, '').replace(/^#+ .*$|^.*\n(?=\|?[ :|-]*-{3}[ :|-]*$)/gm, '');
    for (const [word, times] of wordsOf(body)) {
      found.words += times;
      const lost = Math.max(0, times - (have.get(word) ?? 0));
      found.lost += lost;
      if (lost > 0) missing.push(`${word} (${lost})`);
    }
    found.documents++;
    found.timeline += coe.timeline?.length ? 1 : 0;
    found.actions += coe.actionItems?.length ? 1 : 0;
    found.whys += coe.fiveWhys?.length ? 1 : 0;
    found.unplaced += unplaced.length > 0 ? 1 : 0;
    if (missing.length === 0) continue;
    found.documentsWithLoss++;
    process.stdout.write(`${id}: ${missing.slice(0, 12).join(', ')}\n`);
  }
const { user, system } = process.cpuUsage(began);
process.stdout.write(
  `${found.documents} documents, ${found.words} words: ${found.lost} lost in ${found.documentsWithLoss} documents. With a timeline ${found.timeline}, ` +
    `action items ${found.actions}, whys ${found.whys}, something unplaced ${found.unplaced}. ${((user + system) / 1e6).toFixed(1)} s of CPU.\n`,
);
