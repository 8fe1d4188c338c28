/**
 * Words with a price: a draft that uses one must find it, or a word of its group, in what it cites. Each group is one meaning, so a
 * paraphrase inside a group passes and a change of meaning ("mitigated" for "resolved") does not.
 */
export const STATUS_GROUPS: readonly RegExp[] = [
  /\bmitigat\w*/i,
  /\b(?:resol(?:ved?|ves|ving|ution)|closed)\b/i,
  /\b(?:recover\w*|restor\w*|healthy|normal|repaired|healed|ok)\b/i,
  /\b(?:fail\w*|errors?|erroring|crash\w*|exceptions?|[45]xx|unsuccessful\w*|reject\w*|refus\w*)\b/i,
  /\b(?:succe(?:ss|ssful|ssfully|ed|eds|eded)|worked|completed?|finished|passed)\b/i,
  /\b(?:down|outages?|unavailable|unreachable|offline|out of service)\b/i,
  /\b(?:degrad\w*|slow(?:ed|er|ness|ing)?|latency|latenc\w+|impair\w*)\b/i,
  /\b(?:lost|loss|losing|dropped|missing)\b/i,
  /\b(?:corrupt\w*|inconsistent|damaged)\b/i,
  /\b(?:delet\w*|remov\w*|erased|wiped|destroyed)\b/i,
  /\b(?:breach\w*|compromis\w*|leak\w*|exposed|stolen|attack\w*)\b/i,
  /\b(?:overload\w*|saturat\w*|exhaust\w*|out of memory|oom\w*)\b/i,
  /\b(?:time[- ]?outs?|timed[- ]out|timing out)\b/i,
  /\b(?:critical|severe|catastrophic|major|emergency)\b/i,
  /\b(?:global(?:ly)?|worldwide|everywhere|all (?:users|customers|regions|traffic|requests)|every (?:user|customer))\b/i,
  /\b(?:customers?|users?|merchants?|subscribers?|tenants?|accounts?|players?|clients?|readers?)\b/i,
  /\b(?:rollback|roll(?:ed|ing|s)?[- ]back|revert\w*)\b/i,
  /\b(?:restart\w*|reboot\w*)\b/i,
  /\b(?:acknowledg\w*|acked)\b/i,
  /\b(?:escalat\w*)\b/i,
];

/** Words that claim a cause. The evidence has to use one too, otherwise the claim is the drafter's inference. */
export const CAUSAL =
  /\b(?:caus(?:e|es|ed|ing)|because|due to|owing to|leads? to|led to|leading to|result(?:s|ed|ing)? (?:in|from)|as a result|therefore|consequently|trigger(?:s|ed|ing)?|root cause|blamed? on|responsible for|stems? from|stemmed from|brought down|made .{1,40} (?:fail|crash)|which is why|so that|thereby|thus|contribut\w+ to)\b/i;

/** Status words of `claim` whose group the citations do not use and that code has not established itself (`terms`). */
export function strayStatusWords(claim: string, citedText: string, terms: readonly string[] = []): string[] {
  const known = `${citedText}\n${terms.join('\n')}`;
  return STATUS_GROUPS.flatMap((group) => {
    const word = group.exec(claim)?.[0];
    return word !== undefined && !group.test(known) ? [word] : [];
  });
}
