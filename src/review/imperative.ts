/** Verbs that action items begin with; what is not here may still be one by its ending or prefix. */
const VERBS = new Set(
  (
    'abandon accept acquire activate adapt add adjust adopt agree alarm alert align allow analyse analyze apply archive arrange ask assess assign attach audit authenticate automate avoid ' +
    'back backfill backport balance bake ban batch be begin benchmark block boost bound break bring buffer build bump bundle cache calculate call cap capture catch centralise centralize change ' +
    'check choose clarify clean clear clone close collect combine communicate compare complete compress conduct configure confirm connect consider consolidate contact contain continue contribute convert ' +
    'coordinate copy correct correlate cover create cut deal debug decide declare decommission decouple decrease dedicate deduplicate default defer define delay delegate delete deliver demote deny deploy ' +
    'deprecate describe design detect determine develop diagnose direct disable disallow discard disconnect discuss dispatch display distribute divide document double downgrade draft drain drill drop dump ' +
    'duplicate educate elect eliminate embed emit enable encourage encrypt end enforce engage enhance enlarge enrich ensure escalate establish estimate evaluate evict examine exclude execute exempt ' +
    'exercise expand experiment expire explain explore export expose extend extract fail fallback fence fetch figure file fill filter finalise finalize find finish fix flag flush follow forbid force format formalise formalize forward ' +
    'freeze gate gather generate get give grant graph grow guarantee guard halt handle harden have help hide hold identify ignore implement import improve include increase index inform inject insert inspect install ' +
    'instrument integrate introduce invalidate inventory investigate invite isolate issue keep kill label launch learn leave lengthen let leverage lift limit link list load lock log look lower maintain make manage map mark measure ' +
    'merge migrate minimise minimize mirror mitigate mock modify monitor move mute name negotiate normalise normalize notify offer offload onboard open optimise optimize order organise organize overhaul override own package page ' +
    'parallelise parallelize parse partition patch pause pay perform persist pilot pin place plan point poll populate port post practise practice preload prepare prescribe preserve prevent print prioritise prioritize probe produce profile ' +
    'prohibit promote propagate propose protect prove provide provision prune publish pull purge push put quarantine query queue quota raise randomise randomize rate reach read rebalance reboot rebuild recheck reclaim recommend ' +
    'reconcile reconfigure record recover recreate recruit redesign redirect redo reduce refactor refine refresh refuse regenerate register reimplement reindex reinstall reject relax release reload relocate rely remediate remind remove rename render repair ' +
    'repeat replace replay replicate report repurpose request require rerun research reserve reset resize resolve respond restart restore restrict restructure retain retest rethink retire retrofit retry return reuse revert review revise revisit revoke ' +
    'rewrite roll rotate route run sample sandbox sanitise sanitize scale scan schedule scope scrub search secure segment select send separate serialise serialize serve set setup shadow shard share shift ship shorten show shut sign silence ' +
    'simplify simulate skip slow smooth solve sort specify spell split stabilise stabilize stage stagger standardise standardize start state stop store streamline strengthen stress study submit subscribe substitute supply support suppress surface suspend swap switch ' +
    'sync synchronise synchronize tag take teach tell template terminate test throttle tidy tie tighten time track train transfer transition translate treat trial trigger trim triple try tune turn unblock uncouple understand undo unify uninstall unify unlock update upgrade upload use ' +
    'validate vary verify version visualise visualize wait warm warn watch weigh widen wipe wire work wrap write'
  ).split(' '),
);

const BY_SHAPE =
  /^(?:(?:re|un|de|dis|pre|auto|over|under)-?[a-z]{3,}(?:ate|ify|ise|ize|en|ect|uce|ose|ide)|[a-z]{3,}(?:ify|ise|ize))$/;

/** Whether a title begins with a verb in its base form; a number, a label in brackets or Markdown marks before it do not count. */
export function startsWithVerb(title: string): boolean {
  const plain = title.replace(/^(?:\s|[*_~`#>[\]().-]|\d+[.)]|\[[^\]]{0,40}\]|[A-Z]{2,10}-\d+:?)+/, '');
  const word = (/^\p{L}+(?:-\p{L}+)*/u.exec(plain)?.[0] ?? '').toLowerCase();
  const base = word.includes('-') ? (word.split('-').at(-1) ?? word) : word;
  return VERBS.has(word) || VERBS.has(base) || BY_SHAPE.test(word);
}
