export type IdentifiedCluster = { id: string; members: string[] };

/**
 * Gives each group the id of the former cluster that it shares most members with (Jaccard index), each id once; groups that share none get a new
 * one. So a cluster keeps its id while COEs are added, and its larger part keeps it when it breaks.
 */
export function identify(
  groups: readonly string[][],
  former: readonly IdentifiedCluster[],
  newId: () => string,
): IdentifiedCluster[] {
  const clusterOf = new Map(former.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));
  const sizes = new Map(former.map(({ id, members }) => [id, members.length]));
  const candidates = groups.flatMap((group, at) => {
    const shared = new Map<string, number>();
    for (const member of group) {
      const id = clusterOf.get(member);
      if (id !== undefined) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    return [...shared].map(([id, both]) => ({ at, id, alike: both / (group.length + (sizes.get(id) ?? 0) - both) }));
  });
  candidates.sort((a, b) => b.alike - a.alike || (a.id < b.id ? -1 : 1) || a.at - b.at);
  const given = new Map<number, string>();
  const used = new Set<string>();
  for (const { at, id } of candidates) {
    if (given.has(at) || used.has(id)) continue;
    given.set(at, id);
    used.add(id);
  }
  return groups.map((members, at) => ({ id: given.get(at) ?? newId(), members }));
}
