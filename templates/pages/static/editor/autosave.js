// Saves each section a moment after it was typed in. One request at a time; each names the version that its sections were typed on, so that
// nothing of anybody else is overwritten: a 412 brings both versions and a merge.
import { call, isPassing } from '../common/api.js';
import { stateOfAll, stateOfSection } from './overall-state.js';
import { takeAnswers } from './take-answers.js';
import { typedSections } from './typed-sections.js';

/**
 * @typedef {import('./overall-state.js').State} State
 * @typedef {import('./overall-state.js').Shown} Shown
 * @typedef {import('./typed-sections.js').Offer} Offer
 *
 * @typedef {object} Ports
 * @property {HTMLFormElement} form
 * @property {string} coeId
 * @property {ReturnType<typeof import('./keep-typed.js').keepTyped>} kept
 * @property {(state: State, detail: string, isKept: boolean) => void} show the state of the whole, and whether the browser keeps what is not saved
 * @property {(section: string, state: State) => void} showSection
 * @property {(section: string, offer: Offer, by: string) => void} askToMerge
 * @property {(section: string, by: string) => void} tellMerged
 * @property {(section: string, errors: import('../common/api.js').FieldError[], sent: any) => void} showErrors
 * @property {() => void} changed the service holds another version now
 */

const PAUSE_MS = 900;
const KEEP_MS = 150;
const LOOK_MS = 20_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Browsers send this much of a page that is being left; the rest waits in their storage. */
const MOST_AT_LEAVE = 60_000;

