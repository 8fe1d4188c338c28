import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { snsAddress } from '../../../src/evidence/hooks/sns-message.js';
import { openTestService, type TestService } from '../../service.js';
import { certificate } from './certificate.js';
import { deliver, type Hook, register } from './deliveries.js';

const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const CONFIRM = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey } = keys;
const AMAZON = certificate(keys, 'sns.amazonaws.com', '2020-01-01', '2099-01-01');
let pem = AMAZON;

let api: TestService;
let asked: string[] = [];
let isAwsReachable = true;
/** AWS: gives the certificate, takes the confirmation. */
const aws: typeof fetch = async (url, options) => {
  asked.push(String(url));
  if (options?.redirect !== 'error') throw new Error('a redirect would be followed');
  if (!isAwsReachable) throw new TypeError('fetch failed');
  return new Response(String(url).endsWith('.pem') ? pem : '<ConfirmSubscriptionResponse/>');
};
beforeAll(async () => {
  api = await openTestService({ fetch: aws });
});
afterAll(() => api.close());
beforeEach(() => {
  asked = [];
  isAwsReachable = true;
  pem = AMAZON;
});

type Message = Record<string, string>;
const alarm = (state: string, at: string) =>
  JSON.stringify({
    AlarmName: 'checkout-5xx',
    NewStateValue: state,
    OldStateValue: 'OK',
    StateChangeTime: at,
    Region: 'EU (Ireland)',
  });

function signed(message: Message, version: '1' | '2' = '2'): string {
  const full: Message = {
    MessageId: `m-${message.Type}-${message.Message}`.slice(0, 90),
    TopicArn: TOPIC,
    Timestamp: '2026-03-01T10:00:05.000Z',
    SigningCertURL: CERTIFICATE,
    SignatureVersion: version,
    Message: '',
    ...message,
  };
  const names =
    full.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.filter((name) => full[name] !== undefined).map((name) => `${name}\n${full[name]}\n`);
  const signature = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(text.join(''))
    .sign(privateKey, 'base64');
  return JSON.stringify({ Signature: signature, ...full });
}
const send = (hook: Hook, body: string) =>
  deliver(api, hook.path, body, { 'Content-Type': 'text/plain; charset=UTF-8' });
const confirmation = (more: Message = {}) =>
  signed({ Type: 'SubscriptionConfirmation', Token: 'y', SubscribeURL: CONFIRM, Message: 'You have chosen', ...more });

describe('a certificate', () => {
  it.each([
    ['ran out', certificate(keys, 'sns.amazonaws.com', '2020-01-01', '2021-01-01')],
    ['is not valid yet', certificate(keys, 'sns.amazonaws.com', '2098-01-01', '2099-01-01')],
    ['is made out to somebody else', certificate(keys, 'sns.amazonaws.com.evil.example', '2020-01-01', '2099-01-01')],
    ['is a bare key', keys.publicKey.export({ format: 'pem', type: 'spki' }).toString()],
  ])('that %s proves nothing, whatever it signed', async (what, text) => {
    pem = text;
    const hook = await register(api, { source: 'sns', service: 'certificates' });
    const url = CERTIFICATE.replace('0123456789abcdef', what.replaceAll(' ', '-'));
    expect((await send(hook, confirmation({ SigningCertURL: url }))).status).toBe(403);
    expect(asked).toEqual([url]);
  });
});

