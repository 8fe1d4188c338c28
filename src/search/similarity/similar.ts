import { plainServiceKey } from '../../kernel/service-names.js';
import type { ComparedCoe } from './compared-coe.js';
import type { Library } from './library.js';
import type { Likeness } from './rank.js';
import { reasonsWhy, type SimilarReason, sharedNames } from './reasons.js';

export type SimilarCoe = {
  coe: { id: string; number: string; title: string };
  /** 0 to 1, two decimals. */
  score: number;
  reasons: SimilarReason[];
};

/** What is asked about: a COE as it is now, or a text with services. */
export type SimilarQuery = Omit<ComparedCoe, 'id' | 'seq' | 'number' | 'open' | 'happenedAt'> & {
  /** The COE that asks: a document never finds itself. */
  excludeId: string | null;
  /** When some are close, the list goes on with those that are less so, up to the limit. */
  fill?: boolean;
};

/**
 * Cosine of the words below which a COE is left out however few remain: what feedback and the latent space add is relative to the library, and
 * always something. `bench/similar` prints what floors cost.
 */
const FLOOR = 0.12;
const FLOOR_WITH_SERVICE = 0.06;
const SERVICE_BONUS = 0.12;
const ALARM_BONUS = 0.08;
const TAG_BONUS = 0.03;

/**
 * The COEs most alike, best first (equal scores: oldest first), with the reasons; none when nothing is close. Those that only fill the list come
 * after all that are close.
 * @param like how alike each is to the query
 * @param usable slots that may take part: never the asking COE, never one that the asker may not see
 * @param serviceKey equal for names of one service
 */
export function similarCoes(
  library: Library<ComparedCoe>,
  query: SimilarQuery,
  { score, words }: Likeness,
  limit: number,
  usable: (slot: number) => boolean,
  serviceKey: (name: string) => string,
  rarity: ServiceRarity,
): SimilarCoe[] {
  const entries = library.entries();
  const keysOf = (names: readonly string[], keyOf = plainServiceKey) => new Set(names.map(keyOf));
  const own = { services: keysOf(query.services, serviceKey), alarms: keysOf(query.alarms), tags: keysOf(query.tags) };
  const found: { document: ComparedCoe; score: number; close: boolean }[] = [];
  // Nearly all of a large library says too little in common: the lower floor turns it away before anything is compared.
  for (let slot = 0; slot < words.length; slot++) {
    if ((words[slot] as number) < FLOOR_WITH_SERVICE || !usable(slot)) continue;
    const document = entries[slot]?.document;
    if (!document) continue;
    const services = shares(own.services, document.services, serviceKey)
      ? sharedNames(query.services, document.services, serviceKey)
      : [];
    const close = services.length > 0 || (words[slot] as number) >= FLOOR;
    if (!close && !query.fill) continue;
    const rarest = Math.max(0, ...services.map(({ mine }) => rarity(mine)));
    const alarms = shares(own.alarms, document.alarms) ? ALARM_BONUS : 0;
    const tags = shares(own.tags, document.tags) ? TAG_BONUS : 0;
    const whole = (score[slot] as number) + SERVICE_BONUS * rarest + alarms + tags;
    found.push({ document, score: Math.min(1, whole), close });
  }
  if (!found.some(({ close }) => close)) return [];
  found.sort((a, b) => Number(b.close) - Number(a.close) || b.score - a.score || a.document.seq - b.document.seq);
  const why = reasonsWhy(library, query, serviceKey);
  return found.slice(0, limit).flatMap(({ document, score: whole, close }) => {
    const reasons = why(document);
    // What only fills the list must at least say why.
    if (!close && reasons.length === 0) return [];
    const coe = { id: document.id, number: document.number, title: document.title };
    return [{ coe, score: Math.round(whole * 100) / 100, reasons }];
  });
}

/** Asked of thousands: whether any of the names is among the keys. */
function shares(keys: ReadonlySet<string>, names: readonly string[], keyOf = plainServiceKey): boolean {
  return keys.size > 0 && names.some((name) => keys.has(keyOf(name)));
}

/** From 0 for a service that every COE names to 1 for one that few do. */
export type ServiceRarity = (service: string) => number;

/** Counted over the whole library, restricted COEs left out: worth keeping until the library or the register changes. */
export function serviceRarity(library: Library<ComparedCoe>, serviceKey: (name: string) => string): ServiceRarity {
  const counts = new Map<string, number>();
  let open = 0;
  for (const entry of library.entries()) {
    if (!entry?.document.open) continue;
    open++;
    for (const key of new Set(entry.document.services.map(serviceKey))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (service) => 1 - (counts.get(serviceKey(service)) ?? 0) / (open + 1);
}
