type Waiting = { rank: number; go(): Promise<void> };

/**
 * Runs works that share a key one at a time in this process. Writers of one document then meet rivals only from other instances, instead
 * of all reading and losing at once.
 *
 * Turns go alternately to who has waited longest and to who has the highest rank (of equal ones who came first). With the version that a
 * writer knows as rank, one answer "you are behind, here is the merge" is followed by one write made on that answer: of a hundred rivals on
 * the same words about every second request is a write, where in the order of arrival it would be one of a hundred. Nobody waits for more
 * than two turns for each who came before. A failed work does not stop the next.
 */
export function inTurn(): <T>(key: string, rank: number, work: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, Waiting[]>();
  async function serve(key: string, line: Waiting[]): Promise<void> {
    for (let turn = 0; line.length > 0; turn++) {
      const next = turn % 2 === 0 ? 0 : highest(line);
      await line.splice(next, 1)[0]?.go();
    }
    lines.delete(key);
  }
  return <T>(key: string, rank: number, work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const waiting = { rank, go: () => work().then(resolve, reject) };
      const line = lines.get(key);
      if (line) {
        line.push(waiting);
        return;
      }
      const begun = [waiting];
      lines.set(key, begun);
      void serve(key, begun);
    });
}

function highest(line: readonly Waiting[]): number {
  return line.reduce((best, { rank }, at) => (rank > (line[best] as Waiting).rank ? at : best), 0);
}
