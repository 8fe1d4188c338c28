import type { MeasureName } from '../coe/measures.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { KeyMoment } from '../kernel/moments.js';

/** The words of the product for the names in the document; people never read camelCase. */
const LABELS: Record<string, string> = {
  // access
  viewer: 'Viewer',
  author: 'Author',
  reviewer: 'Reviewer',
  admin: 'Administrator',
  barRaiser: 'Bar raiser',
  director: 'Director',
  read: 'Read',
  write: 'Read and write',
  token: 'A token',
  link: 'A one-time link',
  identityProvider: 'Your organisation',
  // sections
  title: 'Title',
  owner: 'Owner',
  authors: 'Authors',
  services: 'Services',
  team: 'Team',
  environment: 'Environment',
  severity: 'Severity',
  tags: 'Tags',
  restricted: 'Restricted',
  members: 'Members',
  dueAt: 'Due',
  meetingDate: 'Meeting date',
  meetingOutcome: 'Outcome of the meeting',
  decisions: 'Decisions',
  whyWritten: 'Why this COE is written',
  errorBudgetSpent: 'Error budget spent',
  summary: 'Summary',
  background: 'Background',
  customerImpact: 'Customer impact',
  whatWentWell: 'What went well',
  responseAnalysis: 'Incident response analysis',
  postIncidentAnalysis: 'Post-incident analysis',
  keyMoments: 'Key moments',
  timeline: 'Timeline',
  fiveWhys: '5 Whys',
  lessonsLearned: 'Lessons learned',
  actionItems: 'Action items',
  rewrites: 'Blameless wording',
  after: 'New wording',
  facts: 'Facts',
  charts: 'Metrics and graphs',
  relatedCoes: 'Related COEs',
  // how often a problem comes back
  rising: 'Rising',
  steady: 'Steady',
  falling: 'Falling',
  quiet: 'Quiet for two years',
  // why COEs are alike
  service: 'Service',
  alarm: 'Alarm',
  trigger: 'Trigger',
  cause: 'Cause',
  tag: 'Tag',
  words: 'Words',
  // statuses of a COE, a draft, a suggestion, a claim, an action item, an ORR proposal
  draft: 'Draft',
  inReview: 'In review',
  // risks of an ORR answer
  HIGH_RISK: 'High risk',
  MEDIUM_RISK: 'Medium risk',
  NO_RISK: 'No risk',
  UNANSWERED: 'Not answered',
  NOT_APPLICABLE: 'Does not apply',
  approved: 'Approved',
  published: 'Published',
  archived: 'Archived',
  queued: 'Waiting to start',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  proposed: 'Proposed',
  pending: 'Proposed',
  accepted: 'Accepted',
  rejected: 'Rejected',
  supported: 'Supported',
  weak: 'Weak',
  unsupported: 'Unsupported',
  inference: 'Inference',
  open: 'Open',
  inProgress: 'In progress',
  // fields of members
  text: 'Text',
  at: 'Time (UTC)',
  end: 'End (UTC)',
  kind: 'Kind',
  actor: 'Actor',
  question: 'Question',
  answer: 'Answer',
  hypothesis: 'Hypothesis',
  reasonWithoutAction: 'Why no action item',
  actionItemIds: 'Action items that answer it',
  type: 'Type',
  priority: 'Priority',
  dueDate: 'Due date',
  status: 'Status',
  endState: 'End state',
  proof: 'Proof',
  note: 'Note',
  precision: 'Precision',
  second: 'Second',
  minute: 'Minute',
  day: 'Day',
  count: 'Evidence items',
  citedCoes: 'Earlier COEs',
  keyMoment: 'Key moment',
  state: 'State',
  broadlyApplicable: 'Broadly applicable',
  customersAffected: 'Customers affected',
  requestsFailed: 'Requests failed',
  minutes: 'Minutes of impact',
  experience: 'What customers saw',
  // action item types
  detect: 'Detect',
  mitigate: 'Mitigate',
  prevent: 'Prevent',
  process: 'Process',
  // what responders did
  paged: 'Paged',
  acknowledged: 'Acknowledged',
  commands: 'In charge',
  escalated: 'Called in',
  joined: 'Joined',
  handedOver: 'Handed over',
  // states of a key moment
  recorded: 'Recorded',
  candidate: 'Candidate',
  notApplicable: 'Not applicable',
  // what made a revision
  'coe.created': 'Created',
  'coe.edited': 'Edited',
  'coe.archived': 'Archived',
  'coe.restored': 'Restored an older revision',
  'coe.transitioned': 'Changed status',
  'review.approved': 'Approved',
  'review.changesRequested': 'Requested changes',
  'decision.recorded': 'Recorded a decision',
  'actionItem.changed': 'Changed an action item',
  'actionItem.closed': 'Closed an action item',
  'actionItem.reopened': 'Reopened an action item',
  'reviewers.assigned': 'Asked reviewers',
  'reviewers.drawn': 'Drew reviewers',
  'suggestedEdit.applied': 'Applied a suggested edit',
  'fact.stated': 'Stated a fact',
  'fact.corrected': 'Corrected a fact',
  'metrics.imported': 'Imported metrics that a graph draws',
  'suggestion.accepted': 'Accepted suggestions',
  'timeline.edited': 'Corrected a timeline entry',
  'timeline.deleted': 'Deleted a timeline entry',
  'timeline.merged': 'Merged timeline entries',
  'timeline.split': 'Split a timeline entry',
  'keyMoment.set': 'Set a key moment',
  'keyMoment.rejected': 'Took a key moment back',
} satisfies Record<string, string>;

