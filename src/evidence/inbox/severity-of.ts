import type { InboxSettings } from './inbox-settings.js';

/** SEV1 or SEV2, when that is what the sender's word means; null for anything less or unknown. */
export function graveSeverity(word: string | null, words: InboxSettings['severityWords']): 'SEV1' | 'SEV2' | null {
  if (word === null) return null;
  const told = word.trim().toLowerCase();
  for (const severity of ['SEV1', 'SEV2'] as const)
    if (words[severity].some((own) => own.toLowerCase() === told)) return severity;
  const level = /^(?:sev|severity|p|priority|s)[\s-]*([1-5])\b/.exec(told)?.[1];
  return level === '1' || level === '2' ? `SEV${level}` : null;
}
