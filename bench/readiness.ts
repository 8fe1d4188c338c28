/**
 * Readiness against labels written by hand (`bench/readiness/README.md`) and against faults of our own:
 * precision and recall of its findings, tuned and held-out halves apart.
 *
 * node dist-tests/bench/readiness.js [folder with dfds-dev.jsonl and wikitech-dev.jsonl] [--list]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../src/kernel/paths.js';
import { findInDocument, type LabelledDocument, readDocuments } from './readiness/documents.js';
import { FAULTS } from './readiness/faults.js';
import { findFault } from './readiness/find-fault.js';
import { overlaps, type Score, showScore } from './readiness/score.js';

const args = process.argv.slice(2);
const list = args.includes('--list');
const corpus = args.find((arg) => !arg.startsWith('--')) ?? join(projectRoot, '../shared/samples/postmortem-corpus');
const half = (index: number) => (index % 2 === 0 ? 'tuned' : 'held out');

const scores = new Map<string, Score>();
const add = (keys: string[], field: keyof Score) => {
  for (const key of keys) {
    const score = scores.get(key) ?? { right: 0, wrong: 0, missed: 0 };
    score[field] += 1;
    scores.set(key, score);
  }
};
const tell = (verdict: string, where: string, what: string) => {
  if (list) process.stdout.write(`  ${verdict}: ${where}: ${what}\n`);
};

function scoreDocument({ id, labels }: LabelledDocument, text: string, part: string): void {
  // Action items are labelled for DFDS only (`readiness/README.md`): elsewhere a finding about one is neither right nor wrong.
  const found = findInDocument(text).filter(({ rule }) => id.startsWith('dfds:') || !rule.startsWith('action-'));
  for (const { rule, quote } of found) {
    const right = labels.some((label) => label.rule === rule && overlaps(label.quote, quote));
    add(['documents', `documents, ${part}`, `rule ${rule}`], right ? 'right' : 'wrong');
    if (!right) tell('wrong', id, `${rule} "${quote}"`);
  }
  for (const { rule, quote } of labels) {
    if (found.some((finding) => finding.rule === rule && overlaps(quote, finding.quote))) continue;
    add(['documents', `documents, ${part}`, `rule ${rule}`], 'missed');
    tell('missed', id, `${rule} "${quote}"`);
  }
}

if (existsSync(corpus)) {
  const documents = readDocuments(corpus);
  documents.forEach(({ document, text }, index) => {
    scoreDocument(document, text, half(index));
  });
} else process.stdout.write(`No corpus at ${corpus}: only the seeded faults are measured.\n`);

FAULTS.forEach((fault, index) => {
  const { hit, others } = findFault(fault);
  const keys = ['faults', `faults, ${half(index)}`];
  add(keys, hit ? 'right' : 'missed');
  if (!hit) tell('missed', fault.rule, JSON.stringify(fault.value).slice(0, 90));
  for (const other of others) {
    add(keys, 'wrong');
    tell('wrong', fault.rule, `${other.rule} at ${other.place.pointer} "${other.place.quote ?? ''}"`);
  }
});
for (const [name, score] of [...scores].sort(([a], [b]) => (a < b ? -1 : 1)))
  process.stdout.write(showScore(name, score));
