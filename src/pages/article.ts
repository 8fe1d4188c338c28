import type { StoredCoe } from '../coe/model.js';
import { presentCoe } from '../coe/present.js';
import type { Heading } from '../report/html-article.js';
import { drawPictures } from '../report/pictures.js';
import type { PageParts } from './parts.js';

/** A report says nothing of readiness, which takes longer to find than the report to write. */
const uncounted = async () => ({ blockers: 0, warnings: 0 });

/** The report of a COE as a part of a screen, which has a main heading with number and title of its own. */
export async function articleOf(
  { reportOf, writing }: Pick<PageParts, 'reportOf' | 'writing'>,
  coe: StoredCoe,
): Promise<{ html: string; headings: Heading[] }> {
  const { markdown, drawn, files } = await reportOf(await presentCoe(coe, uncounted), true);
  const { html, headings } = await writing.article(markdown, drawPictures(drawn, { print: false }), files);
  return { html: html.replace(/^\s*<h1[\s\S]*?<\/h1>/, ''), headings };
}
