import { presentCoe } from '../coe/present.js';
import { askedQuestions } from '../coe/templates.js';
import type { Config } from '../config.js';
import { presentEvidence } from '../evidence/present.js';
import { keepQuotes } from '../evidence/quoted.js';
import { everyItem } from '../http/page.js';
import { importPostmortem } from '../report/import-postmortem.js';
import { readFiles } from '../report/report-files.js';
import { reportOf } from '../report/report-of.js';
import type { Writing } from '../report/writing.js';
import { commentsForReport } from '../review/comments-for-report.js';
import { presentComment } from '../review/present-comment.js';
import { slotsFilled } from '../review/slots-filled.js';
import { gapsOfCoe } from '../timeline/coe-gaps.js';
import type { Documents } from './wire-documents.js';
import type { Review } from './wire-review.js';

export type Report = ReturnType<typeof wireReport>;

/** A COE as a document to send, and documents from elsewhere as COEs. */
export function wireReport(
  config: Config,
  writing: Writing,
  documents: Documents,
  { readiness, approvalRules }: Review,
) {
  const { store, templates, create, cited, comments, charts, attachments, evidence, clock, recordAudit } = documents;
  const filesOf = (coeId: string, ids: readonly string[], name = coeId) =>
    readFiles(
      ids,
      (id) => attachments.read(coeId, id),
      (id) => `${config.publicUrl ?? ''}/api/v1/coes/${name}/attachments/${id}`,
    );
  return {
    writing,
    filesOf,
    reportOf: reportOf({
      renderMarkdown: writing.markdown,
      slots: async ({ id }) => slotsFilled((await approvalRules.current()).rules, await store.byId(id)),
      coe: async (coeId) => presentCoe(await store.byId(coeId), readiness.counts),
      questions: async (version) => askedQuestions((await templates.byVersion(version)) ?? (await templates.latest())),
      evidence: async (coeId, ids) =>
        new Map(
          (await cited(coeId, ids)).map(({ id, source, at, text, link }) => [
            id,
            { source, at: at.toISOString(), text, link },
          ]),
        ),
      gaps: gapsOfCoe,
      comments: (coeId) => commentsForReport(comments, coeId),
      charts: (coe) => charts.all(coe.id, coe),
      files: (coe, ids) => filesOf(coe.id, ids, coe.number),
    }),
    importReport: importPostmortem({ writing, create, keepQuotes: keepQuotes({ evidence, clock, recordAudit }) }),
    /** What a ZIP of everything holds beside the report. */
    zip: {
      html: writing.html,
      evidence: async function* (coeId: string) {
        for await (const item of everyItem((cursor) => evidence.page(coeId, { limit: 1000, cursor })))
          yield presentEvidence(item);
      },
      comments: async function* (coeId: string) {
        const { content } = await store.byId(coeId);
        for await (const comment of everyItem((cursor) => comments.page(coeId, { limit: 1000, cursor })))
          yield presentComment(comment, content);
      },
      attachments: attachments.list,
      attachmentBytes: async (coeId: string, id: string) => (await attachments.read(coeId, id))?.bytes ?? null,
    },
  };
}
