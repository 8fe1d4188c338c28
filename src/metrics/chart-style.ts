/** One finished SVG element. */
export type Mark = string;

/** Colours on white; each text has a contrast of at least 4.5:1 with its ground. */
export const INK = {
  paper: '#ffffff',
  title: '#16202c',
  muted: '#5a6675',
  grid: '#dde3ea',
  line: '#1f4e79',
  impact: '#fbe3df',
  moment: '#3d3d8f',
  deploy: '#5b4a00',
  alarm: '#a31515',
  investigation: '#8a4b00',
};
/** The same on a dark page. */
const DARK: typeof INK = {
  paper: '#12181f',
  title: '#e3e8ee',
  muted: '#9aa7b5',
  grid: '#2b3643',
  line: '#8ab8e6',
  impact: '#4a2320',
  moment: '#b9b9ff',
  deploy: '#e0c55a',
  alarm: '#ff8f85',
  investigation: '#f0b060',
};

/** Rules for a dark page. They name the chart's class first, so they colour nothing else on the page. */
export function style(): string {
  const rules = (Object.entries(DARK) as [keyof typeof INK, string][]).map(
    ([name, colour]) =>
      `.coe-chart :is(text,rect,circle).${name}{fill:${colour}}.coe-chart :is(line,path).${name}{stroke:${colour}}`,
  );
  return `<style>.coe-chart{max-width:100%;height:auto}@media screen and (prefers-color-scheme:dark){${rules.join('')}}</style>`;
}
