// What still blocks approval, beside the text: each point leads to its words, and the list follows what is saved.
import { call } from '../common/api.js';
import { make } from '../common/elements.js';
import { fieldAt } from './sections.js';

/** @param {HTMLFormElement} form @param {string} coeId @param {() => any} document the one that was saved last */
export function readinessPanel(form, coeId, document) {
  const panel = form.querySelector('[data-readiness]');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Where it lies, in the words of the form. @param {string} pointer */
  function placeIn(pointer) {
    const field = fieldAt(form, pointer, document());
    const row = field?.closest('[data-row]');
    const legend = row?.querySelector(':scope > legend')?.textContent ?? '';
    const words = [
      field?.closest('section')?.querySelector('h2')?.textContent,
      /^\d/.test(legend) ? `row ${legend}` : legend,
      row ? field?.closest('label')?.querySelector(':scope > span')?.textContent : '',
    ];
    return words.filter((one) => one).join(', ');
  }

  panel?.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-pointer]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const field = fieldAt(form, link.dataset.pointer ?? '', document());
    if (!field) return;
    event.preventDefault();
    show(field, link.dataset.quote ?? '');
  });

  async function draw() {
    const { status, body } = await call('GET', `/coes/${coeId}/readiness`);
    if (status !== 200 || !panel) return;
    const list = (/** @type {any[]} */ findings) =>
      make('ul', { class: 'plain-list findings' }, ...findings.map(({ why, fix, place }) => {
        const link = make('a', { href: '#', 'data-pointer': place.pointer, 'data-quote': place.quote ?? '' }, why);
        return make('li', {}, link, ...(place.quote ? [' ', make('q', {}, place.quote)] : []), make('small', {}, `${placeIn(place.pointer)}: ${fix}`));
      }));
    const isOpen = [...panel.querySelectorAll('details')].map(({ open }) => open);
    const group = (/** @type {string} */ words, /** @type {any[]} */ findings, /** @type {boolean} */ open) => {
      if (findings.length === 0) return [];
      const details = make('details', open ? { open: '' } : {}, make('summary', {}, `${findings.length} ${words}${findings.length === 1 ? '' : 's'}`), list(findings));
      return [details];
    };
    const active = globalThis.document.activeElement;
    const pointer = active instanceof HTMLElement && panel.contains(active) ? active.dataset.pointer : undefined;
    const groups = [...group('blocker', body.blockers, isOpen[0] ?? true), ...group('warning', body.warnings, isOpen[1] ?? false)];
    panel.replaceChildren(...(groups.length > 0 ? groups : [make('p', {}, 'Nothing blocks approval.')]));
    if (pointer) /** @type {HTMLElement | null} */ (panel.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`))?.focus();
  }

  return {
    /** Some sections were saved. */
    refresh() {
      clearTimeout(timer);
      timer = setTimeout(() => void draw(), 1_500);
    },
  };
}

/** Shows a field, with the words meant chosen in it. @param {import('./rows.js').Field} field @param {string} quote */
function show(field, quote) {
  field.closest('[data-row]')?.setAttribute('data-open', '');
  if (field.hidden) /** @type {HTMLElement | null} */ (field.closest('label')?.parentElement?.querySelector('.text-tools [aria-pressed=true]'))?.click();
  const boxes = field.closest('label[hidden]')?.nextElementSibling;
  if (boxes instanceof HTMLDetailsElement) {
    boxes.open = true;
    boxes.querySelector('summary')?.focus();
    return;
  }
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: 'center' });
  const at = quote === '' || field instanceof HTMLSelectElement ? -1 : field.value.indexOf(quote);
  if (at >= 0 && !(field instanceof HTMLSelectElement)) field.setSelectionRange(at, at + quote.length);
}
