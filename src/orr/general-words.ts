import { type KnownNames, knownPeopleIn, wholeWords } from '../review/people-in-text.js';
import { namesIn } from '../review/person-names.js';
import { isKnownWord } from './known-words.js';
import { withoutTokens, withoutUnlisted } from './local-tokens.js';

/** What ties a lesson to the place it was learned in. */
export type Local = {
  /** Services and teams: the COE's, and those of the register. */
  services: readonly string[];
  /** Owner, authors, members and whoever else the COE names, by name. */
  people: readonly string[];
  /** Names of the register that are words of the language too ("search"): replaced only where the text calls them a service. */
  doubtful?: readonly string[];
  /** People of accounts and of other COEs. */
  known?: KnownNames;
};

const NOBODY: KnownNames = { accounts: [], written: [] };

/** What stands behind the name of a service. */
const KIND =
  '(?:service|api|app|application|team|cluster|database|db|queue|gateway|backend|frontend|job|pipeline|fleet|servers?|hosts?|nodes?|bucket|topic|worker|squad)';
/**
 * A lesson without what only its own team understands: quotations, links, tickets, hosts, times, services and people. Names are replaced by what
 * they are, so that the sentence still reads.
 */
export function inGeneralWords(text: string, { services, people, doubtful = [], known = NOBODY }: Local): string {
  let general = withoutTokens(text);
  for (const person of knownPeopleIn(general, { ...known, own: people }))
    if (people.includes(person) || !isKnownWord(person)) general = general.replace(wholeWords([person]), 'somebody');
  for (const service of byLength(services)) general = general.replace(named(service, '(?:the\\s+)?'), 'the service');
  for (const service of byLength(doubtful))
    general = general.replace(named(service, '(?:the\\s+)?', 'giu', `(?=[\\s-]+${KIND}\\b)`), 'the service');
  // Backwards, so that positions before stay true.
  for (const { index, text: name } of namesIn(general).reverse())
    general = `${general.slice(0, index)}somebody${general.slice(index + name.length)}`;
  return (
    withoutUnlisted(general)
      .replace(/\b(?:Dr|Mrs?|Ms|Prof)\.?\s+(?=somebody\b)/g, '')
      .replace(/\bsomebody(?:\s+somebody)+\b/g, 'somebody')
      .replace(/\bsomebody(?:(?:,| and|, and| or) somebody)+\b/g, 'somebody')
      .replace(/\ba host(?:(?:,| and|, and) a host)+/g, 'hosts')
      .replace(/\bthe service(?:[-_.]?\d+\b|(?:[-_](?:svc|service|api|db|v)?\d+)\b)/gi, 'the service')
      .replace(/\bthe service[\s-]+(?:service|team|squad|app|application|api)\b/gi, 'the service')
      .replace(/\bTeam (?=the service\b)/g, '')
      .replace(/\b(?:the|an?|our|your) (?=(?:a host|somebody|the service|the team|one region|a version)\b)/gi, '')
      .replace(/\b(the service) (?:the service|a version|\d+(?:\.\d+)+)\b/g, '$1')
      .replace(
        /,\s+as (?:the services?|a host|hosts|somebody) (?:did|does|do|was|were|is|are|had|has)(?: not|n't)?\b/gi,
        '',
      )
      .replace(/\bthe service or the service\b/g, 'a service')
      .replace(/\b(the service)(?:(?:,| and|, and) the service)+\b/g, 'the services')
      .replace(
        /\((?:here|e\.g\.|i\.e\.|such as|like|for example|see|cf\.)?[\s:,]*(?:(?:the services?|the team|a host|hosts|somebody|one region|a version|see|[\s,;:–-]|and|or|in|on|at)*)\)/gi,
        '',
      )
      .replace(
        /,?\s+(?:like|such as|e\.g\.|for example|see)\s+(?:a host|hosts|the services?|somebody)?(?=\s*(?:[,.;:!?)]|$))/gi,
        '',
      )
      .replace(/,?\s+such as\s+(?:a host|hosts|the services?|somebody)\b/gi, '')
      .replace(/\b(the service)\s+(?:&\s*Co|Inc|Ltd|GmbH|AG|LLC|Corp)\b\.?/g, '$1')
      // Examples are of one place.
      .replace(
        /(?<=\S),?\s+(?:e\.g\.|for example|for instance),?\s+(?![^.;:!?]*\b(?:should|must|needs?|have to)\b)[^.;:!?()]*(?=[.;:!?]|$)/gi,
        '',
      )
      // What one place did otherwise is no part of what to do.
      .replace(
        /,\s+(?:unlike|the way|as opposed to|as with)\s+(?:a host|hosts|the services?|somebody|the team)\b[^,.;:!?]*/gi,
        '',
      )
      .replace(
        /,\s+as\s+(?:it|they|we|this)\s+(?:did|was|were|had|happened|do|does|is)\b[^,.;:!?]*\b(?:a host|hosts|the services?|somebody|the team)\b[^,.;:!?]*/gi,
        '',
      )
      .replace(/,\s+here\s+(?:a host|hosts|the services?|somebody|the team)(?=[,.;:!?]|$),?/gi, '')
      .replace(/\b(?:project|operation|codename|initiative|program(?:me)?)\s+(?=the service\b)/gi, '')
      .replace(/\s+([,.;:!?])/g, '$1')
      .replace(/\s{2,}/g, ' ')
      .trim()
  );
}

function byLength(names: readonly string[]): string[] {
  return names.filter((name) => name.trim().length > 1).sort((a, b) => b.length - a.length);
}

/** The name as a whole word; spaces and hyphens in it are interchangeable. */
function named(name: string, before = '', flags = 'giu', after = ''): RegExp {
  const parts = name
    .trim()
    .split(/[\s_-]+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${before}${parts.join('[\\s_-]*')}(?![\\p{L}\\p{N}])${after}`, flags);
}
