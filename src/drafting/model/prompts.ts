import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { CommandError } from '../../kernel/errors.js';
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

const PARTS = ['system', 'user'] as const;

/**
 * Reads and checks all prompts; a file in `overrides` stands in for the one of the same path in `prompts/`. Templates see the two
 * variables and nothing else: no partials, no helpers of ours, no prototypes.
 * @throws CommandError naming the file, and the line where Handlebars knows it; or all that stands for no prompt in `overrides`
 */
export function readPrompts(overrides?: string): Prompts {
  if (overrides !== undefined) checkNames(overrides);
  const handlebars = Handlebars.create();
  const compiled = new Map<string, { system: Template; user: Template; version: string }>();
  for (const task of TASKS) {
    const [system, user] = PARTS.map((part) => source(join(task, `${part}.hbs`), overrides));
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

/** A misspelt name would be read by nobody, and the prompt that it was meant for would stay as it is: the start stops instead. */
function checkNames(folder: string): void {
  const faults: string[] = [];
  for (const task of entriesOf(folder)) {
    if (!TASKS.some((known) => known === task.name)) {
      if (!task.name.startsWith('.')) faults.push(`${join(folder, task.name)}: no task has this name`);
    } else if (isFolder(folder, task)) {
      for (const { name } of entriesOf(join(folder, task.name)))
        if (!name.startsWith('.') && !PARTS.some((part) => name === `${part}.hbs`))
          faults.push(`${join(folder, task.name, name)}: a task has system.hbs and user.hbs and no other file`);
    } else faults.push(`${join(folder, task.name)}: a task is a folder with system.hbs and user.hbs`);
  }
  if (faults.length > 0)
    throw new CommandError(`These prompts cannot be used:\n${faults.join('\n')}\nTasks: ${TASKS.join(', ')}.`);
}

/** Links to folders are followed: that is how Kubernetes mounts a folder of settings. */
const isFolder = (folder: string, entry: Dirent) =>
  entry.isDirectory() ||
  (entry.isSymbolicLink() && statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true);

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new CommandError(`COE_PROMPTS_DIR: the folder ${folder} cannot be read (${(error as Error).message}).`);
  }
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
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
  if (holdsData && !rendered.includes('DATA'))
    throw new CommandError(`${file}: {{data}} is missing; the model would see no evidence.`);
  if (!holdsData && rendered.includes('DATA'))
    throw new CommandError(
      `${file}: {{data}} belongs into user.hbs; what outsiders wrote is never part of the instructions.`,
    );
  return template;
}
