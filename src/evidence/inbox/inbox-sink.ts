import { sha256 } from '../../kernel/ids.js';
import type { EvidenceItem } from '../item.js';
import type { EvidenceSink } from '../sink.js';
import type { InboxItem } from './inbox-item.js';
import type { InboxPeople } from './inbox-people.js';
import type { InboxStore } from './inbox-store.js';
import { incidentKeyOf } from './incident-key.js';
import { type ServiceMapping, serviceOf } from './service-of.js';

/**
 * Where an import puts the items of one delivery, instead of into a COE.
 * @param heard gets every item, also those that had come before
 */
export function inboxSink(
  { inbox, people }: { inbox: InboxStore; people: InboxPeople },
  hook: ServiceMapping & { _id: string },
  receivedAt: Date,
  heard: (items: InboxItem[]) => void,
): EvidenceSink {
  return {
    async storeBatch(items) {
      const filed = items.map((item) => filedItem(item, hook, receivedAt));
      heard(filed);
      return inbox.add(filed);
    },
    // Directories come with exports of a chat, which nobody delivers by a hook.
    saveDirectory: async () => undefined,
    participant: people.participant,
  };
}

function filedItem(item: EvidenceItem, hook: ServiceMapping & { _id: string }, receivedAt: Date): InboxItem {
  const service = serviceOf(item, hook);
  return {
    _id: `in_${sha256(`${service} ${item.deliveryKey}`).slice(0, 24)}`,
    service,
    hookId: hook._id,
    receivedAt,
    incidentKey: incidentKeyOf(item),
    ...item,
  };
}
