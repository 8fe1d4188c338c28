/** What a citation points to; `at` is RFC 3339. */
export type CitedEvidence = { source: string; at: string; text: string; link: string | null };
export type Citations = ReturnType<typeof createCitations>;
export type CitedRow = { label: string; id: string; evidence: CitedEvidence | null };

/** Numbers evidence in the order in which a report first cites it: [E1], [E2], … */
export function createCitations(evidence: ReadonlyMap<string, CitedEvidence>) {
  const labels = new Map<string, string>();
  const label = (id: string): string => {
    const known = labels.get(id);
    if (known) return known;
    const given = `E${labels.size + 1}`;
    labels.set(id, given);
    return given;
  };
  return {
    /** ` [E1] [E4]`, empty without evidence. */
    cite: (ids: readonly string[]): string => ids.map((id) => ` [${label(id)}]`).join(''),
    /** A person's text: ids of evidence in brackets become citations; brackets that only look like one are escaped. */
    prose: (markdown: string): string =>
      markdown
        .replace(/(?<!\\)\[(E\d+)\]/g, '\\[$1]')
        .replace(/\[([\w.:-]{4,100})\](?!\()/g, (found, id: string) => (evidence.has(id) ? `[${label(id)}]` : found)),
    rows: (): CitedRow[] =>
      Array.from(labels, ([id, given]) => ({ label: given, id, evidence: evidence.get(id) ?? null })),
  };
}
