import { escapePipes, escapeText } from '../report/escape-text.js';
import type { Packet, PacketCoe, PacketReason } from './packet.js';

const HEADINGS: Record<PacketReason, string> = {
  meeting: 'To review this week',
  waiting: 'In review, without a meeting date',
  new: 'Begun this week',
};
const cell = (text: string | null) => escapePipes(escapeText((text ?? '').replace(/\s+/g, ' ')));
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const lastDay = (next: string) => new Date(Date.parse(next) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** The packet to read before the meeting, as Markdown. Equal packets give equal text; nobody's words can change its structure. */
export function packetMarkdown(packet: Packet): string {
  const parts = [
    `# Operations review, ${packet.weekOf} to ${lastDay(packet.until)}`,
    'All days are UTC. It shows what its reader may see.',
    ...(Object.keys(HEADINGS) as PacketReason[]).flatMap((reason) => coesOf(packet, reason)),
    ...overdue(packet),
  ];
  if (packet.coes.length === 0) parts.splice(2, 0, 'No COE is to be reviewed this week.');
  return `${parts.join('\n\n')}\n`;
}

function coesOf({ coes }: Packet, reason: PacketReason): string[] {
  const rows = coes.filter((coe) => coe.reason === reason);
  if (rows.length === 0) return [];
  const head = [
    'COE',
    'Title',
    'Severity',
    'State',
    'Owner',
    'Meeting',
    'Open comments',
    'Readiness',
    'Approvals missing',
  ];
  return [`## ${HEADINGS[reason]}`, table(head, rows.map(rowOf)), ...rows.flatMap(promisesOf)];
}

function rowOf(coe: PacketCoe): string[] {
  const { blockers, warnings } = coe.readiness;
  return [
    coe.number,
    cell(coe.title),
    coe.severity ?? '',
    words(coe.status),
    cell(coe.owner),
    coe.meetingDate ?? '',
    String(coe.openComments),
    `${count(blockers, 'blocker')}, ${count(warnings, 'warning')}`,
    coe.missingApprovals.map(words).join(', '),
  ];
}

function promisesOf({ number, promises }: PacketCoe): string[] {
  if (promises.length === 0) return [];
  const rows = promises.map(({ coe, title, status, owner, dueDate, strength }) => [
    coe,
    cell(title),
    words(status),
    cell(owner),
    dueDate ?? '',
    strength === 'alert' ? 'the same was promised' : 'may answer this',
  ]);
  return [
    `### Promised before, for ${number}`,
    table(['COE', 'Action item', 'Status', 'Owner', 'Due', 'Why it is here'], rows),
  ];
}

function overdue({ overdueActions }: Packet): string[] {
  if (overdueActions.length === 0) return ['## Overdue action items', 'None.'];
  const rows = overdueActions.map(({ coe, title, owner, dueDate, status, type }) => [
    coe.number,
    cell(title),
    cell(owner),
    dueDate ?? '',
    words(status),
    type ?? '',
  ]);
  return ['## Overdue action items', table(['COE', 'Action item', 'Owner', 'Due', 'Status', 'Type'], rows)];
}

const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
