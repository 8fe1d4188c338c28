import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { incidentIn, inSection, type Suggested } from './incident-service.js';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const at = (clock: string) => `2026-05-06T${clock}:00Z`;
const ROWS = [
  { at: at('10:00'), kind: 'alarm', state: 'firing', subject: 'CheckoutErrors', text: 'CheckoutErrors is firing' },
  { at: at('10:02'), kind: 'message', actor: 'sre-1', text: 'I am looking into it' },
  { at: at('10:05'), kind: 'message', actor: 'sre-2', text: 'about 4,200 customers affected, 12% of requests failed' },
  { at: at('10:20'), kind: 'message', actor: 'sre-1', text: 'mitigated, errors are gone' },
  { at: at('10:21'), kind: 'alarm', state: 'ok', subject: 'CheckoutErrors', text: 'CheckoutErrors is OK' },
];
type Fact = {
  id: string;
  name: string;
  value: unknown;
  state: string;
  statedBy: string | null;
  evidenceValue: unknown;
};
const named = (facts: { items: Fact[] }, name: string) => facts.items.find((fact) => fact.name === name);
const textOf = (suggestions: Suggested[]) => suggestions.map(({ content }) => String(content.text ?? '')).join('\n');
const flagsOf = (draft: { suggestions: Suggested[] }) =>
  draft.suggestions.flatMap(({ claims }) =>
    claims.flatMap(({ flags, text }) => flags.map((flag) => `${flag}: ${text}`)),
  );

describe('facts of a draft', () => {
  it('are proposed with their evidence and in the field’s terms; measures are not', async () => {
    const { draft, get } = await incidentIn(service, ROWS);
    const made = await draft();
    const facts = inSection(made, 'facts').map(({ content }) => [content.name, content.value, content.unit]);
    expect(facts).toEqual([
      ['alarmsRaised', 1, 'alarms'],
      ['responders', 2, 'people'],
      ['customersAffected', 4200, 'customers'],
      ['shareAffected', 12, 'percent'],
    ]);
    expect(flagsOf(made)).toEqual([]);
    expect((await get('/facts')).items.map(({ state }: Fact) => state)).toEqual(Array(4).fill('proposed'));
  });

  it('accepted ones are in the COE and in its report', async () => {
    const { coe, draft, accept, get } = await incidentIn(service, ROWS);
    await draft();
    await accept('all');
    expect((await get('')).facts).toHaveLength(4);
    const { text } = await service.as().get(`coes/${coe}/report.md?draft=true`);
    expect(text).toMatch(/### Facts[\s\S]*\| Customers affected \| 4,200 \| \[E\d+\] \|/);
    const page = await service.as().get(`/coes/${coe}`);
    expect(page.text).toContain('Share affected');
    const imported = await service.as().post('coes/import').set('Content-Type', 'text/markdown').send(text);
    const again = (await service.as().get(`coes/${imported.body.coe.number}`)).body;
    expect(again.facts.map(({ name, value, unit }: Fact & { unit: string }) => [name, value, unit])).toEqual([
      ['alarmsRaised', 1, 'alarms'],
      ['responders', 2, 'people'],
      ['customersAffected', 4200, 'customers'],
      ['shareAffected', 12, 'percent'],
    ]);
    expect(imported.body.unplaced.map(({ heading }: { heading: string }) => heading)).not.toContain(
      'Customer impact › Facts',
    );
  });
});

describe('a fact that an owner corrects', () => {
  it('words summary and impact of the next draft, cited as stated by that person', async () => {
    const { coe, draft, accept, get } = await incidentIn(service, ROWS);
    const first = await draft(['customerImpact']);
    const proposed = inSection(first, 'facts').find(({ content }) => content.name === 'customersAffected');
    const changed = await service.as().patch(`coes/${coe}/facts/${proposed?.id}`).send({ value: 5100 });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      value: 5100,
      evidenceValue: 4200,
      statedBy: 'administrator',
      state: 'recorded',
    });
    const second = await draft(['summary', 'customerImpact']);
    expect(flagsOf(second)).toEqual([]);
    const impact = inSection(second, 'customerImpact')[0];
    expect(impact?.content).toMatchObject({ customersAffected: 5100 });
    const words = textOf([...inSection(second, 'summary'), ...inSection(second, 'customerImpact')]);
    expect(words).toContain(
      'Customers affected: 5,100, stated by administrator; the evidence says “about 4,200 customers',
    );
    expect(inSection(second, 'facts').map(({ content }) => content.name)).not.toContain('customersAffected');
    await accept(inSection(second, 'summary')[0]?.id ?? '');
    const { text } = await service.as().get(`coes/${coe}/report.md?draft=true`);
    expect(text).toMatch(
      /\| \[E\d+\] \| statement \|.*Stated by administrator: Customers affected: 5,100\. The evidence says 4,200/,
    );
    expect(text).toMatch(/\| Customers affected \| 5,100 \| stated by administrator; the evidence says 4,200 \[E\d+\]/);
    expect((await get(`/evidence/${changed.body.citation}`)).actor.name).toBe('administrator');
  });

  it('carries an impact number that came from it, and leaves one that a person typed', async () => {
    const { coe, draft, accept, get, patch } = await incidentIn(service, ROWS);
    await draft();
    await accept('all');
    expect((await get('')).customerImpact.customersAffected).toBe(4200);
    const { id } = named(await get('/facts'), 'customersAffected') as Fact;
    await service.as().patch(`coes/${coe}/facts/${id}`).send({ value: 5100, note: 'counted in the ledger' });
    expect((await get('')).customerImpact.customersAffected).toBe(5100);
    await patch({ customerImpact: { customersAffected: 6000 } });
    await service.as().patch(`coes/${coe}/facts/${id}`).send({ state: 'rejected' });
    expect((await get('')).customerImpact.customersAffected).toBe(6000);
  });

  it('rejected, is used by no later draft, proposed or accepted', async () => {
    for (const accepted of [false, true]) {
      const { coe, draft, accept, get } = await incidentIn(service, ROWS);
      const proposal = inSection(await draft(['customerImpact']), 'facts').find(
        ({ content }) => content.name === 'customersAffected',
      ) as Suggested;
      if (accepted) await accept(proposal.id);
      const { body } = await service.as().patch(`coes/${coe}/facts/${proposal.id}`).send({ state: 'rejected' });
      expect(body.state).toBe('rejected');
      const again = await draft(['summary', 'customerImpact']);
      expect(again.facts.map(({ name }: Fact) => name)).not.toContain('customersAffected');
      expect(inSection(again, 'customerImpact')[0]?.content.customersAffected ?? null).toBeNull();
      expect(JSON.stringify(inSection(again, 'customerImpact'))).not.toContain('4,200');
      expect(named(await get('/facts'), 'customersAffected')?.state).toBe('rejected');
      if (accepted) {
        const { text } = await service.as().get(`coes/${coe}/report.md?draft=true`);
        expect(text).not.toMatch(/\| Customers affected \| 4,200 \|/);
      }
    }
  });

  it('keeps its correction over evidence that is added', async () => {
    const { coe, draft, add } = await incidentIn(service, ROWS);
    const proposal = inSection(await draft(['customerImpact']), 'facts').find(
      ({ content }) => content.name === 'customersAffected',
    );
    await service.as().patch(`coes/${coe}/facts/${proposal?.id}`).send({ value: 5100 });
    await add([{ at: at('10:30'), kind: 'message', actor: 'sre-2', text: 'still about 4,200 customers affected' }]);
    const again = await draft(['customerImpact']);
    expect(inSection(again, 'customerImpact')[0]?.content.customersAffected).toBe(5100);
    expect(inSection(again, 'facts').map(({ content }) => content.name)).not.toContain('customersAffected');
  });
});

