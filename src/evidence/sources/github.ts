import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import {
  type ActorDraft,
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  linkOf,
  type SourceContext,
  textOf,
} from '../source.js';
import { workState } from '../words.js';

type Reading = {
  time: unknown;
  kind: EvidenceItem['kind'];
  state: EvidenceItem['state'];
  text: string;
  about: JsonRecord;
  key: string;
};

/** GitHub webhooks: deployments and their statuses, workflow runs, pushes, releases, pull requests, issues and comments. */
export const github: EvidenceSource = {
  id: 'github',
  title: 'GitHub',
  recognisedBy:
    '`repository.full_name` and `sender`, with a deployment, workflow_run, release, pull_request, issue, comment or commits',
  timeField: 'created_at or updated_at of what the event is about; head_commit.timestamp of a push',
  marks: ['repository'],
  recognise: (record) =>
    isRecord(record.repository) &&
    typeof record.repository.full_name === 'string' &&
    isRecord(record.sender) &&
    read(record) !== null
      ? 0.95
      : 0,
  normalise: (record, context: SourceContext) => {
    const found = read(record);
    if (found === null) return { rejected: 'this GitHub event is of a kind that tells nothing of an incident' };
    const when = context.time(found.time);
    if ('rejected' in when) return when;
    const repository = isRecord(record.repository) ? String(record.repository.full_name) : '';
    return draft(
      { when, kind: found.kind, text: `${repository}: ${found.text}`, payload: slim(record) },
      {
        state: found.state,
        actor: senderOf(record.sender),
        subject: repository,
        dimensions: textOf(found.about.environment) === null ? {} : { environment: String(found.about.environment) },
        link: linkOf(found.about.html_url) ?? linkOf(record.compare) ?? linkOf(found.about.target_url),
        // The delivery id is a header and lost with it; a redelivery has the same content.
        delivery: `${repository} ${found.key} ${String(found.time)}`,
      },
    );
  },
};

function read(record: JsonRecord): Reading | null {
  const {
    deployment_status: status,
    deployment,
    workflow_run: run,
    release,
    pull_request: pull,
    comment,
    issue,
  } = record;
  const action = textOf(record.action) ?? '';
  if (isRecord(status)) {
    const state = textOf(status.state) ?? '';
    const to = textOf(status.environment) ?? 'production';
    const of = isRecord(deployment) ? ` of ${refOf(deployment)}` : '';
    return reading(
      status.created_at,
      'deploy',
      deployState(state),
      `Deployment${of} to ${to}: ${state}`,
      status,
      'deployment_status',
      state,
    );
  }
  if (isRecord(run)) {
    const outcome = textOf(run.conclusion) ?? textOf(run.status) ?? action;
    const name = textOf(run.name) || (isRecord(record.workflow) ? textOf(record.workflow.name) : null) || 'workflow';
    const isDeploy = /deploy|release|rollout|rollback|publish/i.test(name);
    return reading(
      run.updated_at ?? run.created_at,
      isDeploy ? 'deploy' : 'change',
      deployState(outcome),
      `Workflow ${name} on ${String(run.head_branch)}: ${outcome}`,
      run,
      'workflow_run',
      outcome,
    );
  }
  if (isRecord(deployment))
    return reading(
      deployment.created_at,
      'deploy',
      'started',
      `Deployment of ${refOf(deployment)} to ${String(deployment.environment)} created`,
      deployment,
      'deployment',
      action,
    );
  if (isRecord(release))
    return reading(
      release.published_at ?? release.created_at,
      'deploy',
      action === 'published' ? 'succeeded' : null,
      `Release ${String(release.tag_name)} ${action}`,
      release,
      'release',
      action,
    );
  if (isRecord(comment)) {
    const where = isRecord(issue)
      ? `#${String(issue.number)}`
      : isRecord(pull)
        ? `#${String(pull.number)}`
        : 'a commit';
    return reading(
      action === 'created' ? comment.created_at : comment.updated_at,
      'message',
      null,
      `Comment on ${where}: ${textOf(comment.body) ?? ''}`,
      comment,
      'comment',
      action,
    );
  }
  if (isRecord(pull)) {
    const merged = textOf(pull.merged_at) !== null;
    const done = action === 'closed' && merged ? 'merged' : action;
    return reading(
      pull.merged_at ?? pull.closed_at ?? pull.updated_at,
      'change',
      merged ? 'succeeded' : null,
      `Pull request #${String(pull.number)} ${done}: ${textOf(pull.title) ?? ''}`,
      pull,
      'pull_request',
      done,
    );
  }
  if (isRecord(issue)) {
    const state = action === 'closed' ? 'resolved' : action === 'opened' || action === 'reopened' ? 'open' : null;
    return reading(
      action === 'opened' ? issue.created_at : issue.updated_at,
      'ticket',
      state,
      `Issue #${String(issue.number)} ${action}: ${textOf(issue.title) ?? ''}`,
      issue,
      'issue',
      action,
    );
  }
  return readPush(record);
}

