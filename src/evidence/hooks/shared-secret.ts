import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Delivery } from './delivery.js';

/**
 * PagerDuty signs the raw body with HMAC-SHA256; while a secret is exchanged the header holds several signatures, one of
 * which must be right. Source: PagerDuty developer documentation, "Verifying webhook signatures".
 */
export function isSignedByPagerduty({ body, header }: Delivery, secret: string): boolean {
  const given = (header('X-PagerDuty-Signature') ?? '').split(',').map((each) => each.trim());
  return given.filter((each) => each.startsWith('v1=')).some((each) => isEqual(each.slice(3), sign(body, secret)));
}

/** Source: GitHub documentation, "Validating webhook deliveries". */
export function isSignedByGithub({ body, header }: Delivery, secret: string): boolean {
  const given = header('X-Hub-Signature-256') ?? '';
  return given.startsWith('sha256=') && isEqual(given.slice(7), sign(body, secret));
}

/** Source: Grafana documentation, "Configure webhook notifications", HMAC signature with its default header and no timestamp header. */
export function isSignedByGrafana({ body, header }: Delivery, secret: string): boolean {
  return isEqual(header('X-Grafana-Alerting-Signature') ?? '', sign(body, secret));
}

function sign(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Takes as long for a wrong text as for the right one of its length. */
export function isEqual(given: string, expected: string): boolean {
  const a = Buffer.from(given.toLowerCase());
  const b = Buffer.from(expected.toLowerCase());
  return a.length === b.length && timingSafeEqual(a, b);
}