describe('a fact that a person states', () => {
  it('is cited as theirs and never in the name of another', async () => {
    const { coe, draft, get, patch } = await incidentIn(service, ROWS);
    const made = await service
      .as()
      .post(`coes/${coe}/facts`)
      .send({ name: 'Refunds paid', value: 310, unit: 'refunds' });
    expect([made.status, made.body.statedBy]).toEqual([201, 'administrator']);
    const drafted = await draft(['summary', 'customerImpact']);
    expect(textOf(inSection(drafted, 'summary'))).toContain('Refunds paid: 310, stated by administrator.');
    expect(flagsOf(drafted)).toEqual([]);
    const forged = [{ name: 'Orders lost', value: 9, statedBy: 'ceo-1', statedAt: at('00:00'), evidenceValue: 1 }];
    const patched = await patch({ facts: forged });
    expect(patched.body.facts).toMatchObject([{ statedBy: 'administrator', evidenceValue: null }]);
    expect((await get('/facts')).items.map(({ name }: Fact) => name)).not.toContain('Refunds paid');
  });

  it('names every bad field, and sends measures to the key moments', async () => {
    const { coe } = await incidentIn(service, []);
    const bad = await service.as().post(`coes/${coe}/facts`).send({ name: '', value: null, colour: 1 });
    expect(bad.status).toBe(422);
    const pointers = bad.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    for (const pointer of ['/name', '/value', '/colour']) expect(pointers).toContain(pointer);
    const measure = await service.as().post(`coes/${coe}/facts`).send({ name: 'timeToDetect', value: 1 });
    expect([measure.status, measure.body.errors[0].pointer]).toEqual([422, '/name']);
    expect((await service.as().patch(`coes/${coe}/facts/nope`).send({ value: 1 })).status).toBe(404);
    expect((await service.as(null).get(`coes/${coe}/facts`)).status).toBe(401);
  });

  it('stays one fact when the request is repeated with its Idempotency-Key', async () => {
    const { coe, get } = await incidentIn(service, []);
    const send = () =>
      service.as().post(`coes/${coe}/facts`).set('Idempotency-Key', 'f-1').send({ name: 'Orders lost', value: 9 });
    expect((await send()).body.id).toBe((await send()).body.id);
    expect((await get('')).facts).toHaveLength(1);
  });
});
