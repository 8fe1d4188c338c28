import type { ORR_CATEGORIES } from './schema.js';

/** First match counts: what is about releasing is asked there even when it is also about alarms. */
const RULES: readonly (readonly [(typeof ORR_CATEGORIES)[number], RegExp])[] = [
  [
    'releaseQuality',
    /\b(?:deploy\w*|releas\w*|roll ?back\w*|revert\w*|canar\w+|pipeline\w*|feature flags?|config(?:uration)? changes?|changes? (?:reach|go|is|are)|staged?|upgrade\w*|migrat\w+|code review|tests? (?:before|suite)|build)\b/i,
  ],
  [
    'eventManagement',
    /\b(?:alarm\w*|alert\w*|pag(?:e|es|ed|ing|er)\b|monitor\w*|dashboards?|metrics?|runbooks?|on-?call|escalat\w*|detect\w*|drills?|game ?days?|log(?:s|ging)\b|incident\w*|severity)\b/i,
  ],
  [
    'architecture',
    /\b(?:limit\w*|capacity|headroom|scal\w+|depend\w+|retr(?:y|ies)|time-?outs?|redundan\w*|fail ?over|isolat\w*|cells?|regions?|zones?|replica\w*|backup\w*|restor\w+|degrad\w*|memory|disk|quota|load|certificates?|single point)\b/i,
  ],
];

/** The part of a readiness review that a question belongs to. */
export function categoryOf(text: string): (typeof ORR_CATEGORIES)[number] {
  return RULES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'general';
}
