// What became of what was typed, in words beside the button, as a mark at each section, and said aloud when it matters.

/** @typedef {import('./autosave.js').State} State */

const WORDS = /** @type {Record<State, (detail: string) => string>} */ ({
  saved: (version) => `All saved, version ${version}.`,
  waiting: (detail) => (detail === 'unkept' ? 'Not saved yet, and this browser keeps nothing: stay on the page.' : 'Not saved yet.'),
  saving: () => 'Saving …',
  offline: (detail) => `Offline: kept in this browser, saved when the service answers again. ${detail}`.trim(),
  signedOut: () => 'Your session ended. What you typed is kept in this browser.',
  conflict: () => 'Somebody changed the same words: read the marked section over.',
  problem: (count) => `${count === '1' ? 'One field needs' : `${count} fields need`} another look; the rest is saved.`,
  refused: (detail) => `Not saved: ${detail} What you typed is kept in this browser.`,
  unfinished: (count) => `Saved; ${count === '1' ? 'one row is' : `${count} rows are`} not finished and kept in this browser.`,
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
    /** @param {State} state @param {string} detail */
    show(state, detail) {
      const words = WORDS[state](detail);
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
