/** What people and channels can be told of. */
export const EVENT_KINDS = [
  'reviewAsked',
  'comment',
  'mention',
  'decision',
  'actionDue',
  'actionOverdue',
  'packetReady',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** One thing that happened, with whom to tell. Its words are made when it is sent, by what the recipient may see then. */
export type NotifyEvent = {
  /** The same for the same happening, however often it is read: what makes a second reading harmless. */
  key: string;
  kind: EventKind;
  /** RFC 3339 UTC. */
  at: string;
  /** Null for what is of no COE: a packet that is ready. */
  coeId: string | null;
  /** Nobody for what the calendar brings. */
  actor: { id: string; name: string } | null;
  /** Small facts for the wording: the decision, the section, the action item. Never text of the document. */
  details: Record<string, string>;
  /** Accounts of the people concerned; whoever did it is never told. */
  people: string[];
};
