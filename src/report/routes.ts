import { z } from 'zod';
import { parseContent } from '../coe/content.js';
import type { CreateCoe } from '../coe/create.js';
import { etagOf } from '../coe/edit.js';
import { type Endpoint, endpoint, STREAM } from '../http/endpoint.js';
import { renderHtml } from './html.js';
import { importMarkdown } from './import-markdown.js';
import { type PdfOptions, renderPdf } from './pdf.js';
import { drawPictures } from './pictures.js';
import { readMarkdownBody } from './read-markdown-body.js';
import type { Report, ReportOf } from './report-of.js';

const params = z.object({ coe: z.string().max(100) });
const query = z.strictObject({
  draft: z.enum(['true', 'false']).default('false').describe('true renders unapproved content, with a watermark'),
  comments: z.enum(['true', 'false']).default('false').describe('true adds the open comments (not in JSON)'),
});

/** The four forms of the report, and the way in for postmortems that exist already. */
export function reportRoutes(parts: { reportOf: ReportOf; create: CreateCoe }): Endpoint[] {
  const { reportOf, create } = parts;
  const form = (
    extension: 'md' | 'html' | 'pdf' | 'json',
    contentType: string,
    render: (report: Awaited<ReturnType<ReportOf>>) => Promise<string | Uint8Array> | string | Uint8Array,
  ) =>
    endpoint({
      method: 'get',
      path: `/coes/{coe}/report.${extension}`,
      action: 'coe.read',
      tag: 'Report',
      summary: `The COE as ${extension === 'md' ? 'Markdown (canonical)' : extension.toUpperCase()}`,
      description: 'An unapproved COE answers 409 without draft=true.',
      params,
      query,
      responses: { 200: { description: 'The report', contentType } },
      async handle({ coeId, query: { draft, comments }, activity }) {
        const report = await reportOf(coeId, draft === 'true', comments === 'true');
        activity.format = extension;
        return {
          status: 200,
          raw: { contentType, data: await render(report) },
          headers: { 'Content-Disposition': `inline; filename="${report.coe.number}.${extension}"` },
        };
      },
    });

  return [
    form('md', 'text/markdown; charset=utf-8', (report) => report.markdown),
    form('html', 'text/html; charset=utf-8', (report) =>
      renderHtml(report.markdown, { ...report, pictures: drawPictures(report.drawn, { print: false }) }),
    ),
    form('pdf', 'application/pdf', (report) => renderPdf(report.markdown, pdfOptions(report))),
    form('json', 'application/json; charset=utf-8', (report) => `${JSON.stringify(report.coe, null, 2)}\n`),
    endpoint({
      method: 'post',
      path: '/coes/import',
      action: 'coe.create',
      tag: 'Report',
      summary: 'Make a COE from an existing Markdown postmortem',
      description:
        'Send the Markdown as text/markdown, or {"markdown": "…"} as JSON. What finds no field comes back in `unplaced`; nothing is lost.',
      query: z.strictObject({ zone: z.string().max(60).optional().describe('IANA zone of times that state none') }),
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
      async handle({ request, query: { zone }, actor, idempotencySeed, activity }) {
        const markdown = await readMarkdownBody(request);
        const { coe, unplaced, notes } = importMarkdown(markdown, zone === undefined ? {} : { zone });
        const made = await create(parseContent(coe), actor, idempotencySeed);
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

function pdfOptions(report: Report): PdfOptions {
  const { coe, title, watermark, drawn, files } = report;
  return {
    title,
    running: `${coe.number} · revision ${coe.version} · ${coe.title}`,
    authors: coe.authors.length > 0 ? coe.authors : coe.owner === null ? [] : [coe.owner],
    keywords: [...coe.services, ...coe.tags],
    watermark,
    createdAt: new Date(coe.updatedAt),
    pictures: drawPictures(drawn, { print: true }),
    files,
  };
}
