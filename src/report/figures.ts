import { chartSvg } from '../metrics/chart.js';
import type { Chart } from '../metrics/chart-data.js';
import { describeChart } from '../metrics/chart-words.js';
import { printable } from './printable.js';
import type { Block, Inline } from './tree-node.js';

/** A picture for the printer: SVG without media queries, and its alternative text, which PDF/UA demands. */
export type PrintFigure = { svg: string; alt: string };

export function printFigures(charts: readonly Chart[]): PrintFigure[] {
  return charts.map((chart) => ({ svg: chartSvg(chart, { print: true }), alt: printable(describeChart(chart)) }));
}

const CHAPTER = 'Metrics and graphs';
const HEADING = 'Graphs';

/**
 * Sanitised HTML with the charts under its heading. They come after the sanitiser, which knows no SVG: they are drawn by this service from
 * numbers and escaped words, never from markup of a person. A heading of the same name elsewhere is not taken: the chapter's comes first.
 */
export function withCharts(html: string, charts: readonly Chart[]): string {
  if (charts.length === 0) return html;
  const chapter = html.indexOf(`<h2>${CHAPTER}</h2>`);
  const heading = `<h3>${HEADING}</h3>`;
  const at = chapter < 0 ? -1 : html.indexOf(heading, chapter);
  if (at < 0) return html;
  const figures = charts.map((chart) => `\n<figure class="chart">${chartSvg(chart)}</figure>`).join('');
  return html.slice(0, at + heading.length) + figures + html.slice(at + heading.length);
}

/** The same for the printer's tree. */
export function withFigures(blocks: readonly Block[], figures: readonly PrintFigure[]): Block[] {
  const isHeading = (name: string) => (block: Block) => block.t === 'heading' && words(block.c) === name;
  const chapter = blocks.findIndex(isHeading(CHAPTER));
  const at = blocks.findIndex((block, index) => index > chapter && isHeading(HEADING)(block));
  if (chapter < 0 || at < 0) return [...blocks];
  const images = figures.map(({ svg, alt }): Block => ({ t: 'image', svg, alt }));
  return [...blocks.slice(0, at + 1), ...images, ...blocks.slice(at + 1)];
}

function words(nodes: readonly Inline[]): string {
  return nodes.map((node) => (node.t === 'text' ? node.v : '')).join('');
}
