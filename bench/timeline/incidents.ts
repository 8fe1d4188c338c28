import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import type { KeyMoment } from '../../src/kernel/moments.js';
import { EvidenceOf } from './evidence.js';
import { Random } from './random.js';
import type { Vocabulary } from './vocabulary.js';

/** An incident whose moments are known because it was made: what a draft has to find, epoch ms. Absent: nothing says when. */
export type KnownIncident = {
  name: string;
  items: StoredEvidenceItem[];
  truth: Partial<Record<KeyMoment, number>>;
};

const SERVICES = ['checkout', 'search', 'login', 'billing', 'catalog', 'ingest', 'profile', 'inventory'];
const SYMPTOMS = ['5xx-rate', 'latency-p99', 'queue-depth', 'error-budget', 'availability'];
const ALARM_SOURCES = ['cloudwatch', 'alertmanager', 'datadog', 'grafana'];
const PAGERS = ['pagerduty', 'opsgenie'];
/** One made incident with flaps, duplicates, skew between channels, a drill and an older alarm, as its seed says. */
export function madeIncident(seed: number, words: Vocabulary): KnownIncident {
  const random = new Random(seed);
  const evidence = new EvidenceOf(
    Date.UTC(2025, seed % 12, 1 + (seed % 27), random.between(0, 23), random.between(0, 59)),
  );
  const service = random.pick(SERVICES);
  const alarm = `${service}-${random.pick(SYMPTOMS)}`;
  const source = random.pick(ALARM_SOURCES);
  const truth: KnownIncident['truth'] = {};
  const minutes = (least: number, most: number) => random.between(least * 60, most * 60);

  before(evidence, random, service, alarm, source);
  if (random.chance(0.5)) {
    truth.impactStart = evidence.at(0);
    evidence.add({
      seconds: 0,
      kind: 'metric',
      source: 'cloudwatch',
      state: 'firing',
      subject: `${service} errors`,
      text: `${service} error rate above 5 %`,
    });
  }
  const detected = minutes(2, 9);
  truth.detected = evidence.at(detected);
  const engaged = detected + minutes(2, 12);
  const mitigated = engaged + minutes(15, 80);
  const resolved = mitigated + minutes(5, 60);
  flapping(evidence, random, { alarm, source, from: detected, to: mitigated + random.between(30, 240) });
  responders(evidence, random, { service, alarm, detected, engaged, mitigated, resolved, truth, words });
  talk(evidence, random, { engaged, mitigated, resolved, truth, words });
  const name = `made-${seed}`;
  return { name, items: random.shuffled(evidence.items), truth };
}

/** What came before and is not this incident. */
function before(evidence: EvidenceOf, random: Random, service: string, alarm: string, source: string): void {
  evidence.add({
    seconds: -random.between(180, 900),
    kind: 'deploy',
    source: 'github',
    state: 'succeeded',
    subject: service,
    text: `Deployed ${service} v${random.between(10, 99)}`,
  });
  if (random.chance(0.5)) {
    const old = -random.between(7_200, 14_400);
    evidence.alarm(old, 'firing', alarm, { source });
    evidence.alarm(old + random.between(120, 900), 'ok', alarm, { source });
  }
  if (random.chance(0.4)) {
    const drill = -random.between(5_000, 6_000);
    evidence.alarm(drill, 'firing', `test-alarm-${service}`, { source, text: 'Test alarm, please ignore' });
    evidence.alarm(drill + 300, 'ok', `test-alarm-${service}`, { source, text: 'Test alarm is OK' });
  }
}

