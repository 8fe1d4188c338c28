import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readPrompts } from '../../../src/drafting/model/prompts.js';
import { CommandError } from '../../../src/kernel/errors.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder of own prompts with these files in it. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'coe-prompts-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function refusalOf(folder: string): string {
  try {
    readPrompts(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    return (error as Error).message;
  }
  throw new Error('The folder was taken.');
}

describe('own prompts', () => {
  it('stand in for ours file by file, and change the version of their task alone', () => {
    const folder = folderWith({ 'summary/system.hbs': 'In Danish. {{marker}}', '.DS_Store': '' });
    symlinkSync(folderWith({ 'user.hbs': 'Reword: {{data}}' }), join(folder, 'rewrite'));
    const ours = readPrompts();
    const own = readPrompts(folder);
    const variables = { marker: 'MARK', data: '<<<MARK>>>' };
    expect(own.render('summary', variables)).toEqual({
      system: 'In Danish. MARK',
      user: ours.render('summary', variables).user,
    });
    expect(own.render('rewrite', variables).user).toBe('Reword: <<<MARK>>>');
    expect(own.versionOf('summary')).not.toBe(ours.versionOf('summary'));
    expect(own.versionOf('five-whys')).toBe(ours.versionOf('five-whys'));
  });

  it('end the start with a line for each file that no task reads', () => {
    const missing = join(tmpdir(), 'coe-prompts-nowhere');
    expect(refusalOf(missing)).toMatch(`COE_PROMPTS_DIR: the folder ${missing} cannot be read (ENOENT`);
    const folder = folderWith({
      'sumary/system.hbs': 'x',
      'summary/sytem.hbs': 'x',
      'summary/user.hbs': '{{data}}',
      condense: 'x',
      'system.hbs': 'x',
    });
    expect(refusalOf(folder).split('\n')).toEqual([
      'These prompts cannot be used:',
      `${folder}/condense: a task is a folder with system.hbs and user.hbs`,
      `${folder}/sumary: no task has this name`,
      `${folder}/summary/sytem.hbs: a task has system.hbs and user.hbs and no other file`,
      `${folder}/system.hbs: no task has this name`,
      expect.stringContaining('Tasks: summary, customer-impact'),
    ]);
  });

  it('end the start where they show no evidence, or show it as instructions', () => {
    expect(refusalOf(folderWith({ 'summary/user.hbs': 'x' }))).toMatch(/user\.hbs: \{\{data\}\} is missing/);
    expect(refusalOf(folderWith({ 'summary/system.hbs': '{{data}}' }))).toMatch(/belongs into user\.hbs/);
    expect(refusalOf(folderWith({ 'summary/system.hbs': 'a\n{{#if}}' }))).toMatch(/system\.hbs: /);
  });
});
