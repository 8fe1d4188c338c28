import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { fixture, importText } from '../evidence/import-text.js';
import { memorySink } from '../evidence/memory-sink.js';

const FILES = [
  'slack-export-2020-01-08.json',
  'slack-users.json',
  'alertmanager.ndjson',
  'hostlog.ndjson',
  'deploys.csv',
];

/** The evidence of one real incident. @param run makes the ids of one database differ from those of another */
export async function bundleEvidence(run = 'a'): Promise<StoredEvidenceItem[]> {
  const sink = memorySink();
  for (const name of FILES) await importText(fixture(`bundle/${name}`), { zone: 'UTC' }, sink);
  return sink.items.map((item) => ({
    ...item,
    id: `ev_${run}_${item.deliveryKey}`,
    coeId: '',
    importId: `imp_${run}`,
    // After whatever a test's COE was created with.
    importedAt: new Date(Date.now() + 60_000),
  }));
}
