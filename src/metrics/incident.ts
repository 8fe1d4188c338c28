import type { CoeContent } from '../coe/schema.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import type { KeyMoment } from '../kernel/moments.js';
import type { Incident } from './backtest.js';

/** UTC milliseconds of a moment that somebody recorded; a candidate is not known yet. */
export function recordedAt(content: Pick<CoeContent, 'keyMoments'>, moment: KeyMoment): number | null {
  const value = content.keyMoments[moment];
  return value?.state === 'recorded' && value.at !== null ? Date.parse(value.at) : null;
}

/**
 * The incident that alarms are measured against: from impactStart to mitigated, unless the request says `from` and `to` itself.
 * @throws AppError validation naming what is missing, or an end that is not after its start
 */
export function incidentOf(
  content: Pick<CoeContent, 'keyMoments'>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Incident {
  const start = from === undefined ? recordedAt(content, 'impactStart') : Date.parse(from);
  const end = to === undefined ? recordedAt(content, 'mitigated') : Date.parse(to);
  const errors: FieldError[] = [];
  const unknown = (moment: KeyMoment, field: string) =>
    errors.push({
      pointer: `/${field}`,
      detail: `The key moment ${moment} is not recorded: record it, or send "${field}".`,
    });
  if (start === null) unknown('impactStart', 'from');
  if (end === null) unknown('mitigated', 'to');
  if (start !== null && end !== null && end <= start)
    errors.push({ pointer: '/to', detail: 'The incident must end after it began.' });
  if (start === null || end === null || errors.length > 0)
    throw new AppError('validation', errors.map(({ detail }) => detail).join(' '), { errors });
  return { from: start, to: end, detected: recordedAt(content, 'detected') };
}
