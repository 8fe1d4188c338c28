import { MEASURES } from '../coe/measures.js';
import type { PresentedCoe } from '../coe/present.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import type { ParquetColumn } from './parquet-stream.js';

type Row = Record<string, unknown>;
export type LibraryTable = { columns: readonly ParquetColumn[]; rows(coe: PresentedCoe): Row[] };

const text = (...names: string[]): ParquetColumn[] => names.map((name) => ({ name, type: 'STRING' }));
const numbers = (...names: string[]): ParquetColumn[] => names.map((name) => ({ name, type: 'DOUBLE' }));
const times = (...names: string[]): ParquetColumn[] => names.map((name) => ({ name, type: 'TIMESTAMP' }));
const flags = (...names: string[]): ParquetColumn[] => names.map((name) => ({ name, type: 'BOOLEAN' }));
/** Lists, as JSON text: `from_json` or `json_extract` open them. */
const json = (...names: string[]): ParquetColumn[] => names.map((name) => ({ name, type: 'JSON' }));

const time = (at: string | null | undefined) => (at ? new Date(at) : null);
const MEASURE_NAMES = Object.keys(MEASURES) as (keyof typeof MEASURES)[];

/**
 * The library as flat tables for analysts, one row a COE, timeline entry or action item, joined by `number`. Times are UTC,
 * measures and key moments are the COE's own: missing ones are null and never zero.
 */
export const LIBRARY_TABLES: Record<'coes' | 'timeline' | 'action-items', LibraryTable> = {
  coes: {
    columns: [
      ...text('number', 'title', 'status', 'severity', 'owner', 'team', 'environment'),
      ...json('services', 'tags', 'authors', 'related_coes'),
      ...flags('restricted'),
      ...times('created_at', 'updated_at', ...KEY_MOMENTS.map(column)),
      ...numbers(...MEASURE_NAMES.map((name) => `${column(name)}_seconds`)),
      ...numbers('customers_affected', 'requests_failed', 'impact_minutes', 'error_budget_spent_percent', 'version'),
      ...text('summary', 'background', 'customer_impact'),
      ...numbers('timeline_entries', 'action_items', 'action_items_done'),
    ],
    rows: (coe) => [
      {
        ...{ number: coe.number, title: coe.title, status: coe.status, severity: coe.severity, owner: coe.owner },
        ...{ team: coe.team, environment: coe.environment, services: coe.services, tags: coe.tags },
        ...{ authors: coe.authors, related_coes: coe.relatedCoes, restricted: coe.restricted },
        ...{ created_at: time(coe.createdAt), updated_at: time(coe.updatedAt) },
        ...Object.fromEntries(KEY_MOMENTS.map((moment) => [column(moment), time(recordedAt(coe, moment))])),
        ...Object.fromEntries(MEASURE_NAMES.map((name) => [`${column(name)}_seconds`, coe.measures[name].seconds])),
        customers_affected: coe.customerImpact.customersAffected,
        requests_failed: coe.customerImpact.requestsFailed,
        impact_minutes: coe.customerImpact.minutes,
        error_budget_spent_percent: coe.errorBudgetSpent,
        version: coe.version,
        ...{ summary: coe.summary, background: coe.background, customer_impact: coe.customerImpact.text },
        timeline_entries: coe.timeline.filter(({ hidden }) => !hidden).length,
        action_items: coe.actionItems.length,
        action_items_done: coe.actionItems.filter(({ status }) => status === 'done').length,
      },
    ],
  },
  timeline: {
    columns: [
      ...text('number', 'id'),
      ...times('started_at', 'ended_at'),
      ...text('precision', 'kind', 'actor', 'text'),
      ...json('evidence_ids'),
    ],
    rows: (coe) =>
      coe.timeline
        .filter(({ hidden }) => !hidden)
        .map((entry) => ({
          ...{ number: coe.number, id: entry.id, started_at: time(entry.at), ended_at: time(entry.end) },
          ...{ precision: entry.precision, kind: entry.kind, actor: entry.actor, text: entry.text },
          evidence_ids: entry.evidenceIds,
        })),
  },
  'action-items': {
    columns: [
      ...text(
        'number',
        'id',
        'title',
        'type',
        'priority',
        'owner',
        'due',
        'status',
        'end_state',
        'proof',
        'tracker_url',
      ),
      ...json('why_ids', 'cited_coes'),
    ],
    rows: (coe) =>
      coe.actionItems.map((action) => ({
        ...{ number: coe.number, id: action.id, title: action.title, type: action.type, priority: action.priority },
        ...{ owner: action.owner, due: action.dueDate, status: action.status, end_state: action.endState },
        ...{ proof: action.proof, tracker_url: action.tracker?.url ?? null },
        ...{ why_ids: action.whyIds, cited_coes: action.citedCoes },
      })),
  },
};

/** `impactStart` as `impact_start`. */
function column(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function recordedAt(coe: PresentedCoe, moment: (typeof KEY_MOMENTS)[number]): string | null {
  const value = coe.keyMoments[moment];
  return value?.state === 'recorded' ? value.at : null;
}
