import type { Actor } from '../../kernel/actor.js';
import type { AuditEvent } from '../../kernel/audit.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { EvidenceActor, EvidenceItem } from '../item.js';
import { isRoleLike } from '../people.js';
import type { EvidenceSink } from '../sink.js';
import type { EvidenceStore } from '../store.js';
import type { InboxItem } from './inbox-item.js';
import type { InboxPeople, InboxPerson } from './inbox-people.js';
import type { InboxStore, InboxWindow } from './inbox-store.js';
import { tokensIn, withPeople } from './named-people.js';

export type Copied = { found: number; accepted: number; duplicates: number };
export type CopyParts = {
  inbox: InboxStore;
  people: InboxPeople;
  evidence: Pick<EvidenceStore, 'sink'>;
  clock: Clock;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
};

/**
 * Makes the items of a window evidence of a COE. They stay in the inbox; copying again adds only what came since. People get the
 * placeholders of this COE, as with any import.
 */
export async function copyWindow(parts: CopyParts, window: InboxWindow, coeId: string, actor: Actor): Promise<Copied> {
  const importId = newId('imp');
  const at = parts.clock.now();
  const sink = parts.evidence.sink(coeId, importId, at);
  const copied: Copied = { found: 0, accepted: 0, duplicates: 0 };
  for await (const batch of parts.inbox.window(window)) {
    const { duplicates } = await sink.storeBatch(await asEvidence(batch, parts.people, sink));
    copied.found += batch.length;
    copied.duplicates += duplicates;
  }
  copied.accepted = copied.found - copied.duplicates;
  if (copied.accepted > 0) {
    const by = { id: actor.id, name: actor.name };
    const details = { importId, source: 'inbox', ...copied };
    await parts.recordAudit({ type: 'evidence.imported', at: at.toISOString(), actor: by, coeId, details }, importId);
  }
  return copied;
}

async function asEvidence(batch: InboxItem[], people: InboxPeople, sink: EvidenceSink): Promise<EvidenceItem[]> {
  const tokens = tokensIn(batch);
  const known = await people.byTokens(tokens);
  const named = new Map<string, { id: string; name: string }>();
  for (const token of tokens) {
    const person = known.get(token);
    if (person !== undefined) named.set(token, await sink.participant(person.sourceId, person.realName));
  }
  return batch.map((item) => evidenceOf(item, known, named));
}

function evidenceOf(
  item: InboxItem,
  known: ReadonlyMap<string, InboxPerson>,
  named: ReadonlyMap<string, { id: string; name: string }>,
): EvidenceItem {
  const { _id, service: _service, hookId: _hook, receivedAt: _received, incidentKey: _key, ...evidence } = item;
  const written = withPeople(evidence, (token) => {
    const person = named.get(token);
    // Known by an id of the source, here or in the COE: the name is put in when it is read, so that a directory counts.
    if (known.get(token)?.sourceId !== null || (person !== undefined && person.id !== person.name))
      return `<@${person?.id ?? token}>`;
    return person?.name ?? token;
  });
  return { ...written, actor: actorOf(item.actor, named) };
}

function actorOf(
  actor: EvidenceActor | null,
  named: ReadonlyMap<string, { id: string; name: string }>,
): EvidenceActor | null {
  if (actor?.kind !== 'person' || (isRoleLike(actor.name) && !named.has(actor.id))) return actor;
  return { ...actor, ...(named.get(actor.id) ?? { name: 'a responder' }) };
}
