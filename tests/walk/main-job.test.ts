import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

const folder = join(projectRoot, 'tests/evidence/fixtures/bundle');
const FILES = [
  'alertmanager.ndjson',
  'deploys.csv',
  'hostlog.ndjson',
  'slack-export-2020-01-08.json',
  'slack-users.json',
];
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  facts: Record<string, { value: string }>;
  entries: { at: string; text: string }[];
};

type Claim = { evidenceIds: string[]; coeIds: string[]; status: string; flags: string[] };
type Suggestion = {
  id: string;
  section: string;
  content: { at: string; text: string; title?: string; moment?: string };
  claims: Claim[];
};
type Moment = { at: string | null; candidates: { at: string | null }[] };
type Draft = {
  id: string;
  status: string;
  suggestions: Suggestion[];
  keyMoments: Record<string, Moment>;
  gaps: unknown[];
};

async function importAndDraft(api: TestService) {
  const { body: coe } = await api.as().post('coes').send({ title: 'API time-outs' });
  const results = [];
  for (const file of FILES) {
    const zone = file.endsWith('.csv') ? '&zone=UTC' : '';
    const { body } = await api
      .as()
      .post(`coes/${coe.id}/evidence?source=auto${zone}`)
      .set('Content-Type', 'application/octet-stream')
      .send(readFileSync(join(folder, file), 'utf8'));
    results.push(body);
  }
  const drafted = await api.as().post(`coes/${coe.id}/drafts`).set('Prefer', 'wait=50').send({ drafter: 'rules' });
  return { coe, results, drafted, draft: drafted.body as Draft };
}

let api: TestService;
let walk: Awaited<ReturnType<typeof importAndDraft>>;
beforeAll(async () => {
  api = await openTestService();
  walk = await importAndDraft(api);
});
afterAll(() => api.close());

