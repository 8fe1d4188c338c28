import { type Parts, start, stopOnSignal } from './start.js';

/** `coe serve`: runs until it is told to stop. */
export async function serve(parts: Parts): Promise<void> {
  const started = await start(parts, process.env, { progress: (line) => process.stderr.write(`${line}\n`) });
  stopOnSignal(started);
  process.stdout.write(`COE service ready at ${started.url}\n`);
  const { newToken, firstStart } = started.service.bootstrap;
  // First start: the only time that these are shown. To stderr, so that log collectors of stdout do not keep them.
  if (newToken !== undefined) process.stderr.write(`API token of the administrator (shown once): ${newToken}\n`);
  if (firstStart) process.stderr.write(`Sign in once with this link: ${await started.signInLink('/')}\n`);
}
