import { describe, expect, it } from '@jest/globals';
import { mostAlike } from '../../src/orr/alike.js';
import { isLocal } from '../../src/orr/is-local.js';
import { questionOf } from '../../src/orr/question-of.js';
import { BLIND_BROAD, BLIND_LOCAL, BLIND_REGISTER } from './labelled/blind.js';
import { BLIND_FAULTS, FAULT_NAMES, FAULTS } from './labelled/faults.js';
import { BROAD, DIFFERENT, LOCAL, PARAPHRASES } from './labelled/lessons.js';
import { MANY_HANDS, MANY_LOCAL } from './labelled/many-hands.js';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const nowhere = { services: [], people: [] };
/** A mechanism, or the kind of mechanism that is asked for. */
const MECHANISM = /mechanism|alarm|load test|timeout/i;

describe('a broadly applicable lesson asks for a mechanism, without names', () => {
  it.each(BROAD.map((labelled) => [labelled.lesson, labelled] as const))('%s', (lesson, labelled) => {
    const { services = [], people = [], names, keeps } = labelled;
    expect(isLocal(lesson, { services, people })).toBe(false);
    const question = questionOf(lesson, { services, people });
    for (const name of names)
      expect(question).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'iu'));
    expect(question).toMatch(new RegExp(keeps, 'i'));
    expect(question).toMatch(MECHANISM);
    expect(question).toMatch(/^(?:Do|Does|Is|Are) .*\?$/);
    expect(question).not.toMatch(/\bthe a\b|as the service did/);
  });
});

it.each(MANY_HANDS.map((labelled) => [labelled.lesson, labelled] as const))('holds no name: %s', (lesson, labelled) => {
  const { services = [], people = [], names } = labelled;
  expect(isLocal(lesson, { services, people })).toBe(false);
  const question = questionOf(lesson, { services, people });
  for (const name of names)
    expect(question).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'iu'));
  expect(question).toMatch(/^(?:Do|Is) .*mechanism.*\?$/);
});

it.each([...LOCAL, ...MANY_LOCAL].map((labelled) => [labelled.lesson, labelled] as const))(
  'a local lesson asks nothing: %s',
  (lesson, of) => {
    expect(isLocal(lesson, { ...nowhere, ...of })).toBe(true);
  },
);

it.each([...FAULTS, ...BLIND_FAULTS])('asks for what keeps a fault away: %s', (lesson, question) => {
  expect(isLocal(lesson, FAULT_NAMES)).toBe(false);
  expect(questionOf(lesson, FAULT_NAMES)).toBe(question);
});

describe('sets that were blind once, with a register of services', () => {
  const localOf = (lesson: string, { services = [], people = [] }: { services?: string[]; people?: string[] }) => ({
    services: [
      ...services,
      ...BLIND_REGISTER.filter((name) => /[-_.\d\s]|[a-z][A-Z]/.test(name) || lesson.includes(name)),
    ],
    people,
  });
  it.each(BLIND_BROAD.map((labelled) => [labelled.lesson, labelled] as const))('asks: %s', (lesson, labelled) => {
    const local = localOf(lesson, labelled);
    expect(isLocal(lesson, local)).toBe(false);
    const question = questionOf(lesson, local);
    for (const name of labelled.names)
      expect(question).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'iu'));
    expect(question).toMatch(labelled.keeps);
    expect(question).toMatch(/^(?:Do|Is) .*mechanism.*\?$/);
  });
  it.each(BLIND_LOCAL)('asks nothing: %s', (lesson) => {
    expect(isLocal(lesson, localOf(lesson, {}))).toBe(true);
  });
});

describe('likeness of questions', () => {
  const library = [...new Set([...PARAPHRASES, ...DIFFERENT].map(([question]) => question))].map((question, i) => ({
    id: `q${i}`,
    question,
  }));
  it.each(PARAPHRASES)('proposes a merge with "%s" for "%s"', (question, lesson) => {
    const found = mostAlike(questionOf(lesson, nowhere), library);
    expect(library.find(({ id }) => id === found?.id)?.question).toBe(question);
  });
  it.each(DIFFERENT)('keeps apart "%s" and "%s"', (_, lesson) => {
    expect(mostAlike(questionOf(lesson, nowhere), library)).toBeNull();
  });
});
