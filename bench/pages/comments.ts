import type { StoredComment } from '../../src/review/comment-model.js';

/** Open threads with a reply each on a COE. @param seed makes their ids differ from those of other calls */
export function commentsOn(coeId: string, threads: number, seed: number | string): StoredComment[] {
  return Array.from({ length: threads }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 0, 1) + nth * 60_000).toISOString();
    const author = { id: `usr_${nth}`, name: `Person ${nth}` };
    const words = { mentions: [], createdAt: at, updatedAt: at, deleted: null, author };
    return {
      ...{ _id: `cmt_${seed}x${nth}`, coeId, section: nth % 2 ? 'summary' : 'timeline', quote: null, suggestion: null },
      ...{
        ...words,
        body: `Thread **${nth}**: how do we *know* this? See [the graph](https://example.org/${nth}).`,
        resolved: null,
      },
      replies: [{ ...words, id: `rpl_${seed}x${nth}`, body: 'From the `error` metric; a graph is under way.' }],
      outbox: [],
    };
  });
}
