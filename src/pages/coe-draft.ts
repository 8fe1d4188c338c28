import type { Router } from 'express';
import { askedQuestions } from '../coe/templates.js';
import { acceptSuggestion } from '../drafting/accept-suggestion.js';
import { acceptSuggestions, type Skipped } from '../drafting/accept-suggestions.js';
import { waitForDraft } from '../drafting/follow-draft.js';
import { rejectSuggestion } from '../drafting/reject-suggestion.js';
import { requestDraft } from '../drafting/request-draft.js';
import { DRAFT_SECTIONS } from '../drafting/section-rule.js';
import { type PresentedSuggestion, presentSuggestion } from '../drafting/suggestion-schema.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import { invalid } from '../kernel/errors.js';
import { type CoeFrame, type CoeParts, frameOf } from './coe-frame.js';
import { shorten } from './diff-words.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { editedContent, suggestionFields, suggestionWords } from './suggestion-words.js';
import { showPage } from './view.js';

type Parts = CoeParts &
  Pick<PageParts, 'templates' | 'edit' | 'drafts' | 'jobs' | 'clock' | 'citedEvidence' | 'mayLeave' | 'modelName'>;

/** Citations shown with one claim, and looked up for the whole screen: a collapsed flap may stand on thousands. */
const CITED_PER_CLAIM = 12;
const CITED_IN_ALL = 2_000;
/** Seconds until a screen with an unfinished draft asks again, in a browser without script. */
const AGAIN = 2;
/** Most drafts are done within this; a longer one is followed on the screen. */
const WAIT_SECONDS = 5;

/** `/coes/{coe}/draft`: start a draft by rules or by the language model, and accept, edit or reject what it suggests. */
export function coeDraftScreen(router: Router, parts: Parts): void {
  const { ports, suggestions } = parts;
  const path = '/coes/:coe/draft';
  const back = async ({ coeId, response }: Visit, place: string) =>
    response.redirect(303, `/coes/${(await parts.store.byId(coeId)).number}/draft${place}`);

  showAt(router, ports, path, 'coe.read', (visit) => showDraft(parts, visit, []));

  takeAt(router, ports, path, 'coe.edit', async (visit) => {
    const drafter = fieldOf(visit.form, 'drafter') === 'model' ? ('model' as const) : ('rules' as const);
    const sections = fieldOf(visit.form, 'sections') === 'rewrites' ? ['rewrites' as const] : [...DRAFT_SECTIONS];
    const request = { drafter, sections };
    const { _id } = await requestDraft(parts, visit.coeId, request, visit.actor);
    await waitForDraft(parts, _id, WAIT_SECONDS);
    await back(visit, '?done=drafted');
  });

  takeAt(router, ports, `${path}/accept`, 'coe.edit', async (visit) => {
    const ids = visit.form.ids === undefined ? [] : [visit.form.ids].flat();
    if (ids.length === 0) invalid('/ids', 'Choose a suggestion to accept.');
    const { skipped } = await acceptSuggestions(parts, visit.coeId, ids[0] === 'all' ? 'all' : ids, visit.actor);
    if (skipped.length === 0) return back(visit, '?done=accepted');
    await showDraft(parts, visit, skipped);
  });

  takeAt(router, ports, `${path}/:id/accept`, 'coe.edit', async (visit) => {
    const id = visit.request.params.id as string;
    const suggestion = await suggestions.ofCoeById(visit.coeId, id);
    const edits = editedContent(suggestion.content, (name) =>
      visit.form[`content.${name}`] === undefined ? undefined : fieldOf(visit.form, `content.${name}`),
    );
    await acceptSuggestion(parts, visit.coeId, id, visit.actor, edits);
    await back(visit, `#${encodeURIComponent(suggestion.section)}`);
  });

  takeAt(router, ports, `${path}/:id/reject`, 'coe.edit', async (visit) => {
    await rejectSuggestion(parts, visit.coeId, visit.request.params.id as string, visit.actor, null);
    await back(visit, `#${encodeURIComponent(fieldOf(visit.form, 'section'))}`);
  });
}

async function showDraft(parts: Parts, visit: Visit, skipped: Pick<Skipped, 'section' | 'reason'>[]): Promise<void> {
  const { coeId, response } = visit;
  const [frame, draft, all] = await Promise.all([
    frameOf(parts, visit, 'draft'),
    parts.drafts.latest(coeId),
    parts.suggestions.shown(coeId),
  ]);
  const waiting = all.filter(({ status }) => status === 'pending').map(presentSuggestion);
  const running = draft !== null && ['queued', 'running'].includes(draft.status);
  showPage(
    response,
    'coe-draft',
    { title: `Draft of ${frame.coe.number}`, section: '/coes', room: 'draft', ...(running ? { refresh: AGAIN } : {}) },
    {
      ...frame,
      draft,
      modelName: parts.modelName,
      running,
      groups: groupBySection(waiting, await citedIn(parts, coeId, waiting), await questionsOf(parts, frame)),
      waiting: waiting.length,
      decidable: waiting.some(({ section, content }) => section !== 'rewrites' && content.state !== 'candidate'),
      decided: all.length - waiting.length,
      skipped,
    },
  );
}

function groupBySection(
  suggestions: PresentedSuggestion[],
  cited: Map<string, StoredEvidenceItem>,
  questions: { id: string; text: string }[],
) {
  const sections = [...new Set(suggestions.map(({ section }) => section))];
  return sections.map((section) => {
    const members = suggestions.filter((one) => one.section === section);
    return {
      section,
      // Candidates exclude one another: each is chosen by itself.
      ids: members.filter(({ content }) => section !== 'rewrites' && content.state !== 'candidate').map(({ id }) => id),
      suggestions: members.map((one) => ({
        ...one,
        words: suggestionWords(one, questions),
        fields: suggestionFields(one.content),
        diff: one.diff && shorten(one.diff),
        where: String(one.content.place ?? '').split('/')[0],
        claims: one.claims.map((claim) => ({
          ...claim,
          evidence: claim.evidenceIds.slice(0, CITED_PER_CLAIM).flatMap((id) => cited.get(id) ?? []),
          further: Math.max(0, claim.evidenceIds.length - CITED_PER_CLAIM),
        })),
      })),
    };
  });
}

async function citedIn(
  parts: Parts,
  coeId: string,
  suggestions: PresentedSuggestion[],
): Promise<Map<string, StoredEvidenceItem>> {
  const ids = new Set(
    suggestions.flatMap(({ claims }) => claims.flatMap(({ evidenceIds }) => evidenceIds.slice(0, CITED_PER_CLAIM))),
  );
  const items = ids.size === 0 ? [] : await parts.citedEvidence(coeId, [...ids].slice(0, CITED_IN_ALL));
  return new Map(items.map((item) => [item.id, item]));
}

async function questionsOf({ templates }: Parts, { coe }: CoeFrame) {
  return askedQuestions((await templates.byVersion(coe.templateVersion)) ?? (await templates.latest()));
}
