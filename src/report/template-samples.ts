import type { ReportData } from './report-data.js';

const EMPTY: ReportData = {
  heading: 'COE-1: A sample',
  draft: null,
  approval: '',
  about: [],
  summary: '',
  background: '',
  measures: [],
  charts: [],
  impact: '',
  impactNumbers: [],
  facts: [],
  experience: '',
  whatWentWell: [],
  response: [],
  analysis: [],
  moments: [],
  timeline: [],
  whys: [],
  lessons: [],
  actions: [],
  actionNotes: [],
  meeting: null,
  relatedCoes: [],
  promises: [],
  comments: [],
  evidence: [],
};

const word = 'sample';
const cites = ' [E1]';
const at = '2026-01-31 14:05';
const answer = { id: word, section: 'responseAnalysis', question: word, answer: word, cites };
const timelineRow = { at, kind: word, who: word, text: word, moment: word, cites, gap: false };
const why = { indent: '', label: 'W1', question: word, answer: word, hypothesis: true, cites };

const action = {
  ...{ label: 'A1', title: word, owner: word, due: '2026-01-31', priority: word, type: word, status: word },
  ...{ answers: word, cites, endState: word, citedCoes: word, proof: word, tracker: word },
};

/** Everything there is, once and once without its optional parts. */
const FULL: ReportData = {
  ...EMPTY,
  draft: { status: 'inReview', version: 3 },
  approval: word,
  about: [{ name: word, value: word }],
  summary: word,
  background: word,
  measures: [{ name: word, value: word, formula: word }],
  charts: [
    { id: word, title: word, metricId: word, alarmThreshold: 1, investigationThreshold: null, dataHash: null },
    { id: word, title: word, metricId: null, alarmThreshold: null, investigationThreshold: 1, dataHash: null },
  ],
  impact: word,
  impactNumbers: [{ name: word, value: '' }],
  facts: [
    { name: word, value: word, source: word, cites },
    { name: word, value: word, source: '', cites },
  ],
  experience: word,
  whatWentWell: [{ text: word, cites }],
  response: [answer, { ...answer, answer: '', cites: '' }],
  analysis: [{ ...answer, section: 'postIncidentAnalysis' }],
  moments: [{ name: word, at, state: word, note: word, cites }],
  timeline: [timelineRow, { ...timelineRow, moment: '', gap: true }],
  whys: [
    { ...why, actions: 'A1', reason: '', open: false },
    { ...why, indent: '  ', answer: '', hypothesis: false, actions: '', reason: word, open: true },
  ],
  lessons: [
    { text: word, cites, broad: true },
    { text: word, cites: '', broad: false },
  ],
  actions: [action],
  actionNotes: [action],
  meeting: { outcome: word, decisions: [{ text: word, answers: 'A1' }] },
  relatedCoes: ['COE-2'],
  promises: [{ coe: 'COE-2', label: 'A1', title: word, status: word }],
  comments: [{ section: word, author: word, at, text: word }],
  evidence: [
    { label: 'E1', id: word, evidence: { source: word, at: '2026-01-31T14:05:00Z', text: word, link: null } },
    { label: 'E2', id: word, evidence: null },
  ],
};

/** Documents that templates are tried on at start. */
export const TEMPLATE_SAMPLES: readonly ReportData[] = [EMPTY, FULL];
