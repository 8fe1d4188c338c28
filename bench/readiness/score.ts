export type Score = { right: number; wrong: number; missed: number };

const plain = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether a finding speaks of the labelled words: one holds the other. */
export function overlaps(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  return one !== '' && other !== '' && (` ${one} `.includes(` ${other} `) || ` ${other} `.includes(` ${one} `));
}

export function showScore(name: string, { right, wrong, missed }: Score): string {
  const share = (part: number, whole: number) => (whole === 0 ? '   –' : `${((100 * part) / whole).toFixed(1)} %`);
  const counts = `${right} right, ${wrong} wrong, ${missed} missed`;
  return `${name.padEnd(28)} precision ${share(right, right + wrong).padStart(7)}  recall ${share(right, right + missed).padStart(7)}  (${counts})\n`;
}
