import type { TestService } from '../service.js';

export type Row = {
  at: string;
  text: string;
  kind?: string;
  actor?: string;
  subject?: string;
  state?: string;
  severity?: string;
};

/** Calls of one COE of a test service, with evidence written down as rows of a table. */
export async function incidentIn(service: TestService, rows: readonly Row[], content: Record<string, unknown> = {}) {
  const made = await service
    .as()
    .post('coes')
    .send({ title: 'Checkout failed', ...content });
  const coe = made.body.id as string;
  const incident = {
    coe,
    get: async (path: string) => (await service.as().get(`coes/${coe}${path}`)).body,
    patch: (body: object) => service.as().patch(`coes/${coe}`).set('If-Match', '*').send(body),
    async add(more: readonly Row[]) {
      const lines = more.map((row) => JSON.stringify({ time: row.at, ...row, at: undefined }));
      const sent = await service
        .as()
        .post(`coes/${coe}/evidence?filename=incident.ndjson`)
        .set('Content-Type', 'application/x-ndjson')
        .send(lines.join('\n'));
      if (sent.body.accepted !== more.length) throw new Error(JSON.stringify(sent.body));
    },
    async draft(sections?: string[]) {
      const answer = await service
        .as()
        .post(`coes/${coe}/drafts`)
        .set('Prefer', 'wait=30')
        .send(sections === undefined ? {} : { sections });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    accept: (id: string | string[], edits?: object) =>
      typeof id === 'string' && id !== 'all'
        ? service
            .as()
            .post(`coes/${coe}/suggestions/${id}/accept`)
            .send(edits ?? {})
        : service.as().post(`coes/${coe}/suggestions/accept`).send({ ids: id }),
    reject: (id: string) => service.as().post(`coes/${coe}/suggestions/${id}/reject`).send({}),
  };
  if (rows.length > 0) await incident.add(rows);
  return incident;
}

export type Suggested = {
  id: string;
  section: string;
  content: Record<string, unknown>;
  claims: { text: string; evidenceIds: string[]; status: string; flags: string[] }[];
  status: string;
};

export const inSection = (draft: { suggestions: Suggested[] }, section: string): Suggested[] =>
  draft.suggestions.filter((one) => one.section === section);

export const answerIn = (draft: { suggestions: Suggested[] }, questionId: string): Suggested | undefined =>
  draft.suggestions.find(({ content }) => content.questionId === questionId);
