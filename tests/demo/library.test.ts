import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { libraryFolder, readDemoLibrary } from '../../src/cli/demo/library.js';
import { type CoeContent, coeContentSchema } from '../../src/coe/schema.js';
import { projectRoot } from '../../src/kernel/paths.js';

const library = await readDemoLibrary();
const coes = library.map(({ slug, source, coe }) => ({ slug, source, coe: coeContentSchema.parse(coe) }));
type Why = CoeContent['fiveWhys'][number];
const leaves = (whys: Why[]): Why[] =>
  whys.flatMap((why) => (why.children.length === 0 ? [why] : leaves(why.children)));
const nodes = (whys: Why[]): Why[] => whys.flatMap((why) => [why, ...nodes(why.children)]);

describe('the demo library', () => {
  it('holds the DFDS set and at least three Wikitech incidents, oldest first', () => {
    const slugs = library.map(({ slug }) => slug);
    expect(slugs.filter((slug) => slug.includes('-dfds-'))).toHaveLength(18);
    expect(slugs.filter((slug) => slug.includes('-wikitech-')).length).toBeGreaterThanOrEqual(3);
    expect(slugs).toEqual([...slugs].sort());
    for (const slug of slugs) expect(slug).toMatch(/^(19|20)\d{6}-[a-z0-9-]+$/);
  });

  it('leaves out the report of the demo incident itself', () => {
    for (const { slug, source } of library) expect(`${slug} ${source.url}`).not.toMatch(/20200108|mw-api/);
  });

  it('gives every COE its source, licence and attribution, also where a reader of the COE sees them', () => {
    for (const { slug, source, coe } of coes) {
      const wikitech = slug.includes('-wikitech-');
      expect(source.licence).toBe(wikitech ? 'CC BY-SA' : 'MIT');
      expect(source.attribution).toContain(wikitech ? 'Wikitech contributors' : 'Copyright (c) 2019 DFDS');
      expect(coe.background).toContain(`(${source.licence}`);
      if (wikitech) expect(coe.background).toContain(source.name.split(': ')[1]);
    }
  });

  it.each(coes)('$slug fills the sections a reader looks for', ({ coe }) => {
    expect(coe.summary.length).toBeGreaterThan(100);
    expect(coe.customerImpact.text).not.toBe('');
    expect(coe.services.length).toBeGreaterThan(0);
    expect(coe.severity).not.toBeNull();
    for (const list of [coe.timeline, coe.fiveWhys, coe.actionItems, coe.lessonsLearned])
      expect(list.length).toBeGreaterThan(0);
  });

  it.each(coes)('$slug has its timeline in order and its recorded moments in the span of it', ({ coe }) => {
    const times = coe.timeline.map(({ at }) => at);
    const inOrder = [...times].sort();
    expect(times).toEqual(inOrder);
    for (const moment of Object.values(coe.keyMoments)) {
      if (!moment?.at || moment.state !== 'recorded') continue;
      const withMoment = [...times, moment.at].sort();
      expect([withMoment[0], withMoment.at(-1)]).toEqual([inOrder[0], inOrder.at(-1)]);
    }
  });

  it.each(coes)('$slug ties every action to a why and leaves no why without an action or a reason', ({ coe }) => {
    const actions = new Map(coe.actionItems.map((item) => [item.id, item]));
    const whys = new Map(nodes(coe.fiveWhys).map((why) => [why.id, why]));
    for (const why of leaves(coe.fiveWhys)) expect(why.actionItemIds.join() || why.reasonWithoutAction).not.toBe('');
    for (const why of whys.values())
      for (const id of why.actionItemIds) expect(actions.get(id)?.whyIds).toContain(why.id);
    for (const item of actions.values()) {
      expect(item.type).not.toBeNull();
      expect(item.whyIds.length).toBeGreaterThan(0);
      for (const id of item.whyIds) expect(whys.get(id)?.actionItemIds).toContain(item.id);
    }
  });

  it('calls an action done only with what the source says about it', () => {
    const done = coes.flatMap(({ coe }) => coe.actionItems).filter(({ status }) => status === 'done');
    for (const { proof } of done) expect(proof).toMatch(/source report/);
  });

  it('blames nobody', () => {
    for (const { coe } of coes)
      expect(JSON.stringify(coe)).not.toMatch(
        /human error|mistake|careless|(should|could|would) have \w+ed\b|forgot|obviously/i,
      );
  });

  it('keeps files small and the notices beside them', async () => {
    for (const name of await readdir(libraryFolder))
      expect((await stat(join(libraryFolder, name))).size).toBeLessThan(15_000);
    const licences = await readFile(join(projectRoot, 'templates', 'demo', 'LICENSES.md'), 'utf8');
    expect(licences).toContain('Permission is hereby granted, free of charge');
    expect(licences).toContain('https://creativecommons.org/licenses/by-sa/4.0/');
  });

  it('names the file that cannot be read', async () => {
    await expect(readDemoLibrary(join(projectRoot, 'templates', 'demo', 'incident'))).rejects.toThrow(
      /slack-.*\.json cannot be read/,
    );
  });
});
