import { z } from 'zod';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint, STREAM } from '../http/endpoint.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { attachmentSchema } from './attachment-schema.js';
import type { AttachmentStore } from './attachment-store.js';
import type { TakeAttachment } from './take-attachment.js';

const params = z.object({ coe: z.string().max(100) });
const one = params.extend({ id: z.string().max(100) });
/** What a browser may show in place; anything else is handed over as a file. */
const SHOWN = /^(?:image\/|text\/plain$)/;

/** Pictures and files beside a COE. */
export function attachmentRoutes(parts: {
  attachments: AttachmentStore;
  store: CoeStore;
  clock: Clock;
  take: TakeAttachment;
}): Endpoint[] {
  const { attachments, store, clock, take } = parts;
  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/attachments',
      action: 'coe.edit',
      tag: 'Attachments',
      summary: 'Put a picture or file beside a COE',
      description:
        'The body is the file itself, up to 10 MB. What it is, is found in its bytes; drawings (SVG) lose what acts or fetches. Name it in any text: `![what it shows](attachment:att_…)`. Secrets inside pictures and files cannot be found and are not redacted.',
      params,
      query: z.strictObject({ filename: z.string().min(1).max(200).default('file') }),
      body: STREAM,
      bodyTypes: ['application/octet-stream', 'image/*', 'application/pdf', 'text/plain'],
      responses: { 201: { description: 'The file', schema: attachmentSchema } },
      async handle({ coeId, query: { filename }, request, actor, activity }) {
        const made = await take(coeId, request, filename, actor);
        Object.assign(activity, { mediaType: made.mediaType, size: made.size });
        const headers = { Location: `/api/v1/coes/${coeId}/attachments/${made.id}` };
        return { status: 201, body: made, headers };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/attachments',
      action: 'coe.read',
      tag: 'Attachments',
      summary: 'The pictures and files of a COE',
      params,
      responses: { 200: { description: 'All of them', schema: z.object({ items: z.array(attachmentSchema) }) } },
      handle: async ({ coeId }) => ({ status: 200, body: { items: await attachments.list(coeId) } }),
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/attachments/{id}',
      action: 'coe.read',
      tag: 'Attachments',
      summary: 'The bytes of a picture or file',
      params: one,
      responses: { 200: { description: 'The file', contentType: 'application/octet-stream' } },
      async handle({ coeId, params: { id } }) {
        const { attachment, bytes } = (await attachments.read(coeId, id)) ?? notFound('attachment', id);
        const { mediaType, name } = attachment;
        return {
          status: 200,
          raw: { contentType: mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType, data: bytes },
          headers: {
            'Content-Disposition': `${SHOWN.test(mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`,
            // A drawing opened by itself is a document: it may do nothing.
            'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            'Cache-Control': 'private, max-age=3600',
          },
        };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/coes/{coe}/attachments/{id}',
      action: 'coe.edit',
      tag: 'Attachments',
      summary: 'Remove a file for good, for example one that holds a secret',
      description: 'Refused (409) while a text of the COE names it: take it out of the text first.',
      params: one,
      responses: { 204: { description: 'It is gone' } },
      async handle({ coeId, params: { id }, actor }) {
        const { content } = await store.byId(coeId);
        if (JSON.stringify(content).includes(`attachment:${id}`))
          throw new AppError('conflict', `A text of this COE names ${id}: take it out of the text first.`);
        const removed = (await attachments.remove(coeId, id)) ?? notFound('attachment', id);
        await store.recordAudit(
          {
            type: 'attachment.removed',
            at: clock.now().toISOString(),
            actor: { id: actor.id, name: actor.name },
            coeId,
            details: { attachmentId: id, mediaType: removed.mediaType, size: removed.size },
          },
          `${id}:removed`,
        );
        return { status: 204 };
      },
    }),
  ];
}
