// What became of what was typed, in words beside the button, as a mark at each section, and said aloud when it matters.

/** @typedef {import('./overall-state.js').State} State */

const UNKEPT = 'This browser keeps nothing: stay on the page.';
/** Where what is not saved is, and where it is not: a promise that the browser does not keep would cost people their words. */
const KEPT = (/** @type {boolean} */ isKept) => (isKept ? 'What you typed is kept in this browser.' : UNKEPT);

const WORDS = /** @type {Record<State, (detail: string, isKept: boolean) => string>} */ ({
  saved: (version) => `All saved, version ${version}.`,
  waiting: (_, isKept) => (isKept ? 'Not saved yet.' : `Not saved yet. ${UNKEPT}`),
  saving: () => 'Saving …',
  offline: (detail, isKept) => `Offline: ${isKept ? 'kept in this browser, ' : ''}saved when the service answers again. ${isKept ? '' : UNKEPT} ${detail}`.replaceAll('  ', ' ').trim(),
  signedOut: (_, isKept) => `Your session ended. ${KEPT(isKept)}`,
  conflict: () => 'Somebody changed the same words: read the marked section over.',
  problem: (count) => `${count === '1' ? 'One field needs' : `${count} fields need`} another look; the rest is saved.`,
  refused: (detail, isKept) => `Not saved: ${detail} ${KEPT(isKept)}`,
  unfinished: (count, isKept) => `Saved; ${count === '1' ? 'one row is' : `${count} rows are`} not finished${isKept ? ' and kept in this browser.' : `. ${UNKEPT}`}`,
});
const MARKS = /** @type {Partial<Record<State, string>>} */ ({
  waiting: 'not saved yet',
  conflict: 'changed by somebody else',
  problem: 'needs another look',
  unfinished: 'has an unfinished row',
});
/** States that are worth an interruption. */
const ALOUD = new Set(['offline', 'signedOut', 'conflict', 'problem', 'refused']);

/** @param {HTMLFormElement} form */
export function saveState(form) {
  const shown = /** @type {HTMLElement} */ (form.querySelector('[data-state]'));
  const said = document.createElement('span');
  said.className = 'unseen';
  said.setAttribute('role', 'status');
  shown.after(said);
  let last = 'saved';

  return {
    /** @param {State} state @param {string} detail @param {boolean} isKept */
    show(state, detail, isKept) {
      const words = WORDS[state](detail, isKept);
      if (shown.dataset.state !== state || shown.firstChild?.textContent !== words) {
        shown.dataset.state = state;
        shown.replaceChildren(words);
        if (state === 'signedOut') shown.append(' ', signInLink());
      }
      if (state === 'saving' || state === 'waiting') return;
      if (ALOUD.has(state)) said.textContent = words;
      else if (ALOUD.has(last)) said.textContent = 'All saved again.';
      last = state;
    },
    /** @param {string} section @param {State} state */
    showSection(section, state) {
      const link = [...form.querySelectorAll('[data-outline]')].find((one) => one.getAttribute('data-outline')?.split(' ').includes(section));
      if (!(link instanceof HTMLElement)) return;
      const states = /** @type {Record<string, string>} */ (JSON.parse(link.dataset.states ?? '{}'));
      const next = JSON.stringify({ ...states, [section]: MARKS[state] ?? '' });
      if (next === link.dataset.states) return;
      link.dataset.states = next;
      const mark = Object.values(/** @type {Record<string, string>} */ (JSON.parse(next))).find((one) => one !== '') ?? '';
      let shownMark = link.querySelector('.mark');
      if (mark === '') return void shownMark?.remove();
      if (!shownMark) {
        shownMark = document.createElement('small');
        shownMark.className = 'mark';
        link.append(shownMark);
      }
      shownMark.textContent = mark;
    },
  };
}

function signInLink() {
  const link = document.createElement('a');
  // In a tab of its own: this page keeps the words and goes on as soon as there is a session.
  Object.assign(link, { href: '/sign-in?next=/account', target: '_blank', rel: 'opener', textContent: 'Sign in in a new tab' });
  return link;
}
