import { namesIn } from '../review/person-names.js';
import { withoutTokens, withoutUnlisted } from './local-tokens.js';

/** What ties a lesson to the place it was learned in. */
export type Local = {
  /** Services and teams: the COE's, and those of the register. */
  services: readonly string[];
  /** Owner, authors, members and whoever else the COE names, by name. */
  people: readonly string[];
  /** Names of the register that are words of the language too ("search"): replaced only where the text calls them a service. */
  doubtful?: readonly string[];
};

/** What stands behind the name of a service. */
const KIND =
  '(?:service|api|app|application|team|cluster|database|db|queue|gateway|backend|frontend|job|pipeline|fleet|servers?|hosts?|nodes?|bucket|topic|worker|squad)';
/** A part of a name that is a word too; whoever is meant by it is not told by it alone. */
const WORDS = new Set(
  'admin administrator api author bot dev engineer lead manager may mark max on-call oncall operator ops owner page reviewer team test user will grant bill chase rob long young best day service'.split(
    ' ',
  ),
);

/**
 * A lesson without what only its own team understands: quotations, links, tickets, hosts, times, services and people. Names are replaced by what
 * they are, so that the sentence still reads.
 */
export function inGeneralWords(text: string, { services, people, doubtful = [] }: Local): string {
  let general = withoutTokens(text);
  for (const person of byLength(people)) general = general.replace(named(person), 'somebody');
  for (const part of byLength(people.flatMap(partsOf))) general = general.replace(named(part, '', 'gu'), 'somebody');
  for (const service of byLength(services)) general = general.replace(named(service, '(?:the\\s+)?'), 'the service');
  for (const service of byLength(doubtful))
    general = general.replace(named(service, '(?:the\\s+)?', 'giu', `(?=[\\s-]+${KIND}\\b)`), 'the service');
  // Backwards, so that positions before stay true.
  for (const { index, text: name } of namesIn(general).reverse())
    general = `${general.slice(0, index)}somebody${general.slice(index + name.length)}`;
  return withoutUnlisted(general)
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
    .replace(/\b(the service)(?:(?:,| and|, and) the service)+\b/g, 'the services')
    .replace(
      /\((?:here|e\.g\.|i\.e\.|such as|like|for example|see|cf\.)?[\s:,]*(?:(?:the services?|the team|a host|hosts|somebody|one region|a version|see|[\s,;:–-]|and|or|in|on|at)*)\)/gi,
      '',
    )
    .replace(
      /,?\s+(?:like|such as|e\.g\.|for example|see)\s+(?:a host|hosts|the services?|somebody)?(?=\s*(?:[,.;:!?)]|$))/gi,
      '',
    )
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** Given name and surname each name a person too. */
function partsOf(name: string): string[] {
  const parts = name.trim().split(/\s+/);
  return parts.length < 2
    ? []
    : parts.filter((part) => part.length > 2 && /^\p{Lu}/u.test(part) && !WORDS.has(part.toLowerCase()));
}

function byLength(names: readonly string[]): string[] {
  return names
    .filter((name) => name.trim().length > 1 && !WORDS.has(name.trim().toLowerCase()))
    .sort((a, b) => b.length - a.length);
}

/** The name as a whole word; spaces and hyphens in it are interchangeable. */
function named(name: string, before = '', flags = 'giu', after = ''): RegExp {
  const parts = name
    .trim()
    .split(/[\s_-]+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${before}${parts.join('[\\s_-]*')}(?![\\p{L}\\p{N}])${after}`, flags);
}
