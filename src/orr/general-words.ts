import { namesIn } from '../review/person-names.js';

/** What ties a lesson to the place it was learned in. */
export type Local = {
  /** Services of the COE. */
  services: readonly string[];
  /** Owner, authors and members of the COE, by name. */
  people: readonly string[];
};

const HOST =
  /(?<![\p{L}\p{N}])(?=[\w.-]*\d)(?:[a-z]{2,}[a-z-]*\d{2,}[\w-]*|[a-z]+(?:-[a-z0-9]+)*-\d+[a-z]?|i-[0-9a-f]{8,})(?:\.[a-z0-9.-]+)?(?![\p{L}\p{N}])/giu;
const DOMAIN = /(?<![\w@/])(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|local|internal|example|wmnet|svc)\b/gi;
const TICKET = /\b(?:[A-Z][A-Z0-9]{1,9}-\d+|T\d{4,}|#\d{2,})\b/g;
const ADDRESS = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w.]*\d)/g;
const CLOCK = /\b(?:at|around|from|until|since)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:UTC|GMT|CES?T|[ap]\.?m\.?))?/gi;
const DATE = /\b(?:on\s+)?\d{4}-\d{2}-\d{2}\b/gi;

/**
 * A lesson without what only its own team understands: quotations, links, tickets, hosts, times, services and people. Names are replaced by what
 * they are, so that the sentence still reads.
 */
export function inGeneralWords(text: string, { services, people }: Local): string {
  let general = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\bhttps?:\/\/\S+/gi, '')
    .replace(/[“"«][^”"»]{0,400}[”"»]/g, '')
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, '')
    .replace(DATE, '')
    .replace(CLOCK, '')
    .replace(TICKET, '');
  // "COE" and its like are words of the report, not tickets; they carry no digits and stay.
  for (const person of byLength(people)) general = general.replace(named(person), 'somebody');
  for (const service of byLength(services)) general = general.replace(named(service, '(?:the\\s+)?'), 'the service');
  // Backwards, so that positions before stay true.
  for (const { index, text: name } of namesIn(general).reverse())
    general = `${general.slice(0, index)}somebody${general.slice(index + name.length)}`;
  return general
    .replace(/\*\.(?=[a-z0-9-]+\.)/gi, '')
    .replace(ADDRESS, 'a host')
    .replace(DOMAIN, 'a host')
    .replace(HOST, 'a host')
    .replace(/\ba host(?:(?:,| and|, and) a host)+/g, 'hosts')
    .replace(/\bthe service(?:[-_.]?\d+\b|(?:[-_](?:svc|service|api|db|v)?\d+)\b)/gi, 'the service')
    .replace(/\b(?:the|an?) (?=(?:a host|somebody|the service)\b)/gi, '')
    .replace(
      /,\s+as (?:the services?|a host|hosts|somebody) (?:did|does|do|was|were|is|are|had|has)(?: not|n't)?\b/gi,
      '',
    )
    .replace(/\b(the service)(?:(?:,| and|, and) the service)+\b/g, 'the services')
    .replace(/\(\s*(?:the services?|a host|hosts|somebody|[\s,;:–-]*)\s*\)/g, '')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

function byLength(names: readonly string[]): string[] {
  return names.filter((name) => name.trim().length > 1).sort((a, b) => b.length - a.length);
}

/** The name as a whole word; spaces and hyphens in it are interchangeable. */
function named(name: string, before = ''): RegExp {
  const parts = name
    .trim()
    .split(/[\s_-]+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${before}${parts.join('[\\s_-]*')}(?![\\p{L}\\p{N}])`, 'giu');
}
