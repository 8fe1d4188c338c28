import { draft } from '../draft.js';
import { dimensionsOf } from '../eventbridge.js';
import type { EvidenceItem } from '../item.js';
import { actorFromName } from '../people.js';
import {
  type ActorDraft,
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

const PHASES: Record<string, EvidenceItem['state']> = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  Error: 'failed',
  Running: 'started',
  Terminating: 'failed',
};
const CONTROLLER = { kind: 'system', id: 'argocd', name: 'Argo CD' } as const;

/** Argo CD: the deploy history and the last operation of Application objects; each is one record. */
export const argocd: EvidenceSource = {
  id: 'argocd',
  title: 'Argo CD',
  recognisedBy: '`kind` Application of argoproj.io (`argocd app get -o json`, `kubectl get applications -o json`)',
  timeField: 'status.history[].deployedAt; operationState.finishedAt, else startedAt',
  unwrap: (value) => (isApplication(value) ? partsOf(value) : null),
  marks: ['argocdApplication', 'apiVersion', 'message', 'email'],
  recognise: (record) =>
    record.argocdApplication !== undefined || isApplication(record) ? 1 : isTemplate(record) ? 0.8 : 0,
  normalise: (record, context) => {
    if (isRecord(record.deployment)) return readDeployment(record, record.deployment, context);
    if (isRecord(record.operation)) return readOperation(record, record.operation, context);
    return {
      rejected: isTemplate(record)
        ? 'a notification template carries no time; import the Application instead (argocd app get -o json)'
        : 'the Application has no deploy history and no operation',
    };
  },
};

function isApplication(record: JsonRecord): boolean {
  return record.kind === 'Application' && String(record.apiVersion).startsWith('argoproj.io/');
}

/** Notification bodies are written by each user as Go templates over the Application. */
function isTemplate({ message, email }: JsonRecord): boolean {
  const body = typeof message === 'string' ? message : isRecord(email) ? textOf(email.subject) : null;
  return body?.includes('{{') === true && body.includes('.app.');
}

function partsOf(application: JsonRecord): JsonRecord[] | null {
  const status = isRecord(application.status) ? application.status : {};
  const metadata = isRecord(application.metadata) ? application.metadata : {};
  const about = {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    health: isRecord(status.health) ? status.health.status : null,
  };
  const history = Array.isArray(status.history) ? status.history.filter(isRecord) : [];
  const parts: JsonRecord[] = history.map((deployment, i) => ({
    deployment,
    repeats: i > 0 && revisionOf(history[i - 1] ?? {}) === revisionOf(deployment),
    argocdApplication: about,
  }));
  if (isRecord(status.operationState)) parts.push({ operation: status.operationState, argocdApplication: about });
  return parts.length === 0 ? null : parts;
}

function readDeployment(record: JsonRecord, deployment: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(deployment.deployedAt ?? deployment.deployStartedAt);
  if ('rejected' in when) return when;
  const { name, uid, dimensions } = applicationOf(record);
  const revision = revisionOf(deployment);
  // Self-heal and manual syncs put the same revision out again: a deploy, but of nothing new.
  const again = record.repeats === true ? ' again' : '';
  return draft(
    { when, kind: 'deploy', text: `Argo CD ${name}: synced revision ${short(revision)}${again}`, payload: record },
    {
      state: 'succeeded',
      actor: initiatorOf(deployment.initiatedBy),
      subject: name,
      dimensions,
      delivery: `${uid} ${String(deployment.id)} ${String(deployment.deployedAt)}`,
      event: syncEvent(uid, revision, 'succeeded', when.at),
    },
  );
}

function readOperation(record: JsonRecord, state: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(state.finishedAt ?? state.startedAt);
  if ('rejected' in when) return when;
  const { name, uid, dimensions } = applicationOf(record);
  const phase = textOf(state.phase) ?? 'Unknown';
  const operation = isRecord(state.operation) ? state.operation : {};
  const result = isRecord(state.syncResult) ? state.syncResult : {};
  const revision = textOf(result.revision) ?? revisionOf(isRecord(operation.sync) ? operation.sync : {});
  const message = textOf(state.message);
  const outcome = PHASES[phase] ?? null;
  return draft(
    {
      when,
      kind: 'deploy',
      text: `Argo CD ${name}: sync of revision ${short(revision)} ${phase.toLowerCase()}${message === null ? '' : `: ${message}`}`,
      payload: record,
    },
    {
      state: outcome,
      actor: initiatorOf(operation.initiatedBy),
      subject: name,
      dimensions,
      delivery: `${uid} operation ${String(state.startedAt)} ${phase}`,
      event: syncEvent(uid, revision, outcome, when.at),
    },
  );
}

/** The last operation is told by the history too, within the second. */
function syncEvent(uid: string, revision: string, state: string | null, at: number): string {
  return `argocd ${uid} ${revision} ${state ?? ''} ${Math.floor(at / 1000)}`;
}

function applicationOf(record: JsonRecord): { name: string; uid: string; dimensions: Record<string, string> } {
  const about = isRecord(record.argocdApplication) ? record.argocdApplication : {};
  const name = textOf(about.name) ?? 'application';
  const dimensions = dimensionsOf({ namespace: about.namespace });
  return { name, uid: textOf(about.uid) ?? name, dimensions };
}

/** One revision, or those of an application with several sources. */
function revisionOf(record: JsonRecord): string {
  return textOf(record.revision) ?? (Array.isArray(record.revisions) ? record.revisions.join('+') : '');
}

function short(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

function initiatorOf(value: unknown): ActorDraft {
  const name = isRecord(value) ? textOf(value.username) : null;
  return actorFromName(name) ?? CONTROLLER;
}
