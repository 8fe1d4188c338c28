/**
 * Nothing acknowledged is lost when processes are killed. Two parts, each with clients that write all the time:
 * the engine's own process is killed under a connection, then the engine and the whole service are killed under HTTP load.
 * Afterwards every write that was acknowledged must be there. Ends with exit code 1 when one is missing.
 *
 *   npx tsc -p tests/tsconfig.json && node dist-tests/bench/durability.js [--engine-kills=40] [--service-kills=20] [--clients=8] [--part=connection|http|all]
 */
import { parseArgs } from 'node:util';
import { killUnderConnection } from './durability-connection.js';
import { killUnderHttp } from './durability-http.js';

const { values } = parseArgs({
  options: {
    'engine-kills': { type: 'string', default: '40' },
    'service-kills': { type: 'string', default: '20' },
    clients: { type: 'string', default: '8' },
    part: { type: 'string', default: 'all' },
  },
});
const plan = {
  engineKills: Number(values['engine-kills']),
  serviceKills: Number(values['service-kills']),
  clients: Number(values.clients),
};

export type Plan = typeof plan;
/**
 * What came out of one part. `missing` names acknowledged writes that are not there, or not as they were acknowledged;
 * `faults` names answers that should not be: anything but success, a broken connection or a 503 that says when to try again.
 */
export type Outcome = {
  part: string;
  kills: number;
  acknowledged: number;
  refused: number;
  missing: string[];
  faults: string[];
};

const outcomes: Outcome[] = [];
if (values.part !== 'http') outcomes.push(await killUnderConnection(plan));
if (values.part !== 'connection') outcomes.push(await killUnderHttp(plan));

for (const { missing, faults, ...counts } of outcomes) {
  process.stdout.write(`${JSON.stringify({ ...counts, missing: missing.length, faults: faults.length })}\n`);
  for (const line of missing.slice(0, 10)) process.stdout.write(`  missing: ${line}\n`);
  for (const line of faults.slice(0, 10)) process.stdout.write(`  fault: ${line}\n`);
}
process.exit(outcomes.some(({ missing, faults }) => missing.length + faults.length > 0) ? 1 : 0);
