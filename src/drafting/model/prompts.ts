import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { sha256 } from '../../kernel/ids.js';
import { projectRoot } from '../../kernel/paths.js';

/** Every task that is put to a model; each has a folder `prompts/<task>/` with `system.hbs` and `user.hbs`. */
export const TASKS = [
  'summary',
  'customer-impact',
  'what-went-well',
  'response-analysis',
  'post-incident-analysis',
  'five-whys',
  'lessons-learned',
  'action-items',
  'condense',
  'orr-question',
  'rewrite',
] as const;

/** `marker`: the mark of the fence, for the instructions to name. `data`: the fence with everything in it. */
export type PromptVariables = { marker: string; data: string };

export type Prompts = {
  render(task: string, variables: PromptVariables): { system: string; user: string };
  /** Changes when a word of the task's prompts does; kept on every suggestion, so that any draft can be explained. */
  versionOf(task: string): string;
};

export class PromptError extends Error {}

/**
 * Reads and checks all prompts; a file in `overrides` stands in for the one of the same path in `prompts/`. Templates see the two
 * variables and nothing else: no partials, no helpers of ours, no prototypes.
 * @throws PromptError naming the file, and the line where Handlebars knows it
 */
export function readPrompts(overrides?: string): Prompts {
  const handlebars = Handlebars.create();
  const compiled = new Map<string, { system: Template; user: Template; version: string }>();
  for (const task of TASKS) {
    const [system, user] = (['system', 'user'] as const).map((part) => source(join(task, `${part}.hbs`), overrides));
    if (system === undefined || user === undefined) continue;
    compiled.set(task, {
      system: compile(handlebars, system, false),
      user: compile(handlebars, user, true),
      version: sha256(`${system.text}\n\0${user.text}`).slice(0, 12),
    });
  }
  const of = (task: string) => {
    const found = compiled.get(task);
    if (!found) throw new Error(`no prompts for the task "${task}"`);
    return found;
  };
  return {
    render: (task, variables) => ({ system: of(task).system(variables), user: of(task).user(variables) }),
    versionOf: (task) => of(task).version,
  };
}

type Template = (variables: PromptVariables) => string;
type Source = { file: string; text: string };

function source(path: string, overrides: string | undefined): Source {
  const own = overrides === undefined ? undefined : join(overrides, path);
  const file = own !== undefined && existsSync(own) ? own : join(projectRoot, 'prompts', path);
  return { file, text: readFileSync(file, 'utf8') };
}

function compile(handlebars: typeof Handlebars, { file, text }: Source, holdsData: boolean): Template {
  const template = handlebars.compile<PromptVariables>(text, { noEscape: true, strict: true });
  const sample = { marker: 'MARKER', data: 'DATA' };
  let rendered: string;
  try {
    rendered = template(sample);
  } catch (error) {
    throw new PromptError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
  if (holdsData && !rendered.includes('DATA'))
    throw new PromptError(`${file}: {{data}} is missing; the model would see no evidence.`);
  if (!holdsData && rendered.includes('DATA'))
    throw new PromptError(
      `${file}: {{data}} belongs into user.hbs; what outsiders wrote is never part of the instructions.`,
    );
  return template;
}