describe('SNS', () => {
  it('confirms the subscription, then takes alarms with signatures of version 1 and 2, once each', async () => {
    const hook = await register(api, { source: 'sns', service: 'sns' });
    expect((await send(hook, confirmation())).status).toBe(202);
    expect(asked).toEqual([CERTIFICATE, CONFIRM]);
    const first = signed({
      Type: 'Notification',
      Subject: 'ALARM',
      Message: alarm('ALARM', '2026-03-01T10:00:00.000+0000'),
    });
    const second = signed({ Type: 'Notification', Message: alarm('OK', '2026-03-01T10:20:00.000+0000') }, '1');
    expect((await send(hook, first)).body.accepted).toBe(1);
    expect((await send(hook, second)).body.accepted).toBe(1);
    expect((await send(hook, first)).body.duplicates).toBe(1);
    const { body } = await api.as().get('inbox?service=sns');
    expect(body.items).toMatchObject([
      { source: 'cloudwatch-alarm-sns', state: 'ok', at: '2026-03-01T10:20:00.000Z' },
      { source: 'cloudwatch-alarm-sns', state: 'firing', at: '2026-03-01T10:00:00.000Z' },
    ]);
  });

  it('refuses a changed message, an unknown version, and one that SNS sent raw', async () => {
    const hook = await register(api, { source: 'sns', service: 'sns-forged', topicArns: [TOPIC] });
    const good = signed({ Type: 'Notification', Message: alarm('ALARM', '2026-03-01T10:00:00.000+0000') });
    expect((await send(hook, good.replace('checkout-5xx', 'checkout-6xx'))).status).toBe(403);
    expect((await send(hook, good.replace('"SignatureVersion":"2"', '"SignatureVersion":"3"'))).status).toBe(403);
    expect((await send(hook, alarm('ALARM', '2026-03-01T10:00:00.000+0000'))).status).toBe(403);
    const { body } = await api.as().get('inbox?service=sns-forged');
    expect(body.items).toEqual([]);
  });

  it('never asks a host that is not of SNS, whatever the message says', async () => {
    const hook = await register(api, { source: 'sns', topicArns: [TOPIC] });
    for (const SigningCertURL of [
      'https://evil.example/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem',
      'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
      'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-1.pem',
      'https://bucket.s3.amazonaws.com/a.pem',
      'https://169.254.169.254/a.pem',
    ])
      expect((await send(hook, signed({ Type: 'Notification', Message: 'x', SigningCertURL }))).status).toBe(403);
    expect(asked).toEqual([]);
    for (const SubscribeURL of [
      'https://evil.example/?Action=ConfirmSubscription',
      'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
    ])
      expect((await send(hook, confirmation({ SubscribeURL }))).status).toBe(403);
    expect(asked.filter((url) => url !== CERTIFICATE)).toEqual([]);
  });

  it('takes only the topics it was told of, or else the first that asks', async () => {
    const hook = await register(api, { source: 'sns', service: 'sns-topics' });
    const foreign = 'arn:aws:sns:eu-west-1:999999999999:evil';
    const note = (TopicArn: string) => signed({ Type: 'Notification', Message: 'deployed', TopicArn });
    expect((await send(hook, note(TOPIC))).status).toBe(403);
    await send(hook, confirmation());
    expect((await send(hook, note(TOPIC))).body.accepted).toBe(1);
    asked = [];
    expect((await send(hook, confirmation({ TopicArn: foreign }))).status).toBe(403);
    expect((await send(hook, note(foreign))).status).toBe(403);
    expect(asked).not.toContain(CONFIRM);
  });

  it('does not subscribe again when the subscription ends', async () => {
    const hook = await register(api, { source: 'sns', topicArns: [TOPIC] });
    const end = signed({
      Type: 'UnsubscribeConfirmation',
      Token: 'y',
      SubscribeURL: CONFIRM,
      Message: 'You have chosen to end',
    });
    expect((await send(hook, end)).status).toBe(202);
    expect(asked).not.toContain(CONFIRM);
  });

  it('asks SNS to send again while AWS does not answer', async () => {
    const hook = await register(api, { source: 'sns', topicArns: [TOPIC] });
    isAwsReachable = false;
    const SigningCertURL = CERTIFICATE.replace('0123', '9999');
    const answer = await send(hook, signed({ Type: 'Notification', Message: 'x', SigningCertURL }));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '20']);
  });

  it('knows the hosts of all regions', () => {
    for (const region of ['us-east-1', 'ap-southeast-2', 'us-gov-west-1', 'il-central-1'])
      expect(
        snsAddress(`https://sns.${region}.amazonaws.com/SimpleNotificationService-a.pem`, 'certificate'),
      ).not.toBeNull();
    expect(
      snsAddress('https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-a.pem', 'certificate'),
    ).not.toBeNull();
    expect(snsAddress('https://sns.eu-west-1.amazonaws.com/a.pem?x=https://evil', 'confirmation')).toBeNull();
  });
});
