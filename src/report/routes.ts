import { z } from 'zod';
import { etagOf } from '../coe/edit.js';
import { type Endpoint, endpoint, STREAM } from '../http/endpoint.js';
import { turn } from '../kernel/turns.js';
import { withFrontMatter } from './front-matter.js';
import { htmlOptions } from './html-options.js';
import type { ImportPostmortem } from './import-postmortem.js';
import { renderPdf } from './pdf.js';
import { pdfOptions } from './pdf-options.js';
import { readImportBody } from './read-import-body.js';
import type { ReportOf } from './report-of.js';
import type { Writing } from './writing.js';

const params = z.object({ coe: z.string().max(100) });
const query = z.strictObject({
  draft: z.enum(['true', 'false']).default('false').describe('true renders unapproved content, with a watermark'),
  comments: z.enum(['true', 'false']).default('false').describe('true adds the open comments (not in JSON)'),
});
const markdownQuery = query.extend({
  frontMatter: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true puts the facts before it as YAML (Markdown only)'),
});

/** The four forms of the report, and the way in for postmortems that exist already. */
export function reportRoutes(parts: {
  reportOf: ReportOf;
  importReport: ImportPostmortem;
  writing: Writing;
}): Endpoint[] {
  const { reportOf, importReport, writing } = parts;
  const form = (
    extension: 'md' | 'html' | 'pdf' | 'json',
    contentType: string,
    render: (
      report: Awaited<ReturnType<ReportOf>>,
      asked: z.output<typeof markdownQuery>,
    ) => Promise<string | Uint8Array> | string | Uint8Array,
  ) =>
    endpoint({
      method: 'get',
      path: `/coes/{coe}/report.${extension}`,
      action: 'coe.read',
      tag: 'Report',
      summary: `The COE as ${extension === 'md' ? 'Markdown (canonical)' : extension.toUpperCase()}`,
      description: 'An unapproved COE answers 409 without draft=true.',
      params,
      query: extension === 'md' ? markdownQuery : query,
      responses: { 200: { description: 'The report', contentType } },
      async handle({ coeId, query: given, activity }) {
        const asked = { frontMatter: 'false' as const, ...given };
        const report = await reportOf(coeId, asked.draft === 'true', asked.comments === 'true');
        activity.format = extension;
        await turn();
        return {
          status: 200,
          raw: { contentType, data: await render(report, asked) },
          headers: { 'Content-Disposition': `inline; filename="${report.coe.number}.${extension}"` },
        };
      },
    });

  return [
    form('md', 'text/markdown; charset=utf-8', ({ coe, markdown }, { frontMatter }) =>
      frontMatter === 'true' ? withFrontMatter(coe, markdown) : markdown,
    ),
    form('html', 'text/html; charset=utf-8', (report) => writing.html(report.markdown, htmlOptions(report))),
    form('pdf', 'application/pdf', (report) => renderPdf(report.markdown, pdfOptions(report))),
    form('json', 'application/json; charset=utf-8', (report) => `${JSON.stringify(report.coe, null, 2)}\n`),
    endpoint({
      method: 'post',
      path: '/coes/import',
      action: 'coe.create',
      tag: 'Report',
      summary: 'Make a COE from an existing Markdown postmortem, or from an exported one',
      description:
        'Send the Markdown as text/markdown, or {"markdown": "…"} as JSON, or report.json as it was exported: what is computed in it is computed anew. The evidence that our own report quotes becomes evidence of the new COE. What finds no field is kept at the end of the background, and named in `unplaced`.',
      query: z.strictObject({
        zone: z.string().max(60).optional().describe('IANA zone of times that state none'),
        day: z.iso
          .date('Write the day as 2026-01-31.')
          .optional()
          .describe('day of the incident, for a text that names none'),
      }),
      body: STREAM,
      bodyTypes: ['text/markdown', 'text/plain', 'application/json'],
      responses: {
        201: {
          description: 'The new COE',
          schema: z.object({
            coe: z.object({ id: z.string(), number: z.string() }),
            unplaced: z.array(z.object({ heading: z.string(), text: z.string() })),
            notes: z.array(z.string()).describe('what a person should look at: zones, days carried on'),
          }),
        },
      },
      async handle({ request, query: { zone, day }, actor, idempotencySeed, activity }) {
        const sent = await readImportBody(request);
        const { coe: made, unplaced, notes } = await importReport(sent, { zone, day }, actor, idempotencySeed);
        Object.assign(activity, { coeId: made._id, unplaced: unplaced.length });
        return {
          status: 201,
          body: { coe: { id: made._id, number: made.number }, unplaced, notes },
          headers: { Location: `/api/v1/coes/${made._id}`, ETag: etagOf(made) },
        };
      },
    }),
  ];
}