/** @param {Ports} ports */
export function autosave({ form, coeId, kept, show, showSection, showErrors, ...told }) {
  const path = `/coes/${coeId}`;
  const typed = typedSections(form, kept);
  const answers = takeAnswers({ path, typed, keep: keepNow, showErrors, ...told });
  const merging = (/** @type {number} */ base) => ({ 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${coeId}.${base}"` });
  let failures = 0;
  let saving = false;
  /** Why nothing can be saved, for as long as that lasts. @type {Shown | null} */
  let trouble = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let saveTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keepTimer;

  function report() {
    for (const [name, section] of typed.all) showSection(name, stateOfSection(section));
    const { state, detail } = stateOfAll([...typed.all.values()], { trouble, saving, version: answers.version() });
    show(state, detail, typed.isKept());
  }

  function keepNow() {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    typed.keep();
  }

  /** @param {string} name @param {number} [pause] */
  function touch(name, pause = PAUSE_MS) {
    const section = typed.all.get(name);
    if (!section) return;
    section.dirty = true;
    section.edits++;
    section.errors = [];
    showErrors(name, [], null);
    keepTimer ??= setTimeout(keepNow, KEEP_MS);
    plan(pause);
    report();
  }

  /** @param {number} pause in milliseconds */
  function plan(pause) {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void save(), trouble ? Math.max(pause, RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0) : pause);
  }

  /** @type {Promise<boolean> | undefined} */
  let running;
  /** @type {Promise<boolean> | undefined} */
  let next;

  /**
   * Saves what waits; who asks while a save is under way is answered by the one after it. @returns {Promise<boolean>} whether nothing is left to save
   */
  function save() {
    if (running) {
      next ??= running.then(() => {
        next = undefined;
        return save();
      });
      return next;
    }
    running = saveOnce().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function saveOnce() {
    clearTimeout(saveTimer);
    saving = true;
    keepNow();
    report();
    try {
      // Sections typed on different versions go apart: each request names one.
      for (let rounds = 0; rounds < 20; rounds++) {
        const names = typed.waiting();
        const oldest = Math.min(...names.map((name) => typed.of(name).version));
        const group = names.filter((name) => typed.of(name).version === oldest);
        if (group.length === 0 || !(await send(group, oldest))) break;
      }
    } finally {
      saving = false;
      report();
    }
    const left = typed.waiting();
    if (left.length > 0 && trouble?.state !== 'refused') plan(PAUSE_MS);
    return left.length === 0 && typed.isClean();
  }

  /**
   * One request. @param {string[]} names sections that were typed on `base` @param {number} base
   * @returns {Promise<boolean>} whether to go on
   */
  async function send(names, base) {
    const counts = new Map(names.map((name) => [name, typed.of(name).edits]));
    const patch = patchFor(names);
    for (const name of names) if (!(name in patch)) typed.settle(name, counts);
    if (Object.keys(patch).length === 0) return true;
    const answer = await call('PATCH', path, patch, merging(base));
    const { status, body } = answer;
    if (isPassing(answer)) return fail('offline', status === 0 ? '' : (body?.detail ?? ''));
    if (status === 401) return fail('signedOut', '');
    trouble = null;
    failures = 0;
    if (status === 200) answers.take(body, counts);
    else if (status === 412) await answers.merge(body, counts);
    else if (status === 422) {
      const refusal = answers.mark(body, patch);
      if (refusal !== '') return fail('refused', refusal);
    } else return fail('refused', body?.detail ?? `The service answered ${status}.`);
    return true;
  }

  /** What of these sections differs from what the service holds. @param {string[]} names @returns {Record<string, any>} */
  function patchFor(names) {
    return Object.fromEntries(
      names.flatMap((name) => {
        const changed = typed.patch(name);
        return changed ? [[name, changed.value]] : [];
      }),
    );
  }

  /** @param {State} state @param {string} detail */
  function fail(state, detail) {
    trouble = { state, detail };
    failures++;
    return false;
  }

  /** What others saved, in sections that nobody types in here. */
  async function look() {
    if (saving || document.visibilityState !== 'visible' || trouble?.state === 'refused') return;
    const version = answers.version();
    const answer = await call('GET', path, undefined, version > 0 ? { 'If-None-Match': `"${coeId}.${version}"` } : {});
    if (saving) return;
    if (answer.status === 200) answers.take(answer.body, new Map());
    if (answer.status === 200 || answer.status === 304) {
      const wasCut = trouble !== null;
      trouble = null;
      failures = 0;
      if (wasCut) void save();
      report();
    } else if (answer.status === 401) {
      fail('signedOut', '');
      report();
    }
  }

  /** The page is being left: what waits is sent without waiting for the answer; what does not fit is kept. */
  function leave() {
    keepNow();
    if (saving) return;
    const names = typed.waiting();
    for (const base of new Set(names.map((name) => typed.of(name).version))) {
      const group = names.filter((name) => typed.of(name).version === base);
      const patch = patchFor(group);
      if (Object.keys(patch).length > 0 && JSON.stringify(patch).length < MOST_AT_LEAVE) void call('PATCH', path, patch, merging(base), { keepalive: true });
    }
  }

  addEventListener('online', () => void save());
  addEventListener('focus', () => void look());
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => event.persisted && void look());
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? keepNow() : void look()));
  addEventListener('beforeunload', (event) => {
    keepNow();
    if (!typed.isKept() && !typed.isClean()) event.preventDefault();
  });
  setInterval(() => void look(), LOOK_MS);

  return {
    touch,
    save,
    version: answers.version,
    isClean: typed.isClean,
    /** Sections as the service holds them. */
    saved: () => Object.fromEntries([...typed.all].map(([name, { base }]) => [name, base])),
    /** A member of a list as the service holds it. @param {string} list @param {string} id @returns {any} */
    member: (list, id) => typed.of(list).base?.find((/** @type {{ id: string }} */ one) => one.id === id),
    /** A verb of the service on this COE: after everything typed is saved, and with its outcome in the form. @param {string} method @param {string} below @param {unknown} body */
    async act(method, below, body) {
      await save();
      const answer = await call(method, path + below, body);
      await look();
      return answer;
    },
    /** A row was taken out by a person. @param {string} name @param {string[]} ids */
    remove(name, ids) {
      for (const id of ids) typed.of(name).removed.add(id);
      touch(name);
    },
    /** A row that was taken out is back. @param {string} name @param {string[]} ids */
    keepRow(name, ids) {
      for (const id of ids) typed.of(name).removed.delete(id);
    },
    /** The document as it is now. What the form holds beyond it counts as typed. @param {any} document @param {number} typedOn @param {ReadonlySet<string>} early */
    begin(document, typedOn, early) {
      for (const name of answers.begin(document, typedOn, early)) touch(name, 0);
      report();
    },
    /** Words of a page that is gone. @param {import('./keep-typed.js').Kept} words @returns {boolean} whether they differ from what is saved */
    restore(words) {
      if (!typed.restore(words, answers.version())) return false;
      touch(words.section, 0);
      keepNow();
      return true;
    },
    /** The person has read a merge over. @param {string} name @param {'merged' | 'theirs' | 'yours'} choice */
    decide(name, choice) {
      const section = typed.of(name);
      if (!section.conflict) return;
      if (choice !== 'merged') typed.write(name, section.conflict[choice]);
      section.conflict = null;
      touch(name, 0);
    },
    /** Puts back what the service holds. @param {string} name */
    revert(name) {
      typed.revert(name);
      touch(name, 0);
    },
  };
}
