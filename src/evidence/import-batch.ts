import type { ImportRun } from './import-run.js';
import type { EvidenceActor, EvidenceItem } from './item.js';
import { keysOf } from './keys.js';
import type { PreparedItem } from './read-one.js';
import { type HiddenName, redactDraft, secretsOf } from './redact.js';
import type { ItemDraft } from './source.js';

/** Longest text and payload kept of one record, in characters. Dumps are cut, and say so. */
const LONGEST_TEXT = 20_000;
const LONGEST_PAYLOAD = 256_000;

/** Drafts to items: people become participants, secrets and personal data go, keys are made. */
export async function finishBatch(batch: PreparedItem[], run: ImportRun): Promise<EvidenceItem[]> {
  const secrets = await secretsOf(batch);
  const items: EvidenceItem[] = [];
  for (const each of batch) {
    // Keys are made of the record as it came, so that a better rule for redaction does not import it twice.
    const keys = keysOf(each, each.sourceId);
    const { actor, hidden } = needsNames(each.draft) ? await nameActor(each.draft, run) : withoutPeople(each.draft);
    redactDraft(each, secrets.get(each) ?? [], hidden, run.result.redactions);
    items.push(itemOf(each, actor, keys));
  }
  return items;
}

function needsNames({ actor, people }: ItemDraft): boolean {
  return actor?.kind === 'person' || (people !== undefined && people.length > 0);
}

function withoutPeople({ actor }: ItemDraft): { actor: EvidenceActor | null; hidden: HiddenName[] } {
  return { actor: actor === null ? null : systemActor(actor), hidden: [] };
}

function systemActor({ id, name }: NonNullable<ItemDraft['actor']>): EvidenceActor {
  return { kind: 'system', id: id ?? name ?? 'system', name: name ?? id ?? 'system' };
}

/** People by their stable names in this COE, and the real names to be taken out of the record. */
async function nameActor(
  draft: ItemDraft,
  run: ImportRun,
): Promise<{ actor: EvidenceActor | null; hidden: HiddenName[] }> {
  const hidden: HiddenName[] = [];
  let actor: EvidenceActor | null = draft.actor === null ? null : systemActor(draft.actor);
  if (draft.actor?.kind === 'person') {
    const known = await participant(draft.actor.id, draft.actor.name, run);
    actor = { kind: 'person', ...known };
    if (draft.actor.name !== null)
      hidden.push({ name: draft.actor.name, shown: draft.actor.id === null ? known.name : `<@${known.id}>` });
  }
  for (const { id, name } of draft.people ?? []) {
    const known = await participant(id, name, run);
    if (name !== null) hidden.push({ name, shown: `<@${known.id}>` });
  }
  return { actor, hidden };
}

async function participant(
  id: string | null,
  name: string | null,
  run: ImportRun,
): Promise<{ id: string; name: string }> {
  const key = `${id ?? ''}\n${name ?? ''}`;
  let known = run.participants.get(key);
  if (known === undefined) {
    known = await run.sink.participant(id, name);
    run.participants.set(key, known);
  }
  return known;
}

function itemOf(
  each: PreparedItem,
  actor: EvidenceActor | null,
  keys: { deliveryKey: string; eventKey: string },
): EvidenceItem {
  const { draft, flat } = each;
  return {
    source: each.sourceId,
    index: each.index,
    at: new Date(draft.when.at),
    end: draft.end === null ? null : new Date(draft.end),
    precision: draft.when.precision,
    zoneOrigin: draft.when.zoneOrigin,
    kind: draft.kind,
    state: draft.state,
    actor: actor?.kind === 'system' && draft.actor !== null ? systemActor(draft.actor) : actor,
    subject: draft.subject,
    dimensions: draft.dimensions,
    severity: draft.severity,
    text: draft.text.length > LONGEST_TEXT ? `${draft.text.slice(0, LONGEST_TEXT)}…` : draft.text,
    payload:
      flat.length > LONGEST_PAYLOAD ? { tooLong: flat.length, beginning: draft.text.slice(0, 2000) } : draft.payload,
    link: draft.link,
    ...keys,
  };
}
