/** What addresses and charts use: the source's own id as it is where it can stand in an address, else made of id or label. */
export function metricIdOf(sourceId: string | null, label: string): string {
  const made = (sourceId ?? label)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_.:-]+/g, '-')
    .replace(/^[-.:]+|[-.:]+$/g, '')
    .slice(0, 80);
  return made === '' ? 'metric' : made;
}

/** The id itself, or with -2, -3, … what is still free. */
export function freeId(id: string, taken: (id: string) => boolean): string {
  let free = id;
  for (let n = 2; taken(free); n++) free = `${id}-${n}`;
  return free;
}
