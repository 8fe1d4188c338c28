// Suggestions decided one by one, by key or button, without leaving the page.
import { announcer, keyHelp, make } from '../common/elements.js';

const KEYS = [
  ['J K', 'to the next or the one before'],
  ['A', 'accept'],
  ['E', 'edit, then accept with the changes'],
  ['R', 'reject; later drafts do not propose it again'],
  ['C', 'its claims and their evidence'],
];

/** @param {HTMLElement} panel */
export function suggestionKeys(panel) {
  const all = () => /** @type {HTMLElement[]} */ ([...panel.querySelectorAll('article.suggestion:not([data-decided])')]);
  if (all().length === 0) return;
  const say = announcer(panel);
  panel.querySelector('.group')?.before(keyHelp(KEYS));
  for (const one of all()) one.tabIndex = -1;
  first()?.setAttribute('tabindex', '0');

  function first() {
    return all()[0];
  }
  const current = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest('article.suggestion:not([data-decided])') ?? null);

  /** @param {HTMLElement | undefined} one */
  function goTo(one) {
    if (!one) return;
    for (const other of all()) other.tabIndex = -1;
    one.tabIndex = 0;
    one.focus({ preventScroll: true });
    one.scrollIntoView({ block: 'center' });
  }

  /** @param {HTMLElement} one @param {string} selector */
  const formOf = (one, selector) => /** @type {HTMLFormElement | null} */ (one.querySelector(selector));
  const formsOf = (/** @type {HTMLElement} */ one) => ({
    accept: formOf(one, '.deciding form[action$="/accept"]'),
    reject: formOf(one, '.deciding form[action$="/reject"]'),
    edit: formOf(one, '.changing form'),
  });

  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.matches('input, textarea, select')) return;
    const one = current();
    const list = all();
    const forms = one && formsOf(one);
    const details = (/** @type {string} */ selector) => () => {
      const found = /** @type {HTMLDetailsElement | null | undefined} */ (one?.querySelector(selector));
      if (!found) return;
      found.open = !found.open;
      const field = found.querySelector('textarea') ?? found.querySelector('input:not([type=hidden]), select');
      if (found.open && field instanceof HTMLElement) field.focus();
    };
    const act = {
      j: () => goTo(one ? list[list.indexOf(one) + 1] : list[0]),
      k: () => goTo(one ? list[list.indexOf(one) - 1] : list[0]),
      a: () => forms?.accept?.requestSubmit(),
      r: () => forms?.reject?.requestSubmit(),
      e: details('.changing'),
      c: details('.claims'),
    }[event.key.toLowerCase()];
    if (!act || (!one && !['j', 'k'].includes(event.key.toLowerCase()))) return;
    event.preventDefault();
    act();
  });
  // Out of a field of the suggestion, back to the keys.
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') current()?.focus();
  });

  panel.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const one = /** @type {HTMLElement | null} */ (form.closest('article.suggestion'));
    if (!one || one.dataset.decided) return;
    event.preventDefault();
    void decide(one, form);
  });

  /** @param {HTMLElement} one @param {HTMLFormElement} form */
  async function decide(one, form) {
    one.setAttribute('aria-busy', 'true');
    const problem = await send(form);
    one.removeAttribute('aria-busy');
    one.querySelector('.decision-problem')?.remove();
    if (problem !== null) {
      one.append(make('p', { class: 'decision-problem notice bad', role: 'alert' }, problem));
      return;
    }
    const list = all();
    const next = list[list.indexOf(one) + 1] ?? list[list.indexOf(one) - 1];
    const words = form.action.endsWith('/reject') ? 'Rejected' : form.closest('.changing') ? 'Accepted with your changes' : 'Accepted';
    one.dataset.decided = words;
    one.removeAttribute('tabindex');
    one.querySelector('.deciding')?.replaceChildren(make('span', { class: `status ${words === 'Rejected' ? 'draft' : 'accepted'}` }, words));
    one.querySelector('.more')?.remove();
    recount(panel);
    const left = all().length;
    say(`${words}. ${left === 0 ? 'Nothing waits any more.' : `${left} ${left === 1 ? 'waits' : 'wait'}.`}`);
    goTo(next);
  }
}

/** Sends the form as the browser would. @param {HTMLFormElement} form @returns {Promise<string | null>} what stands in the way; null when it is done */
async function send(form) {
  try {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual' });
    // The answer to a form that was taken leads elsewhere; it is not followed.
    if (response.type === 'opaqueredirect') return null;
    if (response.status === 401) return 'Your session ended. Sign in in another tab, then repeat it: nothing on this page is lost.';
    if (response.ok) return 'It was left for you: what a person wrote stands in its place. Edit it, then accept.';
    const problem = await response.json();
    return [problem.detail, ...(problem.errors ?? []).map((/** @type {{ detail: string }} */ { detail }) => detail)].filter(Boolean).join(' ');
  } catch {
    return 'Not decided: the service does not answer. Try again.';
  }
}

/** @param {HTMLElement} panel */
function recount(panel) {
  const waiting = (/** @type {ParentNode} */ within) => within.querySelectorAll('article.suggestion:not([data-decided])').length;
  for (const group of panel.querySelectorAll('.group')) {
    const count = group.querySelector('.n');
    if (count) count.textContent = String(waiting(group));
  }
  const heading = panel.querySelector('#suggestions');
  const left = waiting(panel);
  if (heading) heading.textContent = `${left} ${left === 1 ? 'suggestion' : 'suggestions'}`;
}
