import { chartSvg } from '../metrics/chart.js';
import type { Chart } from '../metrics/chart-data.js';
import { describeChart } from '../metrics/chart-words.js';
import { printable } from './printable.js';
import { describeSwimlane, swimlaneSvg } from './swimlane.js';
import type { Swimlane } from './swimlane-data.js';

/** A picture drawn by this service, and its words for those who do not see it: PDF/UA demands them. */
export type Picture = { svg: string; alt: string };

/** Where the template puts pictures: a line `<!-- picture charts -->` of its own. A comment in a person's text never gets that far. */
export const PICTURE_PLACES = ['charts', 'timeline'] as const;
export type PicturePlace = (typeof PICTURE_PLACES)[number];
export type Pictures = Partial<Record<PicturePlace, readonly Picture[]>>;

export type Drawn = { charts: readonly Chart[]; swimlane: Swimlane | null };

/** `print` leaves out what only a screen understands: the colours of a dark page. */
export function drawPictures({ charts, swimlane }: Drawn, options: { print: boolean }): Pictures {
  return {
    charts: charts.map((chart) => ({ svg: chartSvg(chart, options), alt: printable(describeChart(chart)) })),
    timeline:
      swimlane === null ? [] : [{ svg: swimlaneSvg(swimlane, options), alt: printable(describeSwimlane(swimlane)) }],
  };
}

/** The place that a piece of HTML in the canonical Markdown names; null for any other HTML. */
export function picturePlace(html: string): PicturePlace | null {
  const name = /^\s*<!-- picture (\w+) -->\s*$/.exec(html)?.[1];
  return PICTURE_PLACES.find((place) => place === name) ?? null;
}
