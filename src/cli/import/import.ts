import { parseArgs } from 'node:util';
import { CommandError } from '../../kernel/errors.js';
import { type Found, readFolder } from './read-folder.js';
import { sendPostmortem, type Target } from './send-postmortem.js';

const USAGE = `coe import <folder or file> [--url http://127.0.0.1:3000] [--token TOKEN] [--zone Europe/Copenhagen]

Sends every Markdown postmortem (*.md) and every line of *.jsonl to a running service. The token may be in COE_TOKEN or COE_BOOTSTRAP_TOKEN.
Broken off, it goes on where it was when it is run again: a text that is there already makes no second COE.`;

const AT_ONCE = 3;
const PROGRESS_MS = 1_000;

type Outcome = {
  made: number;
  present: number;
  unplaced: { place: string; number: string; headings: string[] }[];
  refused: string[];
};

/** `coe import`. @throws CommandError for bad options, when the service does not answer, and at the end when a postmortem was refused */
export async function importFolder(_parts: unknown, args: string[]): Promise<void> {
  const { folder, target } = readOptions(args);
  const newest = await newestNumber(target);
  const outcome: Outcome = { made: 0, present: 0, unplaced: [], refused: [] };
  let said = 0;
  const tell = (last: boolean) => {
    if (!last && performance.now() - said < PROGRESS_MS) return;
    said = performance.now();
    const { made, present, refused } = outcome;
    process.stderr.write(`${made} imported, ${present} were there already, ${refused.length} refused\n`);
  };
  const queue = readFolder(folder);
  const work = async () => {
    for (let next = await queue.next(); !next.done; next = await queue.next()) {
      await importOne(target, next.value, newest, outcome);
      tell(false);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tell(true);
  for (const { place, number, headings } of outcome.unplaced)
    process.stdout.write(
      `${place} → ${number}: found no field for ${headings.map((heading) => `"${heading}"`).join(', ')}\n`,
    );
  for (const line of outcome.refused) process.stdout.write(`${line}\n`);
  if (outcome.refused.length > 0) throw new CommandError(`${outcome.refused.length} refused; the others are imported.`);
  if (outcome.made + outcome.present === 0) throw new CommandError(`No *.md and no *.jsonl in ${folder}.`);
}

async function importOne(target: Target, found: Found, newest: number, outcome: Outcome): Promise<void> {
  const sent = 'refused' in found ? found : await sendPostmortem(target, found);
  if ('refused' in sent) {
    outcome.refused.push(`${found.place}: ${sent.refused}`);
    return;
  }
  // Answers are remembered for a day; later the number tells that the COE was there before this run.
  const present = sent.replayed || Number(sent.made.slice('COE-'.length)) <= newest;
  if (present) outcome.present++;
  else outcome.made++;
  const headings = sent.unplaced.map(({ heading, text }) => heading || text.slice(0, 60));
  if (headings.length > 0 && !present) outcome.unplaced.push({ place: found.place, number: sent.made, headings });
}

/** The number of the newest COE before this run; 0 when there is none. */
async function newestNumber({ url, token }: Target): Promise<number> {
  const response = await fetch(`${url}/api/v1/coes?limit=1`, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  );
  if (!response)
    throw new CommandError(`${url} does not answer: is the service running there? Start it, or name it with --url.`);
  if (!response.ok)
    throw new CommandError(`The service refused the token (${response.status}); set COE_TOKEN or --token.`);
  const { items } = (await response.json()) as { items: { number: string }[] };
  return Number(items[0]?.number.slice('COE-'.length) ?? 0);
}

function readOptions(args: string[]): { folder: string; target: Target } {
  const { values, positionals } = parsed(args);
  const token = values.token ?? (process.env.COE_TOKEN || process.env.COE_BOOTSTRAP_TOKEN);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new CommandError(`Name one folder or file.\n\n${USAGE}`);
  if (!token) throw new CommandError(`A token is needed.\n\n${USAGE}`);
  const port = process.env.PORT || '3000';
  const url = (values.url ?? (process.env.COE_PUBLIC_URL || `http://127.0.0.1:${port}`)).replace(/\/+$/, '');
  if (!URL.canParse(url)) throw new CommandError(`"${url}" is no address.\n\n${USAGE}`);
  return { folder, target: { url, token, zone: values.zone } };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { url: { type: 'string' }, token: { type: 'string' }, zone: { type: 'string' } },
    });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
