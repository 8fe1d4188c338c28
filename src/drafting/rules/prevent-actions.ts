import { resourceShortages, sameMatter } from './action-findings.js';
import type { ActionFinder } from './candidate.js';
import { breakingNoun, componentOrService, withQuote } from './components.js';
import { changeName } from './reading.js';

/** A resource that ran out → a limit, headroom and a soft landing. */
export const shortage: ActionFinder = (reading, input) =>
  resourceShortages(reading)
    .slice(0, 2)
    .map(({ line, resource }) => {
      const component = componentOrService(input, line);
      const again = reading.impacts.filter(
        (other) => other !== line && breakingNoun(other.text) !== null && sameMatter(line, other),
      );
      const lines = [line, ...again].slice(0, 4);
      return { title: withQuote(resource.title(component), line), endState: resource.endState(component), lines };
    });

/** A suspect change → a check before deploy. It holds whether or not the change turns out to be the cause. */
export const suspectChange: ActionFinder = ({ suspects, symptom }) =>
  suspects.slice(0, 1).map((change) => ({
    title: `Check changes like ${changeName(change)} on a canary before they go everywhere`,
    endState:
      'Such a change goes to a canary first; a rise of errors or crashes there stops it by itself, shown with a change that is broken on purpose.',
    lines: symptom === undefined ? [change] : [change, symptom.line],
  }));
