import type { Comments } from './comments.js';

/** One comment or reply as a report shows it. */
type ReportedComment = { section: string; author: string; at: string; text: string };

/** The open threads of a COE with their replies, in the order they were begun, for a report that was asked to show them. */
export async function commentsForReport(comments: Comments, coeId: string): Promise<ReportedComment[]> {
  const rows: ReportedComment[] = [];
  let cursor: string | undefined;
  do {
    const page = await comments.page(coeId, { limit: 1000, cursor, resolved: false });
    for (const { section, author, createdAt, body, deleted, replies, quote } of page.items) {
      const quoted = quote === null ? '' : `“${quote.text}” — `;
      const text = deleted ? '(withdrawn)' : quoted + body;
      rows.push({ section, author: author.name, at: createdAt, text });
      for (const reply of replies)
        if (reply.deleted === null)
          rows.push({ section, author: reply.author.name, at: reply.createdAt, text: `↳ ${reply.body}` });
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