/** The alarm that tells of it: flapping below the 15 minutes that keep an episode one, delivered twice now and then. */
function flapping(
  evidence: EvidenceOf,
  random: Random,
  { alarm, source, from, to }: { alarm: string; source: string; from: number; to: number },
): void {
  let at = from;
  const send = (seconds: number, state: 'firing' | 'ok') => {
    const first = evidence.alarm(seconds, state, alarm, { source });
    if (random.chance(0.3)) evidence.alarm(seconds + random.between(1, 50), state, alarm, { source });
    // The same alarm through a chat bot, a little later: another channel's clock.
    if (random.chance(0.4)) {
      const actor = { kind: 'system' as const, id: 'alert-bot', name: 'alert-bot' };
      const words = state === 'firing' ? 'PROBLEM' : 'RECOVERY';
      const text = `${words} - ${alarm} is ${state === 'firing' ? 'CRITICAL' : 'OK'}`;
      evidence.add({
        seconds: seconds + random.between(1, 90),
        kind: 'message',
        actor,
        text,
        eventKey: `bot-${first.id}`,
      });
    }
  };
  send(at, 'firing');
  for (let flap = random.between(0, 4); flap > 0 && at + 900 < to - 900; flap--) {
    at += random.between(120, 600);
    send(at, 'ok');
    at += random.between(90, 600);
    send(at, 'firing');
  }
  send(Math.max(to, at + 61), 'ok');
}

type Response = {
  service: string;
  alarm: string;
  detected: number;
  engaged: number;
  mitigated: number;
  resolved: number;
  truth: KnownIncident['truth'];
  words: Vocabulary;
};

/** Who was paged and which records they closed. */
function responders(evidence: EvidenceOf, random: Random, response: Response): void {
  const { service, alarm, detected, engaged, resolved, truth, words } = response;
  truth.engaged = evidence.at(engaged);
  if (random.chance(0.75)) {
    const page = { kind: 'page' as const, source: random.pick(PAGERS), subject: `${alarm} triggered` };
    const who = { kind: 'person' as const, id: 'responder-1', name: 'responder-1' };
    evidence.add({ ...page, seconds: detected + random.between(5, 50), state: 'firing', text: `Paged: ${alarm}` });
    evidence.add({ ...page, seconds: engaged, state: 'acknowledged', actor: who, text: 'Acknowledged by responder-1' });
    if (random.chance(0.3))
      evidence.add({ ...page, seconds: engaged + 90, state: 'acknowledged', actor: who, text: 'Acknowledged again' });
    evidence.add({ ...page, seconds: resolved, state: 'resolved', actor: who, text: 'Resolved by responder-1' });
    truth.resolved = evidence.at(resolved);
    return;
  }
  evidence.say(engaged, 'responder-1', random.pick(words.looking));
  if (!random.chance(0.6)) return;
  const ticket = { kind: 'ticket' as const, source: 'jira', subject: `OPS-${random.between(100, 999)}` };
  evidence.add({ ...ticket, seconds: engaged + 120, state: 'open', text: `${service} is failing for customers` });
  evidence.add({
    ...ticket,
    seconds: resolved,
    state: 'resolved',
    text: `${service} is failing for customers: closed`,
  });
  truth.resolved = evidence.at(resolved);
}

function talk(
  evidence: EvidenceOf,
  random: Random,
  {
    engaged,
    mitigated,
    resolved,
    truth,
    words,
  }: Pick<Response, 'engaged' | 'mitigated' | 'resolved' | 'truth' | 'words'>,
): void {
  const sometime = () => random.between(engaged + 30, mitigated - 30);
  if (random.chance(0.7)) {
    const diagnosed = random.between(engaged + 120, mitigated - 60);
    evidence.say(diagnosed, 'responder-2', random.pick(words.causes));
    truth.diagnosed = evidence.at(diagnosed);
  }
  for (let n = random.between(1, 4); n > 0; n--) evidence.say(sometime(), `responder-${n}`, random.pick(words.notYet));
  for (let n = random.between(2, 8); n > 0; n--)
    evidence.say(random.between(engaged, resolved + 900), `responder-${n}`, random.pick(words.chatter));
  evidence.say(mitigated, 'responder-2', random.pick(words.done));
  truth.mitigated = evidence.at(mitigated);
  if (truth.resolved === undefined) {
    evidence.say(resolved, 'responder-1', random.pick(words.ended));
    truth.resolved = evidence.at(resolved);
  }
}
