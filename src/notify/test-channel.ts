import { notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { post } from './deliver.js';
import type { Notify } from './open-notify.js';

/** Sends one message that names no COE, at once and once. @throws AppError notFound */
export async function testChannel(
  { channels, delivery }: Pick<Notify, 'channels' | 'delivery'>,
  channelId: string,
): Promise<{ delivered: boolean; problem: string | null }> {
  const channel = (await channels.find(channelId)) ?? notFound('notification channel', channelId);
  const id = newId('ntf');
  const text = 'A test of the COE service. Nothing happened.';
  const timestamp = delivery.clock.now().toISOString();
  const body = JSON.stringify(channel.kind === 'slack' ? { text } : { id, type: 'test', timestamp, data: { text } });
  try {
    const outcome = await post(delivery, channel, id, body);
    return { delivered: outcome.status === 'sent', problem: 'problem' in outcome ? outcome.problem : null };
  } catch (error) {
    return { delivered: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
