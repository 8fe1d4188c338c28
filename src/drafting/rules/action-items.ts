import type { ProposedSuggestion, SectionRule } from '../section-rule.js';
import { ACTION_RULES } from './action-rules.js';
import { fate, type Promised, promiseStatement, promiseTitle, relevantPromises } from './promises.js';
import { readingOf } from './reading.js';
import { identityOf, lineStatement, suggestion } from './sentence.js';

/** More candidates than a review can weigh are noise; the table is in the order of what matters first. */
const MOST_OWN = 9;
const MOST_PRIOR = 3;

/** Candidate actions from the evidence itself, then what earlier COEs promised, with what became of it. Every one cites. */
export const draftActionItems: SectionRule = (input) => {
  const reading = readingOf(input);
  const own = ACTION_RULES.flatMap(({ id, type, find }) =>
    find(reading, input).map(({ title, endState, lines }) => {
      const claims = lines.map((line) => lineStatement(line));
      return suggestion('actionItems', { title, type, endState }, claims, identityOf(id, lines.slice(0, 1)));
    }),
  );
  const prior = relevantPromises(input).slice(0, MOST_PRIOR).map(fromPrior);
  return [...own.slice(0, MOST_OWN), ...prior];
};

const TYPES = ['detect', 'mitigate', 'prevent', 'process'];

/** An open promise is to be kept, a kept one to be checked against this event, a cancelled one to be decided anew. */
function fromPrior(promise: Promised): ProposedSuggestion {
  const { prior, item } = promise;
  const title = promiseTitle(promise);
  const endings: Readonly<Record<string, [string, string]>> = {
    done: [
      `Verify in a drill that ${prior.number}'s action still holds: “${title}”`,
      `A drill of this event's failure shows that “${title}” (${fate(promise)}) takes effect, or a new action replaces it.`,
    ],
    cancelled: [
      `Decide again on ${prior.number}'s cancelled action: “${title}”`,
      'The decision and its reason are written in this COE, with an owner and a date when it is taken up.',
    ],
  };
  const [words, endState] = endings[item.status] ?? [
    `Finish ${prior.number}'s action: “${title}”`,
    `The action of ${prior.number} (${fate(promise)}) is closed with proof.`,
  ];
  const type = item.type !== null && TYPES.includes(item.type) ? item.type : 'prevent';
  return suggestion(
    'actionItems',
    {
      title: words,
      type,
      endState,
      citedCoes: [...new Set([prior, ...promise.also.map((other) => other.prior)].map(({ number }) => number))],
    },
    [promiseStatement(promise)],
    `prior:${prior.id}:${item.id}`,
  );
}
