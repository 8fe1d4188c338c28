import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../kernel/paths.js';
import type { Client } from './client.js';

const TAG = 'demo-incident';
const FOLDER = join(projectRoot, 'templates', 'demo', 'incident');

export type IncidentCoe = { id: string; number: string };
type ImportResult = { source: string; raw: number; accepted: number; duplicates: number; rejectedCount: number };

/** Opens (or finds) the incident's COE and gives it the files that its responders would export. */
export async function importIncident(api: Client, say: (line: string) => void): Promise<IncidentCoe> {
  const found = await api.get<{ items: IncidentCoe[] }>(`/coes?tag=${TAG}&limit=1`);
  const coe =
    found.items[0] ??
    (await api.post<IncidentCoe>('/coes', {
      title: 'MediaWiki API time-outs after a configuration change',
      services: ['mediawiki', 'mediawiki-api', 'ats', 'varnish'],
      team: 'Wikimedia SRE',
      environment: 'production',
      severity: 'SEV1',
      tags: [TAG],
    }));
  say(`    ${coe.number}${found.items[0] ? ' is there already; importing again adds nothing' : ' created'}`);
  const files = (await readdir(FOLDER)).filter((file) => /\.(json|ndjson|csv)$/.test(file)).sort();
  let raw = 0;
  let accepted = 0;
  for (const file of files) {
    // The deploy log writes no zone; its owner knows that it is UTC, and says so.
    const zone = file.endsWith('.csv') ? '&zone=UTC' : '';
    const path = `/coes/${coe.id}/evidence?source=auto&filename=${encodeURIComponent(file)}${zone}`;
    const result = await api.upload<ImportResult>(path, await readFile(join(FOLDER, file)));
    raw += result.raw;
    accepted += result.accepted;
    const { source, duplicates, rejectedCount } = result;
    const kept = result.raw === 0 ? 'names for messages' : `${result.accepted} of ${result.raw} records`;
    say(
      `    ${file} → ${source}: ${kept}${duplicates ? `, ${duplicates} delivered before` : ''}${rejectedCount ? `, ${rejectedCount} rejected` : ''}`,
    );
  }
  say(`    ${raw} records, ${accepted} new evidence items`);
  return coe;
}
