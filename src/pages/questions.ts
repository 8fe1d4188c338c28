import type { Router } from 'express';
import type { CoeTemplate, TemplateQuestion } from '../coe/templates.js';
import { changedQuestions } from '../coe/templates.js';
import { parseBody } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'templates' | 'questionsChanged'>;
const PATH = '/admin/questions';
const SECTIONS = ['responseAnalysis', 'postIncidentAnalysis'] as const;
const STATUS = { validation: 422, conflict: 409 };

/** `/admin/questions`: what a COE asks; questions are worded anew, no longer asked, or added, and never removed. */
export function questionsScreen(router: Router, parts: Parts): void {
  const { ports, templates, questionsChanged } = parts;
  showAt(router, ports, PATH, 'template.change', async (visit) => show(visit, await templates.latest()));
  takeAt(router, ports, PATH, 'template.change', async (visit) => {
    const before = await templates.latest();
    const questions = typedQuestions(before, visit.form);
    try {
      if (fieldOf(visit.form, 'version') !== String(before.version))
        throw new AppError(
          'conflict',
          'Somebody made a new version meanwhile. What you typed is below; look at it and send it again.',
        );
      await templates.change(parseBody(changedQuestions, { questions }).questions, visit.actor);
      await questionsChanged();
      visit.response.redirect(303, `${PATH}?done=changed`);
    } catch (error) {
      if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
      const known = new Set(before.questions.map(({ id }) => id));
      const typed = { ...before, questions: questions.filter(({ id }) => known.has(id)) };
      show(visit, typed, error, STATUS[error.code as keyof typeof STATUS]);
    }
  });
}

function show({ form, request, response }: Visit, template: CoeTemplate, error?: AppError, status = 200): void {
  const { version, questions, createdAt, createdBy } = template;
  const data = {
    ...{ version, createdAt, createdBy, problem: error?.message, errors: error?.errors },
    changed: request.query.done === 'changed',
    sections: SECTIONS.map((section) => ({
      section,
      questions: questions.filter((question) => question.section === section),
      typed: fieldOf(form, `new.${section}`),
    })),
  };
  showPage(response, 'admin-questions', { title: 'Questions', section: PATH }, data, status);
}

function typedQuestions({ questions }: CoeTemplate, form: Visit['form']): TemplateQuestion[] {
  const asked = new Set([form.asked ?? []].flat());
  // What the form does not name was added by somebody else meanwhile.
  const known = questions.map((question) =>
    form[`text.${question.id}`] === undefined
      ? question
      : { ...question, text: fieldOf(form, `text.${question.id}`).trim(), enabled: asked.has(question.id) },
  );
  const taken = new Set(questions.map(({ id }) => id));
  const added = SECTIONS.flatMap((section) => {
    const text = fieldOf(form, `new.${section}`).trim();
    return text === '' ? [] : [{ id: idOf(text, taken), section, text, halving: false, enabled: true }];
  });
  return [...known, ...added];
}

const WORDS_IN_ID = 5;

/** A question is known by its first words for ever: "What told us first?" is `whatToldUsFirst`. */
function idOf(text: string, taken: Set<string>): string {
  const words = (text.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? [])
    .slice(0, WORDS_IN_ID)
    .map((word) => word.toLowerCase());
  const joined = words.map((word, at) => (at === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('');
  const stem = (/^[a-z]/.test(joined) ? joined : `question${joined}`).slice(0, 50);
  let id = stem.length < 2 ? `question${stem}` : stem;
  for (let n = 2; taken.has(id); n++) id = `${stem}${n}`;
  taken.add(id);
  return id;
}
