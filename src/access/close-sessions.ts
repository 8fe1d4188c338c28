import type { Actor } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Sessions } from './sessions.js';

/** Ends one session of the actor, or all of them. @returns how many ended */
export async function closeSessions(
  parts: { sessions: Pick<Sessions, 'closeAll' | 'closeOne'>; clock: Clock; recordAudit: RecordAudit },
  actor: Actor,
  publicId?: string,
): Promise<number> {
  const { sessions, clock, recordAudit } = parts;
  const ended =
    publicId === undefined ? await sessions.closeAll(actor.id) : Number(await sessions.closeOne(actor.id, publicId));
  const at = clock.now().toISOString();
  const details = { sessionId: publicId ?? 'all', ended };
  const by = { id: actor.id, name: actor.name };
  if (ended > 0) await recordAudit({ type: 'session.closed', at, actor: by, coeId: null, details }, newId('aud'));
  return ended;
}
