// A review by keyboard: through what changed and the threads, to the decision, and to the next COE of the queue.
import { keyHelp } from '../common/elements.js';

const KEYS = [
  ['J K', 'to the next or previous change or thread'],
  ['R', 'reply to the thread'],
  ['X', 'resolve it, or open it again'],
  ['Y', 'apply the suggested words'],
  ['C', 'comment, on the chosen words if there are any'],
  ['S', 'suggest other words for them'],
  ['A', 'to approval'],
  ['D', 'to the reasons, to request changes'],
  ['M', 'mark this version as read'],
  ['N P', 'to the next or previous COE that waits for your review'],
];

/** @param {HTMLElement} root @param {(isEdit: boolean) => void} comment */
export function reviewKeys(root, comment) {
  const stops = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll('#changes ~ .change, .thread')]);
  root.querySelector('[data-keys]')?.append(keyHelp(KEYS));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (root.querySelector(selector));
  const current = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest('.change, .thread') ?? null);
  const within = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (current()?.querySelector(selector) ?? null);

  /** @param {1 | -1} by */
  function step(by) {
    const list = stops();
    const at = current();
    const next = at ? list[list.indexOf(at) + by] : list[by > 0 ? 0 : list.length - 1];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'center' });
  }
  const goTo = (/** @type {HTMLElement | null} */ element) => {
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'center' });
  };
  const submit = (/** @type {HTMLElement | null} */ form) => form instanceof HTMLFormElement && form.requestSubmit();

  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.matches('input, textarea, select')) return;
    const act = {
      j: () => step(1),
      k: () => step(-1),
      r: () => {
        const details = /** @type {HTMLDetailsElement | null} */ (within('footer > details'));
        if (!details) return;
        details.open = true;
        goTo(details.querySelector('textarea'));
      },
      x: () => submit(within('form[action$="/resolve"], form[action$="/reopen"]')),
      y: () => submit(within('form[action$="/apply"]')),
      c: () => comment(false),
      s: () => comment(true),
      a: () => goTo(find('button[value=approve]')),
      d: () => goTo(find('#reasons')),
      m: () => submit(find('form[action$="/review/look"]')),
      n: () => find('[data-queue=next]')?.click(),
      p: () => find('[data-queue=previous]')?.click(),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
