// What the service's answers do to the form: a newer document, a merge with what somebody else saved, fields that are not right.
import { call } from '../common/api.js';
import { canonical } from './field-values.js';

/**
 * @typedef {import('../common/api.js').FieldError} FieldError
 * @typedef {import('./typed-sections.js').Offer} Offer
 *
 * @typedef {object} Ports
 * @property {string} path of the COE below the API
 * @property {ReturnType<typeof import('./typed-sections.js').typedSections>} typed
 * @property {() => void} keep
 * @property {(section: string, offer: Offer, by: string) => void} askToMerge
 * @property {(section: string, by: string) => void} tellMerged
 * @property {(section: string, errors: FieldError[], sent: any) => void} showErrors
 * @property {() => void} changed the service holds another version now
 */

/** @param {Ports} ports */
export function takeAnswers({ path, typed, keep, askToMerge, tellMerged, showErrors, changed }) {
  let version = 0;

  return {
    /** The newest version known. */
    version: () => version,

    /** @param {any} document @param {number} typedOn @param {ReadonlySet<string>} early */
    begin(document, typedOn, early) {
      version = document.version;
      return typed.begin(document, typedOn, early);
    },

    /** The service's newest document. @param {any} document @param {Map<string, number>} counts edits of the sections that were just sent */
    take(document, counts) {
      if (document.version < version) return;
      version = document.version;
      for (const [name, section] of typed.all) {
        const now = document[name];
        const isChanged = canonical(now) !== canonical(section.base);
        const isSent = counts.has(name);
        if (!isSent && section.dirty) {
          // Saved by another way, such as with the last breath of a page that was left: nothing waits any more.
          const isThere = isChanged && section.held === 0 && canonical(typed.read(name).value) === canonical(now);
          if (isThere) {
            section.base = now;
            typed.settle(name, new Map([[name, section.edits]]));
          }
          if (isThere || !isChanged) section.version = version;
          continue;
        }
        section.base = now;
        section.version = version;
        if (isSent) typed.settle(name, counts);
        if (isSent ? !section.dirty : isChanged) typed.write(name, now);
      }
      keep();
      changed();
    },

    /** Somebody else changed the same section. @param {any} problem @param {Map<string, number>} counts */
    async merge(problem, counts) {
      const { body: document } = await call('GET', path);
      const by = document?.updatedBy?.name ?? '';
      /** Without a merge from the service both versions are shown, and a person decides. @param {string} section @returns {Offer} */
      const unmerged = (section) => {
        const { value } = typed.read(section);
        return { section, base: typed.of(section).base, theirs: document[section], yours: value, merged: value, conflicts: [`/${section}`] };
      };
      /** @type {Offer[]} */
      const offers = problem.merge?.sections ?? (document ? [...counts.keys()].map(unmerged) : []);
      for (const offer of offers) {
        const name = offer.section;
        const section = typed.all.get(name);
        // Typed further while the answer was under way: the next request merges all of it.
        if (!section || section.edits !== counts.get(name)) continue;
        section.base = offer.theirs;
        section.version = problem.merge ? problem.currentVersion : document?.version;
        typed.write(name, offer.merged);
        if (offer.conflicts.length > 0) {
          section.conflict = offer;
          askToMerge(name, offer, by);
        } else tellMerged(name, by);
      }
      keep();
    },

    /**
     * The service names fields; sections without one are sent again by themselves. @param {any} problem @param {any} sent
     * @returns {string} what is wrong with all of it, where no field of a section is named; '' else
     */
    mark(problem, sent) {
      /** @type {FieldError[]} */
      const errors = problem?.errors ?? [{ detail: problem?.detail ?? 'Not accepted.' }];
      let marked = 0;
      for (const name of Object.keys(sent)) {
        const own = errors.filter(({ pointer = '' }) => pointer.split('/')[1] === name);
        typed.of(name).errors = own;
        if (own.length > 0) marked++;
        showErrors(name, own, sent);
      }
      return marked > 0 ? '' : errors.map(({ detail }) => detail).join(' ');
    },
  };
}
