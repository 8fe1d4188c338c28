import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';

/** Drawing, text and what both refer to. No script, no foreign markup, no picture or sheet from elsewhere, no animation. */
const ELEMENTS = new Set(
  (
    'svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath marker clipPath mask pattern ' +
    'linearGradient radialGradient stop switch a'
  ).split(' '),
);
const MOST_ELEMENTS = 50_000;

/**
 * A drawing with nothing in it that acts or fetches: known elements only, no event attributes, references only within the drawing,
 * and none that multiplies (a `use` of something that holds a `use`).
 * @returns null for what is no drawing, or one with too many elements to be shown
 */
export function cleanSvg(text: string): { svg: string; width: number | null; height: number | null } | null {
  try {
    // An internal subset declares entities; no drawing needs one.
    const root = fromHtml(text.replace(/^[\s\S]*?(?=<svg[\s>])/i, ''), { fragment: true, space: 'svg' });
    const svg = root.children.find((node) => node.type === 'element' && node.tagName === 'svg');
    if (svg?.type !== 'element') return null;
    const byId = new Map<string, Element>();
    if (collect(svg, byId) > MOST_ELEMENTS) return null;
    clean(svg, byId);
    svg.properties.xmlns = 'http://www.w3.org/2000/svg';
    const drawing: Root = { type: 'root', children: [svg] };
    return { svg: toHtml(drawing, { space: 'svg', closeEmptyElements: true }), ...sizeOf(svg) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function collect(element: Element, byId: Map<string, Element>): number {
  const { id } = element.properties;
  if (typeof id === 'string' && !byId.has(id)) byId.set(id, element);
  return element.children.reduce((sum, child) => sum + (child.type === 'element' ? collect(child, byId) : 0), 1);
}

function clean(element: Element, byId: ReadonlyMap<string, Element>): void {
  for (const [name, value] of Object.entries(element.properties)) {
    const kept = keptValue(name, value, element, byId);
    if (kept === null) delete element.properties[name];
    else element.properties[name] = kept;
  }
  element.children = element.children.filter(
    (child): child is ElementContent =>
      child.type === 'text' || (child.type === 'element' && ELEMENTS.has(child.tagName)),
  );
  for (const child of element.children) if (child.type === 'element') clean(child, byId);
}

type Value = Element['properties'][string];

function keptValue(name: string, value: Value, element: Element, byId: ReadonlyMap<string, Element>): Value | null {
  const text = String(value);
  if (/^on/i.test(name) || name === 'xmlBase' || name.includes(':')) return null;
  if (name === 'href' || name === 'xLinkHref') {
    const target = /^#(.+)$/.exec(text)?.[1];
    const drawn = target === undefined ? undefined : byId.get(target);
    return drawn && !(element.tagName === 'use' && holdsUse(drawn)) ? text : null;
  }
  if (name === 'style')
    return text
      .split(';')
      .filter((part) => isHarmless(part))
      .join(';');
  return isHarmless(text) ? value : null;
}

/** A reference to something in the drawing is all that may be fetched. */
function isHarmless(text: string): boolean {
  return !/[\\@]|expression|javascript:|data:|import/i.test(text) && !/url\(\s*(?!["']?#)/i.test(text);
}

function holdsUse(element: Element): boolean {
  return element.tagName === 'use' || element.children.some((child) => child.type === 'element' && holdsUse(child));
}

function sizeOf({ properties }: Element): { width: number | null; height: number | null } {
  const [, , width, height] = String(properties.viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const side = (given: Value, box: number | undefined) => {
    const pixels = Math.round(Number.parseFloat(String(given ?? '')) || box || Number.NaN);
    return Number.isFinite(pixels) && pixels > 0 ? pixels : null;
  };
  return {
    width: side(/%$/.test(String(properties.width)) ? undefined : properties.width, width),
    height: side(/%$/.test(String(properties.height)) ? undefined : properties.height, height),
  };
}
