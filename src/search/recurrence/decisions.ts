/**
 * What people decided about clusters, in the order of time; it is replayed on every grouping of the machine, so that the machine never undoes it.
 * `together`: these belong to one cluster. `apart`: `coeIds` do not belong to the cluster of `restIds`.
 */
export type GroupingDecision =
  | { kind: 'together'; coeIds: readonly string[] }
  | { kind: 'apart'; coeIds: readonly string[]; restIds: readonly string[] };

/** The groups of the machine as people want them. A later decision wins over an earlier one; COEs that are gone are passed over. */
export function replay(groups: readonly (readonly string[])[], decisions: readonly GroupingDecision[]): string[][] {
  let now = groups.map((group) => new Set(group));
  for (const decision of decisions)
    now = decision.kind === 'together' ? join(now, decision.coeIds) : part(now, decision);
  return now.filter((group) => group.size > 1).map((group) => [...group].sort());
}

function join(groups: Set<string>[], ids: readonly string[]): Set<string>[] {
  const touched = groups.filter((group) => ids.some((id) => group.has(id)));
  const joined = new Set([...touched.flatMap((group) => [...group]), ...ids]);
  return [...groups.filter((group) => !touched.includes(group)), joined];
}

function part(groups: Set<string>[], { coeIds, restIds }: Extract<GroupingDecision, { kind: 'apart' }>): Set<string>[] {
  return groups.flatMap((group) => {
    const out = coeIds.filter((id) => group.has(id));
    if (out.length === 0 || !restIds.some((id) => group.has(id))) return [group];
    return [new Set([...group].filter((id) => !out.includes(id))), new Set(out)];
  });
}
