import { parseContent } from '../../coe/content.js';
import type { Actor } from '../../kernel/actor.js';
import { sha256 } from '../../kernel/ids.js';
import type { StoredHook } from '../hooks/hook-store.js';
import type { FromWindowParts } from './coe-from-window.js';
import { copyWindow } from './copy-window.js';
import type { InboxItem } from './inbox-item.js';
import type { InboxSettingsStore } from './inbox-settings.js';
import { oneLine } from './one-line.js';
import { UNKNOWN_SERVICE } from './service-of.js';
import { graveSeverity } from './severity-of.js';

/** Causes come before the first alarm, afterthoughts after the last. */
const BEFORE_MS = 60 * 60 * 1000;
const AFTER_MS = 15 * 60 * 1000;
const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

export type RuleParts = Omit<FromWindowParts, 'authoriseCoe'> & { settings: InboxSettingsStore };

const RULE: Actor = {
  id: 'inbox-rule',
  name: 'Inbox rule',
  role: 'author',
  qualifications: [],
  scope: 'write',
  via: 'token',
};

/**
 * The rule of the organisation, when it is switched on: a SEV1 or SEV2 that a sender calls resolved becomes a draft COE with what
 * the inbox holds of its time. Once for each incident: a resolution sent again, or one after a reopening, only adds evidence,
 * and nothing once people have taken the COE further. Safe to repeat.
 */
export async function openForResolved(parts: RuleParts, items: readonly InboxItem[], hook: StoredHook): Promise<void> {
  const resolved = items.filter(isResolution);
  if (resolved.length === 0) return;
  const { openDrafts, severityWords } = await parts.settings.read();
  if (!openDrafts) return;
  for (const item of resolved) {
    const severity = graveSeverity(item.severity, severityWords);
    if (severity !== null) await openFor(parts, item, severity, hook.owner ?? hook.createdBy.name);
  }
}

function isResolution({ kind, state, incidentKey }: InboxItem): boolean {
  return incidentKey !== null && (state === 'resolved' || (kind === 'alarm' && state === 'ok'));
}

async function openFor(parts: RuleParts, item: InboxItem, severity: string, owner: string): Promise<void> {
  const { inbox, coes, create, store, clock } = parts;
  const key = item.incidentKey as string;
  const seed = sha256(`incident ${key}`);
  const known = await coes.byId(seed);
  const first = (await inbox.firstOf(key)) ?? item.at;
  const from = new Date(Math.max(first.getTime() - BEFORE_MS, item.at.getTime() - LONGEST_MS));
  const window = { service: item.service, from, to: new Date(item.at.getTime() + AFTER_MS) };
  const coe =
    known === null ? await create(contentOf(item, severity, owner), RULE, seed) : await store.byId(known.coeId);
  if (coe.status !== 'draft') return;
  await coes.remember({ _id: seed, coeId: coe._id, ...window, at: clock.now() });
  await copyWindow(parts, window, coe._id, RULE);
}

function contentOf(item: InboxItem, severity: string, owner: string) {
  return parseContent({
    title: oneLine(`${severity} in ${item.service}: ${item.text}`, 200),
    services: item.service === UNKNOWN_SERVICE ? [] : [item.service],
    severity,
    owner,
    whyWritten: `Opened by rule: ${severity} was resolved (${item.source}).`,
  });
}