describe('a real incident, from files to paper', () => {
  it('imports 27 raw records, the resent alert once', () => {
    const sum = (field: string) => walk.results.reduce((total, result) => total + result[field], 0);
    expect([sum('raw'), sum('accepted'), sum('duplicates'), sum('rejectedCount')]).toEqual([27, 26, 1, 0]);
    expect(walk.results.map((result) => result.source)).toEqual(['alertmanager', 'csv', 'ndjson', 'slack', 'slack']);
  });

  it('asks for a zone when the file states none, and stores nothing of it', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'zone' });
    const response = await api
      .as()
      .post(`coes/${coe.id}/evidence`)
      .set('Content-Type', 'text/csv')
      .send(readFileSync(join(folder, 'deploys.csv'), 'utf8'));
    expect(response.status).toBe(422);
    expect(response.body.errors[0].pointer).toBe('query:zone');
    expect((await api.as().get(`coes/${coe.id}/evidence`)).body.items).toEqual([]);
  });

  it('proposes exactly the 24 events that people wrote down, at their times', () => {
    expect(walk.drafted.status).toBe(200);
    expect(walk.draft.status).toBe('done');
    const proposed = walk.draft.suggestions.filter((suggestion) => suggestion.section === 'timeline');
    const minutes = (entries: { at: string }[]) =>
      entries.map((entry) => new Date(entry.at).toISOString().slice(0, 16));
    expect(minutes(proposed.map((suggestion) => suggestion.content))).toEqual(minutes(expected.entries));
    for (const { text, at } of expected.entries) {
      const words = text.toLowerCase().match(/[a-z0-9-]{3,}/g) ?? [];
      const best = Math.max(
        ...proposed
          .filter((suggestion) => Date.parse(suggestion.content.at) === Date.parse(at))
          .map(
            ({ content }) => words.filter((word) => content.text.toLowerCase().includes(word)).length / words.length,
          ),
      );
      expect([text, best >= 0.5]).toEqual([text, true]);
    }
  });

  it('gives the key moments as values or first candidates, and none that the evidence does not hold', () => {
    const { keyMoments } = walk.draft;
    const told = (name: string) => {
      const moment = keyMoments[name] as Moment;
      return Date.parse(moment.at ?? moment.candidates[0]?.at ?? '');
    };
    const fact = (name: string) => Date.parse(expected.facts[name]?.value as string);
    expect(Math.abs(told('impactStart') - fact('started_at'))).toBeLessThanOrEqual(60_000);
    expect(Math.abs(told('detected') - fact('detected_at'))).toBeLessThanOrEqual(60_000);
    expect(Math.abs(told('mitigated') - fact('mitigated_at'))).toBeLessThanOrEqual(60_000);
    expect(Math.abs(told('resolved') - fact('resolved_at'))).toBeLessThanOrEqual(60_000);
    expect(keyMoments.engaged).toMatchObject({ at: null, candidates: [] });
    // A phrase is never filled in silently: only the alarm's own state is a value.
    expect(
      Object.entries(keyMoments)
        .filter(([, moment]) => moment.at !== null)
        .map(([name]) => name),
    ).toEqual(['detected']);
  });

  it('cites evidence of this COE in every claim, unflagged, and proposes at least three action items on an empty library', async () => {
    const { body } = await api.as().get(`coes/${walk.coe.id}/evidence?limit=1000`);
    const known = new Set(body.items.map((item: { id: string }) => item.id));
    for (const { section, content, claims } of walk.draft.suggestions) {
      expect([section, content.text ?? content.title, claims.length > 0]).toEqual([
        section,
        content.text ?? content.title,
        true,
      ]);
      for (const claim of claims) {
        expect(claim.evidenceIds.length).toBeGreaterThan(0);
        expect(claim.evidenceIds.filter((id) => !known.has(id))).toEqual([]);
        expect(claim.flags).toEqual([]);
      }
    }
    const actions = walk.draft.suggestions.filter((suggestion) => suggestion.section === 'actionItems');
    expect(actions.length).toBeGreaterThanOrEqual(3);
  });

  it('drafts the same in a second, fresh database', async () => {
    const other = await openTestService();
    try {
      const second = await importAndDraft(other);
      expect(anonymous(second.draft)).toBe(anonymous(walk.draft));
    } finally {
      await other.close();
    }
  });

  it('accepts all but candidates, keeps what a person wrote, and a second draft proposes only what is new', async () => {
    const path = `coes/${walk.coe.id}`;
    await api.as().patch(path).set('If-Match', '*').send({ summary: 'Mine.' });
    const accepted = await api.as().post(`${path}/suggestions/accept`).send({ ids: 'all' });
    expect(accepted.status).toBe(200);
    const { body: coe } = await api.as().get(path);
    expect(coe.summary).toContain('Mine.');
    expect(coe.timeline).toHaveLength(24);
    expect(Object.keys(coe.keyMoments)).toEqual(['detected']);
    const again = await api
      .as()
      .post(`${path}/drafts`)
      .set('Prefer', 'wait=50')
      .send({ sections: ['timeline'] });
    expect(again.body.suggestions).toEqual([]);
  });

  it('renders Markdown, HTML, PDF and JSON; unapproved content only as a draft; the same bytes twice', async () => {
    const path = `coes/${walk.coe.id}/report`;
    for (const extension of ['md', 'html', 'pdf', 'json']) {
      const refused = await api.as().get(`${path}.${extension}`);
      expect(refused.status).toBe(409);
      expect(refused.body.detail).toContain('draft=true');
      const first = await download(api, `${path}.${extension}?draft=true`);
      const second = await download(api, `${path}.${extension}?draft=true`);
      expect(Buffer.compare(first, second)).toBe(0);
      if (extension === 'pdf') expect(first.subarray(0, 5).toString()).toBe('%PDF-');
      if (extension === 'md') expect(first.toString()).toContain('| 2020-01-08 15:26 |');
    }
  });

  it('comes back whole: the report, imported, gives the same report', async () => {
    const lasting = (report: Buffer) =>
      report
        .toString()
        .replace(/^# COE-\d+: |^\| (?:Number|Created|Last change) \|.*$/gm, '')
        .replace(/Version \d+/, 'Version');
    const first = await download(api, `coes/${walk.coe.id}/report.md?draft=true`);
    const made = await api.as().post('coes/import').set('Content-Type', 'text/markdown').send(first.toString());
    expect(made.body).toMatchObject({ unplaced: [], notes: [] });
    const second = await download(api, `coes/${made.body.coe.id}/report.md?draft=true`);
    expect(lasting(second)).toBe(lasting(first));
    expect(second.toString()).toContain('[E20]');
  });

  it('proposes an ORR question for each broadly applicable lesson, once', async () => {
    const { body: coe } = await api.as().get(`coes/${walk.coe.id}`);
    const broad = coe.lessonsLearned.filter((lesson: { broadlyApplicable: boolean }) => lesson.broadlyApplicable);
    const first = await api.as().post(`coes/${walk.coe.id}/orr-proposals/draft`);
    expect(first.body.items).toHaveLength(broad.length);
    await api.as().post(`coes/${walk.coe.id}/orr-proposals/draft`);
    const { body } = await api.as().get('orr/proposals');
    expect(body.items).toHaveLength(broad.length);
    const accepted = await api.as().post(`orr/proposals/${body.items[0].id}/accept`).send({});
    expect(accepted.status).toBe(200);
    expect((await api.as().get('orr/questions')).body.items[0].id).toBe(accepted.body.question.id);
  });
});

function anonymous(draft: Draft): string {
  return JSON.stringify(draft)
    .replace(/"(?:coe|ev|sug|drf|job|m|imp)_[A-Za-z0-9]+(?::[^"]*)?"/g, '"id"')
    .replace(/"(createdAt|updatedAt|startedAt|finishedAt|endedAt|requestedAt)":"[^"]+"/g, '"$1":"…"');
}

async function download(api: TestService, path: string): Promise<Buffer> {
  const response = await fetch(`${api.url}/api/v1/${path}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}
