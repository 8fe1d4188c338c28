import type { Router } from 'express';
import { AppError } from '../kernel/errors.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { showAt, takeAt, type Visit } from './screen.js';
import { receiveUpload } from './upload.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'attachments' | 'takeAttachment'>;
/** What is wrong with the file that was sent, as the form tells it. */
const TOLD: Partial<Record<AppError['code'], number>> = { validation: 422, malformed: 400, tooLarge: 413 };

/** `/coes/{coe}/files`: pictures and files beside a COE, the form that adds one, and the words that show it in a text. */
export function coeFilesScreen(router: Router, parts: Parts): void {
  showAt(router, parts.ports, '/coes/:coe/files', 'coe.read', (visit) => showFiles(parts, visit, {}));

  const take = async (visit: Visit) => {
    try {
      const made = await receiveUpload(visit.request, (file, { filename }) =>
        parts.takeAttachment(visit.coeId, file, filename || 'file', visit.actor),
      );
      // Sent again by a reload, the form would add the file twice.
      visit.response.redirect(303, `/coes/${visit.request.params.coe}/files#${made.id}`);
    } catch (error) {
      const status = error instanceof AppError ? TOLD[error.code] : undefined;
      if (!(error instanceof AppError) || status === undefined) throw error;
      await showFiles(parts, visit, { problem: error.message }, status);
    }
  };
  takeAt(router, parts.ports, '/coes/:coe/files', 'coe.edit', take, 'stream');
}

async function showFiles(parts: Parts, visit: Visit, { problem }: { problem?: string }, status = 200): Promise<void> {
  const [frame, files] = await Promise.all([frameOf(parts, visit, 'files'), parts.attachments.list(visit.coeId)]);
  const { number } = frame.coe;
  const content = JSON.stringify(frame.stored.content);
  showPage(
    visit.response,
    'coe-files',
    { title: `Files of ${number}`, section: '/coes' },
    {
      ...frame,
      problem,
      files: files.map((file) => ({
        ...file,
        href: `/api/v1/coes/${number}/attachments/${file.id}`,
        picture: file.mediaType.startsWith('image/'),
        shownBy: `${file.mediaType.startsWith('image/') ? '!' : ''}[${file.name.replace(/[[\]\\]/g, ' ')}](attachment:${file.id})`,
        kilobytes: Math.max(1, Math.round(file.size / 1000)).toLocaleString('en'),
        shown: content.includes(`attachment:${file.id}`),
      })),
    },
    status,
  );
}
