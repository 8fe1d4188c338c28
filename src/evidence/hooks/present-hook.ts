import type { z } from 'zod';
import { hookKind } from './hook-kinds.js';
import type { hookSchema, newHookSchema } from './hook-schema.js';
import type { StoredHook } from './hook-store.js';
import type { NewHook } from './register-hook.js';

export type PresentedNewHook = z.output<typeof newHookSchema>;

export function presentHook(hook: StoredHook): z.output<typeof hookSchema> {
  return {
    id: hook._id,
    source: hook.source,
    name: hook.name,
    service: hook.service,
    services: hook.services,
    zone: hook.zone,
    topicArns: hook.topicArns,
    owner: hook.owner,
    enabled: hook.enabled,
    signature: signatureOf(hook),
    createdAt: hook.createdAt,
    createdBy: hook.createdBy,
    deliveries: hook.deliveries,
    lastDeliveryAt: hook.lastDeliveryAt,
    lastProblem: hook.lastProblem,
  };
}

/** @param base the public address of the service */
export function presentNewHook(
  { hook, addressSecret, madeSigningSecret }: NewHook,
  base: string,
): z.output<typeof newHookSchema> {
  const url = `${base}/api/v1/hooks/${hook.source}/${addressSecret}`;
  return { ...presentHook(hook), url, signingSecret: madeSigningSecret };
}

function signatureOf({ source, keys }: StoredHook): z.output<typeof hookSchema>['signature'] {
  const { signing } = hookKind(source);
  if (signing === 'certificate') return 'certificate';
  if (keys[0]?.sealed) return 'checked';
  return signing === 'required' ? 'secretMissing' : 'notOffered';
}
