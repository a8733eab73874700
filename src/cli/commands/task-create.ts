// `tasklane task create`: gives a task to the queue, or keeps it as a draft, and does not wait for it.
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProjectForTask } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';
import { sayWarnings } from '../say-warnings.ts';
import { label } from '../summary.ts';
import { taskFieldsOf } from '../task-fields.ts';
import type { TaskFieldFlags } from '../task-fields.ts';
import { templateFieldsOf } from '../template-fields.ts';
import type { TemplateFlags } from '../template-fields.ts';
import { oneLine } from '../text.ts';

export interface CreateFlags extends TaskFieldFlags, TemplateFlags, OutputFlags, ProjectFlags {
  readonly name?: string;
  readonly draft?: boolean;
  readonly quiet?: boolean;
  readonly owner?: string;
  readonly org?: string;
  readonly stdin?: boolean;
}

export async function createTask(
  context: Context,
  words: readonly string[],
  flags: CreateFlags,
): Promise<void> {
  const prompt = await givenText(context, flags.stdin === true ? ['-'] : words, 'prompt');
  const fields = { ...taskFieldsOf(flags), ...templateFieldsOf(withVariables(context, flags)) };
  const client = await openClient(context);
  const project = await findProjectForTask(context, client, projectIn(context, flags));
  const task = await client.call(endpoints.createTask, {
    body: {
      project: project.id,
      prompt,
      ...fields,
      ...(flags.name !== undefined && { name: flags.name }),
      ...(flags.owner !== undefined && { owner: flags.owner }),
      ...(flags.draft !== undefined && { draft: flags.draft }),
    },
  });
  if (wantsJson(flags)) return printJson(context, task);
  sayWarnings(context, task);
  print(context, flags.quiet === true ? task.id : told(context, task));
}

// Coder's variables, which stand in for flags that were not given.
function withVariables({ env }: Context, flags: CreateFlags): CreateFlags {
  const template = flags.template ?? variable(env['CODER_TASK_TEMPLATE_NAME']);
  const version = flags.templateVersion ?? variable(env['CODER_TASK_TEMPLATE_VERSION']);
  const preset = flags.preset ?? variable(env['CODER_TASK_PRESET_NAME']);
  const { preset: _, ...rest } = flags;
  return {
    ...rest,
    ...(template !== undefined && { template }),
    ...(version !== undefined && { templateVersion: version }),
    // Coder's word for no preset at all.
    ...(preset !== undefined && preset !== 'none' && { preset }),
  };
}

function projectIn({ env }: Context, flags: CreateFlags): string | undefined {
  return flags.project ?? flags.org ?? variable(env['CODER_ORGANIZATION']);
}

function variable(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function told({ isCoder }: Context, task: TaskJson): string {
  if (isCoder) return `The task ${task.name} has been created at ${task.created_at}!`;
  return `${label(task)} ${standing(task)}`;
}

function standing(task: TaskJson): string {
  if (task.state === 'draft') return `is a draft; start it with: tasklane task accept ${task.name}`;
  return `is ${task.state}${task.hold === null ? '' : `: ${oneLine(task.hold.text)}`}`;
}
