import type { Client } from './client.js';
import type { IncidentCoe } from './import-incident.js';

type Suggestion = {
  id: string;
  section: string;
  content: { moment?: string; at?: string; state?: string; title?: string };
  claims: { coeIds: string[] }[];
  status: string;
};
type Draft = {
  status: string;
  suggestions: Suggestion[];
  keyMoments: Record<string, { at: string | null; candidates: { at: string | null; rule: string }[] }>;
  gaps: unknown[];
  warnings: string[];
};
type Coe = { keyMoments: Record<string, { at: string | null }>; timeline: unknown[]; actionItems: unknown[] };

/** Drafts, tells what was found, and accepts it; the first candidate of a moment too, which is the owner's call in real life. */
export async function draftIncident(api: Client, coe: IncidentCoe, say: (line: string) => void): Promise<void> {
  const draft = await api.post<Draft>(`/coes/${coe.id}/drafts`, { drafter: 'rules' }, { Prefer: 'wait=50' });
  if (draft.status !== 'done') throw new Error(`the draft is ${draft.status}: ${draft.warnings.join('; ')}`);
  const of = (section: string) => draft.suggestions.filter((suggestion) => suggestion.section === section);
  say(
    `    ${draft.suggestions.length} suggestions: ${of('timeline').length} timeline entries, ${of('actionItems').length} action items, ${draft.gaps.length} gaps`,
  );
  for (const [moment, { at, candidates }] of Object.entries(draft.keyMoments)) {
    const first = candidates[0];
    const candidate = first?.at ? `candidate ${clock(first.at)} (${first.rule})` : 'not in the evidence';
    say(`    ${moment}: ${at ? clock(at) : candidate}`);
  }
  for (const action of of('actionItems').filter((each) => each.claims.some((claim) => claim.coeIds.length > 0))) {
    const cited = [...new Set(action.claims.flatMap((claim) => claim.coeIds))];
    const numbers = await Promise.all(
      cited.map(async (id) => (await api.get<{ number: string }>(`/coes/${id}`)).number),
    );
    say(`    a prior action is cited, from ${numbers.join(', ')}: ${action.content.title}`);
  }
  await api.post(`/coes/${coe.id}/suggestions/accept`, { ids: 'all' });
  await acceptFirstCandidates(api, coe, of('keyMoments'));
  const proposals = await api.post<{ items: unknown[] }>(`/coes/${coe.id}/orr-proposals/draft`, {});
  const now = await api.get<Coe>(`/coes/${coe.id}`);
  say(
    `    accepted: ${now.timeline.length} timeline entries, ${now.actionItems.length} action items; ${proposals.items.length} ORR questions proposed`,
  );
}

async function acceptFirstCandidates(api: Client, coe: IncidentCoe, moments: Suggestion[]): Promise<void> {
  const { keyMoments } = await api.get<Coe>(`/coes/${coe.id}`);
  const decided = new Set(Object.keys(keyMoments));
  for (const { id, content } of moments) {
    if (!content.moment || decided.has(content.moment) || !content.at) continue;
    decided.add(content.moment);
    await api.post(`/coes/${coe.id}/suggestions/${id}/accept`, {});
  }
}

const clock = (at: string) => `${at.slice(11, 19)} UTC`;
