import type { Section } from '../coe/schema.js';
import type { ReasonPlace, SimilarReason } from '../search/similarity/reasons.js';
import { label } from './labels.js';

/** Sections that the report shows above its first heading. */
const AT_TOP = new Set<Section>(['title', 'services', 'tags', 'environment']);

/**
 * The place of some words in a COE's report: the anchor of the section, and the words themselves, which browsers that know text fragments
 * scroll to and mark.
 */
export function placeLink(number: string, place: ReasonPlace | null): string | null {
  if (place === null) return null;
  const slug = label(place.section)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const anchor = AT_TOP.has(place.section) ? '' : `section-${slug}`;
  const words = place.quote.split(/\s+/).slice(0, 8).join(' ');
  // A hyphen, comma or ampersand is syntax of a text fragment.
  const fragment = encodeURIComponent(words).replaceAll('-', '%2D');
  return `/coes/${number}#${anchor}:~:text=${fragment}`;
}

/** A reason with its links, for the template. */
export function shownReason(reason: SimilarReason, own: string, other: string) {
  const { kind, values, here, there } = reason;
  return { kind, values, here: placeLink(own, here), there: placeLink(other, there), own, other };
}
