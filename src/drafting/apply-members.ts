import type { CoeContent, TimelineEntry } from '../coe/schema.js';
import type { Why } from '../coe/why-schema.js';
import type { WhyContent } from './suggestion-content.js';

/** Members of lists take the id of their suggestion: an accept repeated after a crash finds them there. */
export function appendMember<M extends { id: string }>(members: readonly M[], member: M): M[] {
  return members.some(({ id }) => id === member.id) ? [...members] : [...members, member];
}

/** Before the first entry that is later, so that a timeline in order stays in order and a person's own order is not touched. */
export function insertByTime(timeline: readonly TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  if (timeline.some(({ id }) => id === entry.id)) return [...timeline];
  const later = timeline.findIndex(({ at }) => at > entry.at);
  return later === -1 ? [...timeline, entry] : timeline.toSpliced(later, 0, entry);
}

/** A why with its children; ids of children come from their place below the suggestion. */
export function whyMember(content: WhyContent, id: string, evidenceIds: string[]): Why {
  return {
    id,
    question: content.question,
    answer: content.answer,
    hypothesis: content.hypothesis,
    evidenceIds: [...new Set([...evidenceIds, ...content.evidenceIds])],
    actionItemIds: [],
    reasonWithoutAction: '',
    children: content.children.map((child, index) => whyMember(child, `${id}.${index + 1}`, [])),
  };
}

export function actionMember(
  content: {
    title: string;
    type: CoeContent['actionItems'][number]['type'];
    endState: string;
    priority: string | null;
    citedCoes: string[];
  },
  id: string,
  evidenceIds: string[],
): CoeContent['actionItems'][number] {
  const { title, type, endState, priority, citedCoes } = content;
  const open = { owner: null, dueDate: null, status: 'open' as const, whyIds: [], proof: '', tracker: null };
  return { id, title, type, priority, endState, citedCoes, evidenceIds, ...open };
}
