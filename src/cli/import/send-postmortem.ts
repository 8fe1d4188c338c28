import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../../kernel/errors.js';
import { sha256 } from '../../kernel/ids.js';

export type Sent =
  | { made: string; replayed: boolean; unplaced: { heading: string; text: string }[] }
  | { refused: string };

export type Target = { url: string; token: string; zone: string | undefined };

const TRIES = 8;
const PAUSE_MS = 500;

/**
 * Sends one postmortem to `POST /coes/import`. Its key comes from its record's id and its text, so the service makes one COE of it however often it is sent. A service
 * that is busy, or away for a moment, is asked again.
 * @throws CommandError when the service does not answer, or the token is not good for it: nothing else will go better
 */
export async function sendPostmortem(
  { url, token, zone }: Target,
  { markdown, id, day }: { markdown: string; id: string; day?: string },
): Promise<Sent> {
  const query = new URLSearchParams({ ...(zone === undefined ? {} : { zone }), ...(day === undefined ? {} : { day }) });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/api/v1/coes/import?${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'text/markdown',
        'idempotency-key': `import-${sha256(`${id}\n${markdown}`)}`,
      },
      body: markdown,
    }).catch((error: unknown) => error);
    if (response instanceof Response && !(await waits(response))) return answerOf(response);
    if (attempt >= TRIES)
      throw new CommandError(`${url} does not answer: is the service running there? Start it, or name it with --url.`);
    const asked = response instanceof Response ? Number(response.headers.get('retry-after')) * 1000 : 0;
    await sleep(Math.max(asked, PAUSE_MS * attempt));
  }
}

/** 409 is the same text still being imported, by the run that was broken off. */
async function waits(response: Response): Promise<boolean> {
  const again = [409, 429, 503].includes(response.status);
  if (again) await response.arrayBuffer();
  return again;
}

async function answerOf(response: Response): Promise<Sent> {
  const body = (await response.json().catch(() => ({}))) as {
    coe?: { number: string };
    unplaced?: { heading: string; text: string }[];
    detail?: string;
  };
  if (response.status === 401 || response.status === 403)
    throw new CommandError(`The service refused the token (${response.status}): ${body.detail ?? ''}`);
  if (response.status !== 201 || !body.coe)
    return { refused: `${response.status}: ${body.detail ?? response.statusText}` };
  const replayed = response.headers.get('idempotency-replayed') === 'true';
  return { made: body.coe.number, replayed, unplaced: body.unplaced ?? [] };
}