const MOMENTS: Record<KeyMoment, string> = {
  impactStart: 'Impact start',
  detected: 'Detected',
  engaged: 'Engaged',
  diagnosed: 'Diagnosed',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
};

const MEASURE_NAMES: Record<MeasureName, string> = {
  timeToDetect: 'Time to detect',
  timeToEngage: 'Time to engage',
  timeToDiagnose: 'Time to diagnose',
  timeToMitigate: 'Time to mitigate',
  timeToResolve: 'Time to resolve',
};

const ALL: ReadonlyMap<string, string> = new Map(Object.entries({ ...LABELS, ...MOMENTS, ...MEASURE_NAMES }));

/** A name of the document in words; one without a label is split at its capitals. */
export function label(name: string): string {
  const known = ALL.get(name);
  if (known !== undefined) return known;
  const words = name
    .replace(/[._-]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Where an error lies, in words: `query:from` is "From", `/timeline/3/at` is "Timeline, row 4, Time (UTC)", a why has its number in the tree.
 * @param known the words of a name that has its own, such as a question's
 */
export function placeWords(pointer: string, known: (name: string) => string | undefined = () => undefined): string {
  const parts = pointer
    .replace(/^\w+:/, '')
    .split('/')
    .filter((part) => part !== '');
  if (parts[0] === 'fiveWhys') {
    // /fiveWhys/0/children/1/answer: the tree's numbers first, then the field; a number after it counts within the field.
    const [, numbers = '', rest = ''] = /^((?:\/\d+(?:\/children)?)*)(.*)$/.exec(`/${parts.slice(1).join('/')}`) ?? [];
    const why = [...numbers.matchAll(/\d+/g)].map(([n]) => Number(n) + 1).join('.');
    const field = rest.split('/').find((part) => part !== '');
    return [label('fiveWhys'), ...(why ? [`why ${why}`] : []), ...(field ? [label(field)] : [])].join(', ');
  }
  return parts
    .map((part) => (/^\d+$/.test(part) ? `row ${Number(part) + 1}` : (known(part) ?? label(part))))
    .join(', ');
}

export type Problem = { status: number; title: string; advice: string };

/** Every problem code with its status (held against `http/problem.ts` by a test) and what a person does about it. */
export const PROBLEMS: Record<ErrorCode | 'fault', Problem> = {
  malformed: {
    status: 400,
    title: 'The request cannot be read',
    advice: 'Check the JSON, its encoding and its length. Nothing was changed.',
  },
  unauthenticated: { status: 401, title: 'Sign in first', advice: 'Send a bearer token, or sign in and repeat.' },
  forbidden: {
    status: 403,
    title: 'You may not do this',
    advice: 'Ask the owner of the COE to add you, or an administrator for another role.',
  },
  notFound: { status: 404, title: 'Not found', advice: 'Check the address. What you may not see is not found either.' },
  conflict: {
    status: 409,
    title: 'The current state does not allow this',
    advice: 'Read the present state, then decide again.',
  },
  preconditionFailed: {
    status: 412,
    title: 'The document has changed',
    advice: 'Somebody changed the same section. Read the COE again and merge.',
  },
  tooLarge: {
    status: 413,
    title: 'Too large',
    advice: 'Send less at once, or import files as evidence: that has no limit.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'Unsupported content type',
    advice: 'Send one of the types that are named.',
  },
  validation: {
    status: 422,
    title: 'Some fields are not right',
    advice: 'Every bad field is named in "errors", with a JSON pointer. Nothing was changed.',
  },
  preconditionRequired: {
    status: 428,
    title: 'A condition is required',
    advice: 'Send If-Match with the ETag of the version that you edited.',
  },
  tooManyRequests: { status: 429, title: 'Too many requests', advice: 'Wait for as long as Retry-After says.' },
  unavailable: {
    status: 503,
    title: 'The database is not reachable just now',
    advice: 'Try again in a moment. Nothing that was acknowledged is lost.',
  },
  insufficientStorage: {
    status: 507,
    title: 'The disk is full',
    advice: 'The administrator must make room. Reading still works.',
  },
  fault: {
    status: 500,
    title: 'The service failed',
    advice: 'This is our fault, not yours. Nothing was half-written. Report the reference.',
  },
};
