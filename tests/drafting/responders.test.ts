import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readingOf } from '../../src/drafting/rules/reading.js';
import { openTestService, type TestService } from '../service.js';
import { answerIn, incidentIn, inSection } from './incident-service.js';
import { bundle, checkout, inputOf } from './rules/incidents.js';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const at = (clock: string) => `2026-05-06T${clock}:00Z`;
const acts = (items: Parameters<typeof inputOf>[0]) =>
  readingOf(inputOf(items)).responders.map(({ act, line }) => [act, line.at.toISOString().slice(11, 16)]);

describe('responders', () => {
  it('are read from structured pages of an incident', () => {
    expect(acts(checkout())).toEqual([
      ['paged', '10:09'],
      ['acknowledged', '10:24'],
    ]);
  });

  it('of the bundle are named by role only', async () => {
    for (const { line } of readingOf(inputOf(await bundle())).responders)
      expect(line.who ?? 'nobody').toMatch(/^(?:nobody|[a-z]+-\d+|.*(?:monitor|alert|page).*)$/i);
  });

  it('and hand-overs are a list of the draft and answer the question of engagement', async () => {
    const { draft } = await incidentIn(service, [
      { at: at('10:00'), kind: 'alarm', state: 'firing', subject: 'CheckoutErrors', text: 'CheckoutErrors is firing' },
      { at: at('10:03'), kind: 'message', actor: 'sre-1', text: 'acked, looking into it' },
      { at: at('10:06'), kind: 'message', actor: 'sre-2', text: 'I am incident commander' },
      { at: at('10:07'), kind: 'message', actor: 'sre-1', text: 'should we escalate to the database team?' },
      { at: at('10:09'), kind: 'message', actor: 'sre-2', text: 'escalated to dba-1' },
      { at: at('10:12'), kind: 'message', actor: 'dba-1', text: 'joining the call now' },
      { at: at('10:30'), kind: 'message', actor: 'sre-2', text: 'handing over incident command to sre-3' },
      { at: at('10:40'), kind: 'message', actor: 'sre-3', text: 'rolled back, errors are gone' },
      { at: at('10:41'), kind: 'alarm', state: 'ok', subject: 'CheckoutErrors', text: 'CheckoutErrors is OK' },
    ]);
    const made = await draft();
    expect(
      made.responders.map(({ did, who, at: time }: { did: string; who: string; at: string }) => [
        did,
        who,
        time.slice(11, 16),
      ]),
    ).toEqual([
      ['acknowledged', 'sre-1', '10:03'],
      ['commands', 'sre-2', '10:06'],
      ['escalated', 'sre-2', '10:09'],
      ['joined', 'dba-1', '10:12'],
      ['handedOver', 'sre-2', '10:30'],
    ]);
    for (const { evidenceIds } of made.responders) expect(evidenceIds).toHaveLength(1);
    const answer = answerIn(made, 'engagement');
    expect(answer?.content.answer).toContain(
      'There was a hand-over at 10:30 UTC: “handing over incident command to sre-3” (sre-2).',
    );
    expect(answer?.claims.flatMap(({ flags }) => flags)).toEqual([]);
    expect(inSection(made, 'summary')[0]?.content.text).toContain('people were on it at 10:03 UTC');
  });
});
