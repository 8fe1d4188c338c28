import type { PresentedCoe } from '../coe/present.js';

/** The facts of a COE before its Markdown, as static site generators and scripts read them. */
export async function withFrontMatter(coe: PresentedCoe, markdown: string): Promise<string> {
  const facts = {
    number: coe.number,
    title: coe.title,
    status: coe.status,
    version: coe.version,
    severity: coe.severity,
    owner: coe.owner,
    authors: coe.authors,
    services: coe.services,
    team: coe.team,
    environment: coe.environment,
    tags: coe.tags,
    restricted: coe.restricted,
    created: coe.createdAt,
    updated: coe.updatedAt,
    contentHash: coe.contentHash,
  };
  const known = Object.entries(facts).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  // Read when somebody exports: it would be a part of every start.
  const { stringify } = await import('yaml');
  return `---\n${stringify(Object.fromEntries(known), { lineWidth: 0 })}---\n${markdown}`;
}
