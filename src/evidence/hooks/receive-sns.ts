import { parseJson } from '../../http/json-body.js';
import type { Clock } from '../../kernel/clock.js';
import { AppError } from '../../kernel/errors.js';
import type { Delivery } from './delivery.js';
import type { HookStore, StoredHook } from './hook-store.js';
import { askAws, type CertificateOf, type Fetch } from './sns-certificates.js';
import { asSnsMessage, isCertificateOfSns, isSignedBySns, type SnsMessage, snsAddress } from './sns-message.js';

export type SnsParts = { hooks: HookStore; fetch: Fetch; certificateOf: CertificateOf; clock: Clock };
export type Refused = { refused: string };

/**
 * Checks a message of SNS: signed with a certificate from a host of SNS, and of a topic that may send here. A subscription is
 * confirmed at once; the end of one is taken note of, and its address, which would subscribe again, is left alone.
 * @returns the JSON text to import, null for a message about the subscription, or why it is refused
 * @throws AppError malformed, unavailable
 */
export async function receiveSns(
  { hooks, fetch, certificateOf, clock }: SnsParts,
  hook: StoredHook,
  { body }: Delivery,
): Promise<string | null | Refused> {
  const message = asSnsMessage(parseJson(body));
  if (message === null) return { refused: 'not a message of SNS; switch raw message delivery off' };
  const certificateUrl = snsAddress(message.SigningCertURL ?? message.SigningCertUrl, 'certificate');
  if (certificateUrl === null) return { refused: 'the certificate is not at a host of SNS' };
  const certificate = await certificateOf(certificateUrl);
  if (!isCertificateOfSns(certificate, clock.now()))
    return { refused: 'the certificate is not one of SNS or not valid now' };
  if (!isSignedBySns(message, certificate)) return { refused: 'the signature is wrong' };
  if (!(await mayTopicSend(hooks, hook, message)))
    return { refused: `the topic ${message.TopicArn} may not send here` };
  if (message.Type === 'Notification') return body.toString('utf8');
  if (message.Type === 'SubscriptionConfirmation') await confirm(fetch, message);
  return null;
}

/** Anybody with an account can make a topic whose messages SNS signs. */
async function mayTopicSend(hooks: HookStore, hook: StoredHook, { TopicArn, Type }: SnsMessage): Promise<boolean> {
  if (hook.topicArns.includes(TopicArn)) return true;
  return hook.topicArns.length === 0 && Type === 'SubscriptionConfirmation' && hooks.pinTopic(hook._id, TopicArn);
}

async function confirm(fetch: Fetch, message: SnsMessage): Promise<void> {
  const url = snsAddress(message.SubscribeURL, 'confirmation');
  if (url === null) throw new AppError('forbidden', 'The signature of this delivery is missing or wrong.');
  await askAws(fetch, url);
}