/** A commit's time is its author's clock; a push without commits (a deleted tag) has only the repository's own time. */
function readPush(record: JsonRecord): Reading | null {
  if (typeof record.ref !== 'string' || record.after === undefined || !Array.isArray(record.commits)) return null;
  const head = isRecord(record.head_commit) ? record.head_commit : {};
  const pushedAt = isRecord(record.repository) ? record.repository.pushed_at : undefined;
  const ref = record.ref.replace(/^refs\/(?:heads|tags)\//, '');
  const what = record.deleted === true ? `${ref} deleted` : `${record.commits.length} commit(s) pushed to ${ref}`;
  const message = textOf(head.message)?.split('\n')[0];
  return reading(
    pushedAt ?? head.timestamp,
    'change',
    null,
    message === undefined ? what : `${what}: ${message}`,
    {},
    'push',
    String(record.after),
  );
}

function reading(
  time: unknown,
  kind: Reading['kind'],
  state: Reading['state'],
  text: string,
  about: JsonRecord,
  type: string,
  step: string,
): Reading {
  return { time, kind, state, text, about, key: `${type} ${textOf(about.id) ?? ''} ${step}` };
}

function deployState(word: string): EvidenceItem['state'] {
  if (/^(?:queued|pending|in_progress|requested|waiting)$/.test(word)) return 'started';
  if (/^(?:error|failure|timed_out|cancelled|startup_failure)$/.test(word)) return 'failed';
  return workState(word);
}

function refOf(deployment: JsonRecord): string {
  return `${String(deployment.ref)} (${String(deployment.sha).slice(0, 7)})`;
}

function senderOf(sender: unknown): ActorDraft | null {
  if (!isRecord(sender)) return null;
  const login = textOf(sender.login);
  if (sender.type === 'Bot' || login?.endsWith('[bot]')) return { kind: 'system', id: login, name: login };
  return { kind: 'person', id: null, name: login };
}

/** Repository, organisation and user descriptions are kilobytes of addresses; what happened is in the rest. */
function slim(record: JsonRecord): JsonRecord {
  const {
    repository,
    organization: _organization,
    enterprise: _enterprise,
    installation: _installation,
    ...kept
  } = record;
  const name = isRecord(repository) ? repository.full_name : null;
  return { ...(dropUrls(kept, 0) as JsonRecord), repository: { full_name: name } };
}

function dropUrls(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.slice(0, 50).map((inner) => dropUrls(inner, depth + 1));
  if (!isRecord(value) || depth > 6) return isRecord(value) ? null : value;
  const kept: JsonRecord = {};
  for (const [key, inner] of Object.entries(value)) {
    if (/_url$|^url$|node_id|gravatar_id|^repo$|^_links$/.test(key) && key !== 'html_url' && key !== 'target_url')
      continue;
    kept[key] = dropUrls(inner, depth + 1);
  }
  return kept;
}
