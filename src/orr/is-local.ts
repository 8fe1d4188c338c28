import { inGeneralWords, type Local } from './general-words.js';

/** What `inGeneralWords` puts where a name stood. */
const PLACE = /\b(?:the services?|a host|hosts|somebody)\b/i;
/** Said of more than one thing or time: there is something to ask others. */
const GENERAL =
  /\b(?:every|each|all|any|never|always|regularly|before|whenever|when|once a|per|automatic\w*|must|should|needs?|have to|has to|both|months?|quarters?|years?|weeks?|days?)\b/i;
/** Done once, to one thing. */
const ONE_OFF =
  /^(?:please\s+)?(?:add|ask|bump|change|clean|close|contact|delete|fix|get|give|grant|increase|install|lower|merge|move|patch|raise|reboot|reinstall|remove|rename|renew|repair|replace|restart|rotate|set|tell|update|upgrade|use)\b/i;

/**
 * Whether a lesson is about one thing in one place, however it was marked: an errand for a named service, host, ticket or person, or nothing but
 * names. Others could not answer a question made of it.
 */
export function isLocal(lesson: string, local: Local): boolean {
  const general = inGeneralWords(lesson, local);
  if (/^thanks?\b/i.test(general)) return true;
  const words = general.replace(new RegExp(PLACE, 'gi'), ' ').match(/\p{L}{2,}/gu) ?? [];
  if (words.length < 3 && !GENERAL.test(general)) return true;
  const named = PLACE.test(general) || bare(general) !== bare(lesson);
  return named && ONE_OFF.test(general) && !GENERAL.test(general);
}

/** Without markup and white space: what differs then was a name, a time or a ticket. */
const bare = (text: string) => text.replace(/[\s*_`~.,;:!?()[\]]+/g, '').toLowerCase();
