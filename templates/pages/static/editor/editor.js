// The editor: what people type is saved section by section while they type, and nothing typed is lost. Without this script the same form is
// sent by its button.
import { call } from '../common/api.js';
import { autosave } from './autosave.js';
import { actionTable } from './action-table.js';
import { askToMerge } from './conflict.js';
import { announcer, button, make, notice, placeOf } from '../common/elements.js';
import { keepTyped } from './keep-typed.js';
import { markdownPreviews } from './markdown-preview.js';
import { outline } from './outline.js';
import { takePasted } from './paste.js';
import { problems } from './problems.js';
import { readinessPanel } from './readiness-panel.js';
import { rowButtons } from './row-buttons.js';
import { takeOffered } from './rows.js';
import { saveState } from './save-state.js';
import { sectionOf, sectionsIn } from './sections.js';
import { timelineKeys } from './timeline-keys.js';
import { whyActions } from './why-actions.js';
import { whyTree } from './why-tree.js';

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-editor]'));
if (form) void start(form);

/** @param {HTMLFormElement} form */
async function start(form) {
  const { editor: coeId = '', actor = '', unsaved } = form.dataset;
  const path = location.pathname.replace(/\/edit$/, '');
  const notices = /** @type {HTMLElement} */ (form.querySelector('[data-notices]'));
  // A browser that fills in what it remembers would pass it off as typed now.
  form.autocomplete = 'off';
  const state = saveState(form);
  const faults = problems(form);
  const kept = keepTyped(actor, coeId);
  const saver = autosave({
    form,
    coeId,
    kept,
    show: state.show,
    showSection: state.showSection,
    showErrors: faults.show,
    changed: () => readiness.refresh(),
    askToMerge: (name, offer, by) => askToMerge(form, name, offer, by, (choice) => saver.decide(name, choice)),
    tellMerged: (name, by) => tell(`${placeOf(form, name).words}: ${by || 'somebody'} changed other words of it. Both are kept.`),
  });
  const readiness = readinessPanel(form, coeId, saver.saved);
  const say = announcer(form);
  const tell = (/** @type {string} */ words) => {
    const shown = notice('good', words);
    notices.append(shown);
    setTimeout(() => shown.remove(), 10_000);
  };

  const typedOn = Number(/** @type {HTMLInputElement} */ (form.elements.namedItem('version')).value);
  const arrival = call('GET', `/coes/${coeId}`);
  const early = /** @type {Set<string>} */ (new Set());
  let hasBegun = false;
  form.addEventListener('input', ({ target }) => {
    const name = target instanceof Element ? sectionOf(target) : undefined;
    if (name && hasBegun) saver.touch(name);
    else if (name) early.add(name);
  });
  let isLost = false;
  const begun = arrival.then(({ status, body: coe }) => {
    isLost = status !== 200;
    if (isLost) return state.show('offline', 'Reload the page.', true);
    takeOffered(form);
    // A form that was sent without script in vain holds words in any section.
    saver.begin(coe, typedOn, unsaved === undefined ? early : new Set(sectionsIn(form)));
    hasBegun = true;
  });
  form.addEventListener('submit', async (event) => {
    if (isLost) return; // sent as it is
    event.preventDefault();
    await begun;
    if (isLost) return form.submit();
    if (!(await saver.save()) && !saver.isClean()) return showFirstFault(form);
    location.assign(`${path}?done=${saver.version() > typedOn ? 'saved' : 'unchanged'}`);
  });
  await begun;
  if (isLost) return;
  addEventListener('keydown', (event) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    void saver.save();
  });
  const [tree, answering] = [whyTree(form, saver, say), whyActions(form)];
  rowButtons(form, saver, {
    timeline: timelineKeys(form, saver, say).dress,
    fiveWhys: (row, tools) => {
      tree.dress(row, tools);
      answering(row);
    },
  });
  actionTable(form, saver);
  outline(form);
  markdownPreviews(form, path);
  takePasted(form, coeId, say);
  await restore(form, saver, kept, notices);
  form.classList.add('ready');
  form.dataset.ready = 'true';
}

/** @param {HTMLFormElement} form */
function showFirstFault(form) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector('[data-conflict] button, [aria-invalid]'));
  place?.scrollIntoView({ block: 'center' });
  place?.focus();
}

/**
 * Words of pages that are gone come back, with a notice that says so.
 * @param {HTMLFormElement} form @param {ReturnType<typeof autosave>} saver
 * @param {ReturnType<typeof keepTyped>} kept @param {HTMLElement} notices
 */
async function restore(form, saver, kept, notices) {
  const restored = new Map();
  for (const { kept: typed, forget } of await kept.orphans()) {
    if (saver.restore(typed)) restored.set(typed.section, typed.at);
    forget();
  }
  if (restored.size === 0) return;
  const names = [...restored.keys()];
  const places = names.map((name) => placeOf(form, name).words).join(', ');
  const at = [...restored.values()].sort().at(-1);
  const shown = notice(
    'good',
    make('p', {}, make('strong', {}, 'What you typed is back: '), `${places}. It was not saved at `, make('time', { datetime: at }, clockOf(at)), ' and is being saved now.'),
    make(
      'p',
      { class: 'row' },
      button('All right', () => shown.remove()),
      button('Take it out again', () => {
        for (const name of names) saver.revert(name);
        shown.remove();
      }),
    ),
  );
  shown.dataset.restored = names.join(' ');
  notices.append(shown);
}

/** @param {string} at */
const clockOf = (at) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
