import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isAction } from '../../../src/access/policies.js';
import { projectRoot } from '../../../src/kernel/paths.js';
import { openTestService, type TestService } from '../../service.js';
import { CALLERS, type Caller, EXPECTED, type Rule } from './expectations.js';
import { type CoeFixture, type Fixture, openFixture } from './fixture.js';

type Operation = { requestBody?: unknown };
const { paths } = JSON.parse(readFileSync(join(projectRoot, 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
);

let api: TestService;
let fixture: Fixture;
beforeAll(async () => {
  api = await openTestService({ env: { COE_RATE_LIMIT: '100000' } });
  fixture = await openFixture(api);
});
afterAll(() => api.close());

/** A path that names its COE only through something in it needs a body that passes, since the COE is looked at after it. */
const BODIES: Record<string, object> = {
  'PATCH /comments/{id}': { body: 'Other words' },
  'POST /comments/{id}/replies': { body: 'A reply' },
  'POST /suggestions/{id}/reject': { reason: 'Not so' },
  'PATCH /action-items/{id}': { priority: 'P2' },
  'POST /action-items/{id}/close': { proof: 'https://example.org/graph' },
  'POST /action-items/{id}/reopen': { reason: 'It came back' },
  'POST /orr/proposals/{id}/reject': { reason: 'Not for everybody' },
};
/** What can be done once only, to a COE or to a comment. */
const ENDS_COE = new Set(['DELETE /coes/{coe}']);
const ENDS_COMMENT = new Set(['DELETE /comments/{id}']);

function idFor(route: string, coe: CoeFixture): string {
  if (route.includes(' /comments/')) return coe.comment;
  if (route.includes(' /drafts/')) return coe.draft;
  if (route.includes('suggestions/')) return coe.suggestion;
  if (route.includes('/evidence/')) return coe.evidence;
  if (route.includes(' /action-items/')) return `${coe.number}:a1`;
  if (route.includes(' /orr/proposals/')) return coe.proposal;
  if (EXPECTED.get(route)?.ofCoe && !route.includes('{coe}'))
    throw new Error(`the matrix needs something of a COE to ask ${route}: teach the fixture`);
  return 'none';
}

function pathOf(route: string, coe: CoeFixture): string {
  const path = (route.split(' ')[1] as string)
    .replace('{coe}', coe.id)
    .replace('{id}', idFor(route, coe))
    .replace(/\{(n|a|b)\}/g, '1')
    .replace('{entry}', 't1')
    .replace('{moment}', 'detected')
    // Of a COE that the path names: decided before anything is looked for in it.
    .replace(/\{\w+\}/g, 'none');
  // What is asked for does not matter here, and a PDF takes its time.
  return route.startsWith('GET') ? `${path}?nonsense=1` : path;
}

type Answer = { status: number; detail: string };

/** By `fetch`, which keeps its connections: thousands of requests need no thousands of handshakes. */
async function ask(route: string, caller: Caller, coe: CoeFixture): Promise<Answer> {
  const method = route.split(' ')[0] as string;
  const token = fixture.tokens[caller];
  const response = await fetch(`${api.url}/api/v1${pathOf(route, coe)}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(BODIES[route] ?? {}) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false;
  return { status: response.status, detail: isProblem ? (JSON.parse(text) as Answer).detail : '' };
}

/** What the answer says of the decision; whether the request made sense is not asked. */
function letterOf(route: string, rule: Rule, { status, detail }: Answer): string {
  if (status >= 500) return `fault ${status}`;
  if (status === 429) return 'limited';
  if (status === 401) return rule.name === 'everybody' ? 'y' : 'u';
  if (status === 403) return 'f';
  const isHidden = rule.ofCoe && (!route.includes('{coe}') || /^There is no COE "/.test(detail));
  return status === 404 && isHidden ? 'h' : 'y';
}

describe('the matrix of every route, every role and every kind of COE', () => {
  it('covers the OpenAPI document: no route without an expectation, no expectation without a route', () => {
    expect(routes.filter((route) => !EXPECTED.has(route))).toEqual([]);
    expect([...EXPECTED.keys()].filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('has a row of the policy table behind every route', () => {
    expect(api.service.endpoints.filter(({ action }) => !isAction(action)).map(({ path }) => path)).toEqual([]);
    const served = api.service.endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(routes.filter((route) => !served.includes(route)).sort()).toEqual([
      'DELETE /session',
      'POST /hooks/{source}/{secret}',
      'POST /session',
    ]);
  });

  it.each(routes.filter((route) => EXPECTED.has(route)))('%s', async (route) => {
    const rule = EXPECTED.get(route) as Rule;
    const lettersOf = (caller: Caller) =>
      Promise.all(
        fixture.coes.slice(0, rule.ofCoe ? 3 : 1).map(async (usual, index) => {
          const coe = ENDS_COE.has(route)
            ? { ...usual, ...(await fixture.bare(index)) }
            : ENDS_COMMENT.has(route)
              ? { ...usual, comment: await fixture.comment(usual) }
              : usual;
          return letterOf(route, rule, await ask(route, caller, coe));
        }),
      );
    const found = await Promise.all(CALLERS.map(async (caller) => [caller, (await lettersOf(caller)).join('')]));
    expect(Object.fromEntries(found)).toEqual(rule.letters);
  });
});
