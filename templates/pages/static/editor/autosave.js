// Saves each section a moment after it was typed in. One request at a time; each names the version that its sections were typed on, so that
// nothing of anybody else is overwritten: a 412 brings both versions and a merge.
import { call, isPassing } from '../common/api.js';
import { canonical } from './field-values.js';
import { LISTS, patchOf, readSection, sectionsIn, writeSection } from './sections.js';
import { rowsOf } from './rows.js';
import { rowAsTyped, writeTypedRow } from './unfinished.js';

/**
 * @typedef {import('../common/api.js').FieldError} FieldError
 * @typedef {import('./keep-typed.js').Kept} Kept
 * @typedef {{ section: string, base: any, theirs: any, yours: any, merged: any, conflicts: string[] }} Offer of a merge
 * @typedef {'saved' | 'waiting' | 'saving' | 'offline' | 'signedOut' | 'conflict' | 'problem' | 'refused' | 'unfinished'} State
 *
 * @typedef {object} Section
 * @property {any} base as the service holds it
 * @property {number} version at which the base was read
 * @property {boolean} dirty
 * @property {number} edits counts them: what was typed while a save was under way is not saved by it
 * @property {Set<string>} removed
 * @property {Offer | null} conflict
 * @property {FieldError[]} errors
 * @property {number} held rows that are not finished
 *
 * @typedef {object} Ports
 * @property {HTMLFormElement} form
 * @property {string} coeId
 * @property {ReturnType<typeof import('./keep-typed.js').keepTyped>} kept
 * @property {(state: State, detail: string) => void} show the state of the whole
 * @property {(section: string, state: State) => void} showSection
 * @property {(section: string, offer: Offer, by: string) => void} askToMerge
 * @property {(section: string, by: string) => void} tellMerged
 * @property {(section: string, errors: FieldError[], sent: any) => void} showErrors
 * @property {() => void} changed the service holds another version now
 */

const PAUSE_MS = 900;
const KEEP_MS = 150;
const LOOK_MS = 20_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Browsers send this much of a page that is being left; the rest waits in their storage. */
const MOST_AT_LEAVE = 60_000;

