import type { ImportRun } from './import-run.js';
import type { EvidenceActor, EvidenceItem } from './item.js';
import { deliveryKeyOf, digest } from './keys.js';
import { peopleIn } from './people-in.js';
import { type FlatDraft, type HiddenName, redactDraft, secretsOf } from './redact.js';
import type { SecretRange } from './secrets.js';
import type { ItemDraft } from './source.js';

/** Longest text and payload kept of one record, in characters. Dumps are cut, and say so. */
const LONGEST_TEXT = 20_000;
const LONGEST_PAYLOAD = 256_000;

const NO_RANGES: SecretRange[] = [];
const NO_NAMES: HiddenName[] = [];

/** Drafts to items: people become participants, secrets and personal data go, keys are made. */
export async function finishBatch(batch: FlatDraft[], run: ImportRun): Promise<EvidenceItem[]> {
  const secrets = await secretsOf(batch);
  const items: EvidenceItem[] = [];
  for (const each of batch) {
    const { draft } = each;
    // Keys are made of the record as it came, so that a better rule for redaction does not import it twice.
    const deliveryKey = deliveryKeyOf(each);
    const eventKey = draft.event === null ? deliveryKey : digest(draft.event);
    const named = needsNames(draft) ? await nameActor(draft, run) : null;
    redactDraft(each, secrets.get(each) ?? NO_RANGES, named?.hidden ?? NO_NAMES, run.result.redactions);
    items.push(itemOf(each, named?.person ?? systemActor(draft.actor), deliveryKey, eventKey));
  }
  return items;
}

function needsNames(draft: ItemDraft): boolean {
  const mentioned = peopleIn(draft.payload);
  if (mentioned.length > 0) draft.people = [...(draft.people ?? []), ...mentioned];
  return draft.actor?.kind === 'person' || (draft.people !== undefined && draft.people.length > 0);
}

function systemActor(actor: ItemDraft['actor']): EvidenceActor | null {
  if (actor === null) return null;
  return { kind: 'system', id: actor.id ?? actor.name ?? 'system', name: actor.name ?? actor.id ?? 'system' };
}

/** The acting person by the name this COE knows them by, and the real names to be taken out of the record. */
async function nameActor(
  { actor, people = [] }: ItemDraft,
  run: ImportRun,
): Promise<{ person: EvidenceActor | null; hidden: HiddenName[] }> {
  const hidden: HiddenName[] = [];
  let person: EvidenceActor | null = null;
  if (actor?.kind === 'person') {
    const known = await participant(actor.id, actor.name, run);
    person = { kind: 'person', ...known };
    if (actor.name !== null) {
      hidden.push({ name: actor.name, shown: actor.id === null ? known.name : `<@${known.id}>` });
    }
  }
  for (const { id, name } of people) {
    if (id === null && name === null) continue;
    const known = await participant(id, name, run);
    if (name !== null) hidden.push({ name, shown: id === null ? known.name : `<@${known.id}>` });
  }
  return { person, hidden };
}

async function participant(
  id: string | null,
  name: string | null,
  run: ImportRun,
): Promise<{ id: string; name: string }> {
  // Some tools use a mail address as the id of an account; ids are shown, so it becomes an opaque one.
  const safeId = id?.includes('@') ? `account-${digest(id).slice(0, 10)}` : id;
  const key = `${id ?? ''}\n${name ?? ''}`;
  let known = run.participants.get(key);
  if (known === undefined) {
    known = await run.sink.participant(safeId, name);
    run.participants.set(key, known);
  }
  return known;
}

function itemOf(each: FlatDraft, actor: EvidenceActor | null, deliveryKey: string, eventKey: string): EvidenceItem {
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
    actor,
    subject: draft.subject,
    dimensions: draft.dimensions,
    severity: draft.severity,
    text: draft.text.length > LONGEST_TEXT ? `${draft.text.slice(0, LONGEST_TEXT)}…` : draft.text,
    payload:
      flat.length > LONGEST_PAYLOAD ? { tooLong: flat.length, beginning: draft.text.slice(0, 2000) } : draft.payload,
    link: draft.link,
    deliveryKey,
    eventKey,
  };
}
