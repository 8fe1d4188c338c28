import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

const main = join(projectRoot, 'dist-tests', 'src', 'main.js');
let api: TestService;
let folder: string;
beforeAll(async () => {
  api = await openTestService();
  folder = mkdtempSync(join(tmpdir(), 'coe-import-'));
  mkdirSync(join(folder, '2024'));
  writeFileSync(join(folder, 'README.md'), '# Not a postmortem');
  writeFileSync(
    join(folder, '2024', 'dns.md'),
    '# DNS was down\n\n## Summary\n\nThe zone file was empty.\n\n## Odd heading\n\nWombats.',
  );
  writeFileSync(
    join(folder, 'more.jsonl'),
    [
      JSON.stringify({
        id: 'a',
        title: 'Queue grew',
        summary: 'A consumer stopped.',
        text: 'It had lost its lease.',
        date: '2021-03-04',
      }),
      JSON.stringify({
        id: 'b',
        title: null,
        text: '# Disk full\n\n## Summary\n\nLogs filled it.',
        action_items: ['Rotate logs'],
      }),
      JSON.stringify({ id: 'c', text: ' ' }),
      '{broken',
      JSON.stringify({ id: 'd', title: 'Same words', text: 'Twice.' }),
      JSON.stringify({ id: 'e', title: 'Same words', text: 'Twice.' }),
    ].join('\n'),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.close();
});

async function run(...args: string[]) {
  const child = spawn(process.execPath, [main, 'import', ...args], {
    env: { ...process.env, COE_TOKEN: ADMIN_TOKEN, COE_PUBLIC_URL: api.url },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.error += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

describe('coe import', () => {
  it('imports a folder, says what found no field, and names what it refused', async () => {
    const { code, out, error } = await run(folder);
    expect(error).toContain('5 imported, 0 were there already, 2 refused');
    expect(out).toMatch(/2024.dns\.md → COE-\d+: found no field for "Odd heading"/);
    expect(out).toContain('more.jsonl:3: the record has neither "title" nor "text" nor "summary"');
    expect(out).toContain('more.jsonl:4: the line is no JSON object');
    expect(code).toBe(1);
    const { body } = await api.as().get('search?q=lease');
    expect(body.items).toMatchObject([{ coe: { title: 'Queue grew' }, section: 'background' }]);
    // What found no field is found all the same; the day of a record is the day of its COE.
    expect((await api.as().get('search?q=wombats')).body.items).toMatchObject([{ coe: { title: 'DNS was down' } }]);
    expect((await api.as().get('search?q=after:2021-03-04 before:2021-03-05')).body.total).toBe(1);
    expect((await api.as().get('search?q=actions:rotate')).body.items).toMatchObject([{ coe: { title: 'Disk full' } }]);
  });

  it('makes nothing twice, also when the remembered answers are gone', async () => {
    expect((await run(folder)).error).toContain('0 imported, 5 were there already');
    await api.service.database.connection.collection('idempotencyKeys').deleteMany({});
    expect((await run(folder)).error).toContain('0 imported, 5 were there already');
    expect((await api.as().get('coes?limit=100')).body.items).toHaveLength(5);
  });

  it('says in a line what is wrong with a call', async () => {
    expect((await run()).error).toMatch(/^Name one folder or file/);
    expect((await run(join(folder, 'none'))).error).toMatch(/^There is no file or folder/);
    expect((await run(folder, '--token', 'wrong')).error).toMatch(/^The service refused the token \(401\)/);
    expect((await run(folder, '--url', 'http://127.0.0.1:9')).error).toMatch(/does not answer/);
    expect((await run(folder, '--sideways')).error).toMatch(/sideways/);
  });
});
