import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';
import { markdownRenderer } from '../../src/report/markdown.js';
import { reportData } from '../../src/report/report-data.js';
import { TEMPLATE_HELPERS } from '../../src/report/template-helpers.js';
import { TEMPLATE_SAMPLES } from '../../src/report/template-samples.js';
import { sampleCoe, sampleExtras } from './sample-coe.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coe-templates-'));
  mkdirSync(join(folder, 'report'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string) => writeFileSync(join(folder, 'report', `${name}.md.hbs`), text);
const data = () => reportData(sampleCoe(), sampleExtras);
const fault = (name: string, text: string) => {
  put(name, text);
  try {
    return `accepted: ${markdownRenderer(folder)(data())}`;
  } catch (error) {
    return String((error as Error).message);
  }
};

describe('templates of an organisation', () => {
  it('replace those of the service, one by one', () => {
    put('summary', '## In short\n\n{{block summary}}');
    const report = markdownRenderer(folder)(data());
    expect(report).toContain('## In short\n\nOn 4 March 2026');
    expect(report).not.toContain('## Summary');
    expect(report).toContain('## Timeline');
  });

  it('end the start with file, line and column of each fault', () => {
    put('about', '\n\n{{#if summary}}\nnever closed');
    expect(fault('summary', 'a\n{{#each')).toMatch(/about\.md\.hbs:\d.*\n.*summary\.md\.hbs:2/s);
  });

  it.each([
    ['an unknown variable', 'x\n{{ sumary }}', /summary\.md\.hbs:2:4: "sumary" not defined/],
    ['an unknown member', '{{#each actions}}\n{{oner}}{{/each}}', /summary\.md\.hbs:2:3: "oner" not defined/],
    ['an unknown helper', '{{shout summary}}', /summary\.md\.hbs:1:1: there is no helper shout/],
    ['an unknown partial', '{{> missing}}', /summary\.md\.hbs:1:1: there is no template "missing"/],
    ['a partial that includes itself', '{{> summary}}', /summary\.md\.hbs.*includes itself without end/],
    ['a name that is none', null, /sumary\.md\.hbs: there is no template of this name; known are about\.md\.hbs/],
  ])('refuse %s', (_what, text, message) => {
    expect(text === null ? fault('sumary', 'x') : fault('summary', text)).toMatch(message);
  });

  it('need a folder that is there', () => {
    expect(() => markdownRenderer('/nowhere')).toThrow('/nowhere/report: cannot be read (ENOENT)');
  });

  it.each([
    ['{{> nothing}}', ':3:1: there is no template "nothing"'],
    ['{{text summary.constructor.name}}', ':3:8: "constructor" is no variable'],
    ['{{> (text "coe")}}', ':3:1: a template is included by its name, not by a computed one'],
    ['{{text meeting.outcome.words.more}}', ':3: '],
  ])('tell the line of a wrong name: %s', (line, told) => {
    expect(fault('summary', `## Summary\n\n${line}\n`)).toContain(`summary.md.hbs${told}`);
  });

  it.each([
    '{{constructor}}',
    '{{summary.constructor}}',
    '{{constructor.constructor}}',
    '{{__proto__}}',
    '{{about.__proto__}}',
    '{{#with (lookup this "constructor")}}{{this}}{{/with}}',
    '{{lookup this "__proto__"}}',
    '{{log "x"}}',
    '{{#with "s" as |string|}}{{#with "e"}}{{#with split as |conslist|}}{{this.pop}}{{/with}}{{/with}}{{/with}}',
    '{{__defineGetter__ "x" this}}',
    '{{@root.constructor}}',
    '{{toString}}',
    '{{about.toString}}',
    '{{about.map}}',
    '{{> (lookup . "x")}}',
    '{{helperMissing}}',
    '{{#blockHelperMissing summary}}{{/blockHelperMissing}}',
    '{{@partial-block}}',
    '{{* inline}}',
    '{{> /etc/passwd}}',
    '{{> "../../package.json"}}',
    '{{import "node:fs"}}',
    '{{process.env}}',
    '{{require "fs"}}',
  ])('can neither read files nor reach prototypes: %s', (attack) => {
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const answer = fault('summary', attack);
    logged.mockRestore();
    // Either it is refused at start, or nothing of it comes out.
    expect(answer).not.toMatch(/accepted:[\s\S]*(?:native code|\[object|function|root:|"name":)/);
    if (answer.startsWith('accepted')) expect(answer).toContain('## Metrics and graphs');
    else expect(answer).toContain('summary.md.hbs');
    expect(logged).not.toHaveBeenCalled();
  });

  it('are described with every template, helper and variable', () => {
    const page = readFileSync(join(projectRoot, 'docs/report-templates.md'), 'utf8');
    const files = readdirSync(join(projectRoot, 'templates/report')).filter((name) => name.endsWith('.md.hbs'));
    const names = [
      ...files.map((name) => name.slice(0, -'.md.hbs'.length)),
      ...Object.keys(TEMPLATE_HELPERS),
      ...Object.keys(TEMPLATE_SAMPLES[1] ?? {}),
    ];
    expect(names.filter((name) => !new RegExp(`\`${name}\\b`).test(page))).toEqual([]);
  });
});