/** @param {Ports} ports */
export function autosave({ form, coeId, kept, show, showSection, askToMerge, tellMerged, showErrors, changed }) {
  /** @type {Map<string, Section>} */
  const sections = new Map();
  let version = 0;
  let by = '';
  let failures = 0;
  let saving = false;
  /** Why nothing can be saved, for as long as that lasts. @type {{ state: State, detail: string } | null} */
  let trouble = null;
  let isKept = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let saveTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keepTimer;

  const path = `/coes/${coeId}`;
  const of = (/** @type {string} */ name) => /** @type {Section} */ (sections.get(name));
  const read = (/** @type {string} */ name) => readSection(form, name, of(name).base, of(name).removed);
  const waiting = () => [...sections].filter(([, one]) => one.dirty && !one.conflict).map(([name]) => name);

  const write = (/** @type {string} */ name, /** @type {any} */ value) => writeSection(form, name, value);

  function report() {
    for (const [name, { dirty, conflict, errors, held }] of sections)
      showSection(name, conflict ? 'conflict' : errors.length > 0 ? 'problem' : held > 0 ? 'unfinished' : dirty ? 'waiting' : 'saved');
    const all = [...sections.values()];
    const count = (/** @type {(one: Section) => boolean} */ is) => all.filter(is).length;
    if (trouble) return show(trouble.state, trouble.detail);
    if (saving) return show('saving', '');
    if (count(({ conflict }) => conflict !== null) > 0) return show('conflict', '');
    const wrong = all.reduce((sum, { errors }) => sum + errors.length, 0);
    if (wrong > 0) return show('problem', String(wrong));
    const open = all.reduce((sum, { held }) => sum + held, 0);
    if (count(({ dirty, held }) => dirty && held === 0) > 0) return show('waiting', isKept ? '' : 'unkept');
    if (open > 0) return show('unfinished', String(open));
    show('saved', String(version));
  }

  /** Into the browser's storage, before anything else can go wrong. */
  function keepNow() {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    for (const [section, one] of sections) {
      if (!one.dirty && one.held === 0) continue;
      isKept = kept.keep({ section, version: one.version, value: typedValue(section), removed: [...one.removed], at: new Date().toISOString() });
    }
  }

  /** What stands in the form, rows that are not finished included. @param {string} name */
  function typedValue(name) {
    const { value, held } = read(name);
    if (held.length === 0) return value;
    return { sent: value, rows: held.map((row) => rowAsTyped(row)) };
  }

  /** @param {string} name @param {number} [pause] */
  function touch(name, pause = PAUSE_MS) {
    const section = sections.get(name);
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
        const names = waiting().filter((name) => of(name).errors.length === 0);
        const oldest = Math.min(...names.map((name) => of(name).version));
        const group = names.filter((name) => of(name).version === oldest);
        if (group.length === 0 || !(await send(group, oldest))) break;
      }
    } finally {
      saving = false;
      report();
    }
    const left = waiting().filter((name) => of(name).errors.length === 0);
    if (left.length > 0 && trouble?.state !== 'refused') plan(PAUSE_MS);
    return left.length === 0 && ![...sections.values()].some(({ dirty, held }) => dirty || held > 0);
  }

  /**
   * One request. @param {string[]} names sections that were typed on `base` @param {number} base
   * @returns {Promise<boolean>} whether to go on
   */
  async function send(names, base) {
    const counts = new Map(names.map((name) => [name, of(name).edits]));
    /** @type {Record<string, any>} */
    const patch = {};
    for (const name of names) {
      const { value, held } = read(name);
      of(name).held = held.length;
      if (canonical(value) === canonical(of(name).base)) settle(name, counts);
      else patch[name] = patchOf(of(name).base, value);
    }
    if (Object.keys(patch).length === 0) return true;
    const answer = await call('PATCH', path, patch, { 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${coeId}.${base}"` });
    if (isPassing(answer)) return fail('offline', answer.status === 0 ? '' : (answer.body?.detail ?? ''));
    if (answer.status === 401) return fail('signedOut', '');
    trouble = null;
    failures = 0;
    if (answer.status === 200) take(answer.body, counts);
    else if (answer.status === 412) await merge(answer.body, counts);
    else if (answer.status === 422) return mark(answer.body, patch);
    else return fail('refused', answer.body?.detail ?? `The service answered ${answer.status}.`);
    return true;
  }

  /** @param {State} state @param {string} detail */
  function fail(state, detail) {
    trouble = { state, detail };
    failures++;
    return false;
  }

  /** A section is saved, unless more was typed meanwhile. @param {string} name @param {Map<string, number>} counts */
  function settle(name, counts) {
    const section = of(name);
    if (section.edits !== counts.get(name)) return;
    section.dirty = false;
    section.errors = [];
    if (section.held === 0) {
      section.removed.clear();
      kept.drop(name);
    }
  }

  /** The service's newest document. @param {any} document @param {Map<string, number>} counts of the sections that were just sent */
  function take(document, counts) {
    if (document.version < version) return;
    version = document.version;
    by = document.updatedBy?.name ?? '';
    for (const [name, section] of sections) {
      const now = document[name];
      const isChanged = canonical(now) !== canonical(section.base);
      if (counts.has(name)) {
        section.base = now;
        section.version = version;
        settle(name, counts);
        if (!section.dirty) write(name, now);
      } else if (!section.dirty) {
        section.base = now;
        section.version = version;
        if (isChanged) write(name, now);
      } else if (!isChanged) section.version = version;
    }
    keepNow();
    changed();
  }

  /** Somebody else changed the same section. @param {any} problem @param {Map<string, number>} counts */
  async function merge(problem, counts) {
    const { body: document } = await call('GET', path);
    by = document?.updatedBy?.name ?? '';
    /** @type {Offer[]} */
    const offers = problem.merge?.sections ?? (document ? [...counts.keys()].map((name) => unmerged(name, document)) : []);
    const newest = problem.merge ? problem.currentVersion : document?.version;
    for (const offer of offers) {
      const name = offer.section;
      const section = sections.get(name);
      // Typed further while the answer was under way: the next request merges all of it.
      if (!section || section.edits !== counts.get(name)) continue;
      section.base = offer.theirs;
      section.version = newest;
      write(name, offer.merged);
      if (offer.conflicts.length > 0) {
        section.conflict = offer;
        askToMerge(name, offer, by);
      } else tellMerged(name, by);
    }
    keepNow();
  }

  /** Without a merge from the service both versions are shown, and a person decides. @param {string} name @param {any} document @returns {Offer} */
  function unmerged(name, document) {
    const { value } = read(name);
    return { section: name, base: of(name).base, theirs: document[name], yours: value, merged: value, conflicts: [`/${name}`] };
  }

  /** The service names fields; sections without one are sent again by themselves. @param {any} problem @param {any} sent */
  function mark(problem, sent) {
    /** @type {FieldError[]} */
    const errors = problem?.errors ?? [{ detail: problem?.detail ?? 'Not accepted.' }];
    let marked = 0;
    for (const name of Object.keys(sent)) {
      const own = errors.filter(({ pointer = '' }) => pointer.split('/')[1] === name);
      of(name).errors = own;
      if (own.length > 0) marked++;
      showErrors(name, own, sent);
    }
    if (marked > 0) return true;
    return fail('refused', errors.map(({ detail }) => detail).join(' '));
  }

  /** What others saved, in sections that nobody types in here. */
  async function look() {
    if (saving || document.visibilityState !== 'visible' || trouble?.state === 'refused') return;
    const answer = await call('GET', path, undefined, version > 0 ? { 'If-None-Match': `"${coeId}.${version}"` } : {});
    if (saving) return;
    if (answer.status === 200) take(answer.body, new Map());
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
    const names = waiting().filter((name) => of(name).errors.length === 0);
    for (const base of new Set(names.map((name) => of(name).version))) {
      const patch = Object.fromEntries(
        names.flatMap((name) => {
          const { value } = read(name);
          const isNew = of(name).version === base && canonical(value) !== canonical(of(name).base);
          return isNew ? [[name, patchOf(of(name).base, value)]] : [];
        }),
      );
      const isSmall = JSON.stringify(patch).length < MOST_AT_LEAVE;
      if (Object.keys(patch).length === 0 || saving || !isSmall) continue;
      const headers = { 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${coeId}.${base}"` };
      void call('PATCH', path, patch, headers, { keepalive: true });
    }
  }

  addEventListener('online', () => void save());
  addEventListener('focus', () => void look());
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => event.persisted && void look());
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? keepNow() : void look()));
  addEventListener('beforeunload', (event) => {
    keepNow();
    if (!isKept && waiting().length > 0) event.preventDefault();
  });
  setInterval(() => void look(), LOOK_MS);

  return {
    touch,
    save,
    /** The newest version known. */
    version: () => version,
    /** Sections as the service holds them. */
    saved: () => Object.fromEntries([...sections].map(([name, { base }]) => [name, base])),
    /** A member of a list as the service holds it. @param {string} list @param {string} id @returns {any} */
    member: (list, id) => of(list).base?.find((/** @type {{ id: string }} */ one) => one.id === id),
    /** A verb of the service on this COE: after everything typed is saved, and with its outcome in the form. @param {string} method @param {string} below @param {unknown} body */
    async act(method, below, body) {
      await save();
      const answer = await call(method, path + below, body);
      await look();
      return answer;
    },
    /** Whether the form holds what no section of the service has. */
    isClean: () => [...sections.values()].every(({ dirty, held }) => !dirty && held === 0),

    /** A row was taken out by a person. @param {string} name @param {string[]} ids */
    remove(name, ids) {
      for (const id of ids) of(name).removed.add(id);
      touch(name);
    },

    /** A row that was taken out is back. @param {string} name @param {string[]} ids */
    keepRow(name, ids) {
      for (const id of ids) of(name).removed.delete(id);
    },

    /**
     * The document as it is now. What the form holds beyond it counts as typed.
     * @param {any} document @param {number} typedOn the version that the form was made from
     * @param {ReadonlySet<string>} early sections that were typed in before the document was here
     */
    begin(document, typedOn, early) {
      version = document.version;
      for (const name of sectionsIn(form)) {
        const isTyped = early.has(name);
        sections.set(name, { base: document[name], version: isTyped ? typedOn : version, dirty: false, edits: 0, removed: new Set(), conflict: null, errors: [], held: 0 });
        if (version !== typedOn && !isTyped) write(name, document[name]);
        else if (canonical(read(name).value) !== canonical(document[name])) touch(name, 0);
      }
      report();
    },

    /** Words of a page that is gone. @param {Kept} kept @returns {boolean} whether they differ from what is saved */
    restore({ section: name, version: typedOn, value, removed }) {
      const section = sections.get(name);
      if (!section) return false;
      const typed = value?.sent === undefined ? value : value.sent;
      const before = canonical(read(name).value);
      for (const id of removed) section.removed.add(id);
      write(name, typed);
      for (const row of value?.rows ?? []) writeTypedRow(form, name, row);
      if (canonical(read(name).value) === before && !value?.rows) return false;
      section.version = Math.min(typedOn, version);
      touch(name, 0);
      keepNow();
      return true;
    },

    /** The person has read a merge over. @param {string} name @param {'merged' | 'theirs' | 'yours'} choice */
    decide(name, choice) {
      const section = of(name);
      if (!section.conflict) return;
      if (choice !== 'merged') write(name, section.conflict[choice]);
      section.conflict = null;
      touch(name, 0);
    },

    /** Puts back what the service holds. @param {string} name */
    revert(name) {
      const section = of(name);
      section.removed.clear();
      section.conflict = null;
      if (LISTS.includes(name)) for (const row of rowsOf(form, name).querySelectorAll('[data-unsaved]')) row.remove();
      write(name, section.base);
      section.held = 0;
      touch(name, 0);
    },
  };
}
