import type { Readable } from 'node:stream';
import type { Router } from 'express';
import { parseContent } from '../coe/content.js';
import { AppError } from '../kernel/errors.js';
import { readImportBody } from '../report/read-import-body.js';
import { showEvidence } from './coe-evidence.js';
import type { CoeParts } from './coe-frame.js';
import { type HomeParts, showHome } from './home.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { receiveUpload, type Upload } from './upload.js';
import { showPage } from './view.js';

type Parts = HomeParts & CoeParts & Pick<PageParts, 'create' | 'importInto' | 'importReport'>;
const MARKDOWN_FILE = /\.(md|markdown)$/i;

/** The ways to start a COE on `/`: from nothing, from a file (evidence, or a postmortem in Markdown), from pasted Markdown. */
export function startCoeForms(router: Router, parts: Parts): void {
  takeAt(router, parts.ports, '/coes', 'coe.create', (visit) => {
    const { form, actor } = visit;
    const [title, services, severity] = ['title', 'services', 'severity'].map((name) => fieldOf(form, name)) as [
      string,
      string,
      string,
    ];
    return onHome(parts, visit, { title, services, severity }, async () => {
      const content = { title, services: splitList(services), severity: severity || null, owner: actor.name };
      const coe = await parts.create(parseContent(content), actor, seedOf(actor, form));
      visit.response.redirect(303, `/coes/${coe.number}/evidence?done=created`);
    });
  });

  takeAt(router, parts.ports, '/coes/from-markdown', 'coe.create', (visit) => {
    const markdown = fieldOf(visit.form, 'markdown');
    return onHome(parts, visit, { markdown }, () =>
      fromMarkdown(parts, visit, markdown, seedOf(visit.actor, visit.form)),
    );
  });

  const fromFile = (visit: Visit) =>
    onHome(parts, visit, {}, () =>
      receiveUpload(visit.request, (file, upload) =>
        MARKDOWN_FILE.test(upload.filename)
          ? fromMarkdownFile(parts, visit, file, upload)
          : fromEvidence(parts, visit, file, upload),
      ),
    );
  takeAt(router, parts.ports, '/coes/from-file', 'coe.create', fromFile, 'stream');
}

/** What is wrong with a form is told on the page it came from, with what was typed. */
async function onHome(parts: Parts, visit: Visit, typed: object, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof AppError) || !['validation', 'malformed', 'tooLarge'].includes(error.code)) throw error;
    const errors = error.errors?.length ? error.errors : [{ pointer: '', detail: error.message }];
    await showHome(parts, visit, { ...typed, errors }, error.code === 'validation' ? 422 : 400);
  }
}

/** A postmortem becomes a COE; what found no field is shown, so that a person can move it. */
async function fromMarkdown(parts: Parts, visit: Visit, markdown: string, seed: string | undefined): Promise<void> {
  if (markdown.trim() === '')
    throw new AppError('validation', 'There is no Markdown.', {
      errors: [{ pointer: '/markdown', detail: 'Paste the postmortem, or choose its file.' }],
    });
  const { coe, unplaced, notes } = await parts.importReport({ markdown }, {}, visit.actor, seed);
  const { number, content: made } = coe;
  if (unplaced.length + notes.length === 0) return visit.response.redirect(303, `/coes/${number}`);
  showPage(
    visit.response,
    'coe-imported',
    { title: `${number} was imported`, section: '/coes' },
    { number, name: made.title, unplaced, notes },
  );
}

async function fromMarkdownFile(parts: Parts, visit: Visit, file: Readable, { fields }: Upload): Promise<void> {
  const asRequest = Object.assign(file, { headers: {}, is: () => 'text/markdown' });
  const body = await readImportBody(asRequest);
  await fromMarkdown(parts, visit, 'markdown' in body ? body.markdown : '', seedOf(visit.actor, fields));
}

/** A COE with the file as its first evidence. A file that cannot be read is told on the evidence page of the COE, where it can be sent again. */
async function fromEvidence(parts: Parts, visit: Visit, file: Readable, { fields, filename }: Upload): Promise<void> {
  const title = fields.title?.trim() || `What happened in ${filename}`;
  const { actor, response } = visit;
  const content = parseContent({ title: title.slice(0, 500), owner: actor.name });
  const coe = await parts.create(content, actor, seedOf(actor, fields));
  const there = { ...visit, coeId: coe._id };
  try {
    const zone = fields.zone?.trim() || undefined;
    const result = await parts.importInto(coe._id, file, { source: 'auto', zone, filename, map: undefined }, actor);
    await showEvidence(parts, there, { result });
  } catch (error) {
    if (!(error instanceof AppError) || !['validation', 'malformed'].includes(error.code)) throw error;
    if (!response.headersSent) await showEvidence(parts, there, { typed: fields, problem: error.message }, 422);
  }
}
