import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { projectRoot } from '../../src/kernel/paths.js';
import { lensErrors } from '../../src/orr/check-lens.js';
import type { Lens, LensQuestion } from '../../src/orr/lens.js';
import { lensQuestion } from '../../src/orr/lens-question.js';
import { riskOf } from '../../src/orr/risk-of.js';
import { splitLens } from '../../src/orr/split-lens.js';
import { starterLibrary } from '../../src/orr/starter-library.js';
import { openTestService, type TestService } from '../service.js';

const read = (name: string) => JSON.parse(readFileSync(join(projectRoot, 'tests/orr', name), 'utf8'));
const isLens = new Ajv({ allErrors: true }).compile(read('custom-lens.schema.json'));
const expectLens = (lens: unknown) => {
  isLens(lens);
  expect(isLens.errors ?? []).toEqual([]);
  expect(lensErrors(lens as Lens)).toEqual([]);
  for (const pillar of (lens as Lens).pillars)
    for (const { riskRules } of pillar.questions) expect(riskRules.at(-1)?.condition).toBe('default');
};

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const lensOf = async (id: string, part = 1) => api.as().get(`orr/templates/${id}/custom-lens.json?part=${part}`);

describe('an exported lens', () => {
  it.each(['newFeature', 'newService', 'newRegion'])(
    'of the starter template %s is valid, in every part',
    async (kind) => {
      const first = await lensOf(`ort_${kind}`);
      expect(first.status).toBe(200);
      const parts = Number(first.headers['custom-lens-parts']);
      let questions = 0;
      for (let part = 1; part <= parts; part++) {
        const { body } = await lensOf(`ort_${kind}`, part);
        expectLens(body);
        questions += (body as Lens).pillars.flatMap((pillar) => pillar.questions).length;
      }
      expect(questions).toBe(starterLibrary().filter(({ kinds }) => kinds.includes(kind)).length);
      expect((await lensOf(`ort_${kind}`, parts + 1)).status).toBe(404);
    },
  );

  it('is split when it is too large for one, without losing or doubling a question', () => {
    const [sample] = starterLibrary();
    const pillars = Array.from({ length: 13 }, (_, p) => ({
      id: `pillar_${p}`,
      name: `Pillar ${p}`,
      questions: Array.from(
        { length: 47 },
        (_, q): LensQuestion =>
          lensQuestion({ ...(sample as NonNullable<typeof sample>), _id: `orq_${p}_${q}`, risk: 'x'.repeat(1_500) }),
      ),
    }));
    const lenses = splitLens({ schemaVersion: '2021-11-01', name: 'n'.repeat(128), description: 'd', pillars });
    expect(lenses.length).toBeGreaterThan(1);
    lenses.forEach(expectLens);
    const ids = lenses.flatMap((lens) => lens.pillars.flatMap(({ questions }) => questions.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(13 * 47);
    expect(ids).toHaveLength(13 * 47);
  });

  it('holds whatever people write: long texts, other letters, many points', () => {
    const hostile = {
      _id: 'orq_é-x.y',
      question: `${'Könnt ihr '.repeat(90)}?`,
      guidance: Array.from({ length: 40 }, (_, i) => `- ${i} ${'long '.repeat(60)}`).join('\n'),
      severity: 'low' as const,
      risk: 'r '.repeat(990),
      helpfulResource: { text: 't'.repeat(400), url: null },
    };
    const questions = [lensQuestion(hostile)];
    expectLens({
      schemaVersion: '2021-11-01',
      name: 'n',
      description: 'd',
      pillars: [{ id: 'one', name: 'One', questions }],
    });
  });
});

describe('a public lens', () => {
  it.each(['ORR-Whitepaper-Sample-PUBLISHED.json', 'SaaS-Anywhere-Custom-Lens-v0.1.json'])(
    '%s comes back as it went in',
    async (name) => {
      const lens = read(`lenses/${name}`);
      const imported = await api.as().post('orr/templates/import').send(lens);
      expect(imported.status).toBe(201);
      expect((await lensOf(imported.body.id)).body).toEqual(lens);
    },
  );

  it('that breaks the format is refused, with every place', async () => {
    const bad = read('lenses/ORR-Whitepaper-Sample-PUBLISHED.json');
    const question = bad.pillars[0].questions[0];
    question.riskRules.reverse();
    question.riskRules[1].condition = 'data_flow_diagram && nothing_here';
    question.choices[1].id = question.choices[0].id;
    const refused = await api.as().post('orr/templates/import').send(bad);
    expect(refused.status).toBe(422);
    const pointers = refused.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toContain('/pillars/0/questions/0/choices/1/id');
    expect(pointers).toContain('/pillars/0/questions/0/riskRules/0/condition');
    expect(pointers).toContain('/pillars/0/questions/0/riskRules/1/condition');
    expect(pointers).not.toContain('/pillars/0/questions/1/riskRules');
    const odd = read('lenses/ORR-Whitepaper-Sample-PUBLISHED.json');
    odd.pillars[0].questions[1].riskRules.pop();
    odd.name = 'a\u0000b';
    odd.pillars[0].name = 'half \ud800';
    const refusedToo = await api.as().post('orr/templates/import').send(odd);
    expect(refusedToo.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/name',
      '/pillars/0/name',
      '/pillars/0/questions/1/riskRules',
    ]);
    delete question.choices[0].improvementPlan;
    bad.schemaVersion = '2020-01-01';
    const shape = await api.as().post('orr/templates/import').send(bad);
    expect(shape.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/schemaVersion', '/pillars/0/questions/0/choices/0/improvementPlan']),
    );
  });
});

it('names of the language in a lens change nothing, and one that cannot be kept is refused by its place', async () => {
  const raw = readFileSync(join(projectRoot, 'tests/orr/lenses/ORR-Whitepaper-Sample-PUBLISHED.json'), 'utf8');
  const send = (text: string) =>
    api.as().post('orr/templates/import').set('Content-Type', 'application/json').send(text);
  const refused = await send(raw.replace('"pillars"', '"\\u005f_proto__": {"polluted": true}, "pillars"'));
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ pointer: '/__proto__' }]);
  const inside = await send(raw.replace('"choices"', '"__proto__": {"choices": []}, "choices"'));
  expect(inside.body.errors).toMatchObject([{ pointer: '/pillars/0/questions/0/__proto__' }]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  const lens = JSON.parse(raw);
  const [first, second] = lens.pillars[0].questions;
  first.id = '__proto__';
  expect((await send(JSON.stringify(lens))).body.errors).toMatchObject([{ pointer: '/pillars/0/questions/0/id' }]);
  [first.id, second.id] = ['constructor', 'toString'];
  const { id } = (await send(JSON.stringify(lens)).expect(201)).body;
  expect((await lensOf(id)).body).toEqual(lens);
  const review = (await api.as().post('orr/reviews').send({ service: 'web', templateId: id }).expect(201)).body;
  const shown = review.pillars[0].questions.slice(0, 2);
  expect(shown).toMatchObject([
    { id: 'constructor', answered: false },
    { id: 'toString', answered: false },
  ]);
});

it('reads risk rules as the tool does: the first that holds', () => {
  const ids = ['abc', 'def', 'ghi'];
  const question = (...riskRules: LensQuestion['riskRules']): LensQuestion => ({
    ...{ id: 'que', title: 'q', riskRules },
    choices: ids.map((id) => ({ id, title: id, improvementPlan: {} })),
  });
  const rules = question(
    { condition: 'abc && (def || !ghi)', risk: 'NO_RISK' },
    { condition: '(!abc && def) || ghi', risk: 'MEDIUM_RISK' },
    { condition: 'default', risk: 'HIGH_RISK' },
  );
  expect(riskOf(rules, ['abc'])).toBe('NO_RISK');
  expect(riskOf(rules, ['abc', 'ghi'])).toBe('MEDIUM_RISK');
  expect(riskOf(rules, ['def'])).toBe('MEDIUM_RISK');
  expect(riskOf(rules, [])).toBe('HIGH_RISK');
  expect(riskOf(question({ condition: 'abc &&', risk: 'NO_RISK' }), ['abc'])).toBe('HIGH_RISK');
});
