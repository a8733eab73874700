// `tasklane task create`: gives a task to the queue, or keeps it as a draft, and does not wait for it.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import type { VariantsCreateJson } from '../../api/variant-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProjectForTask } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';
import { sayWarnings } from '../say-warnings.ts';
import { label } from '../summary.ts';
import { taskFieldsOf } from '../task-fields.ts';
import type { TaskFieldFlags } from '../task-fields.ts';
import { asTable, readVariant } from './task-variants.ts';
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
  readonly variant?: readonly string[];
}

export async function createTask(
  context: Context,
  words: readonly string[],
  flags: CreateFlags,
): Promise<void> {
  const variants = (flags.variant ?? []).map(readVariant);
  const prompt = await givenText(context, flags.stdin === true ? ['-'] : words, 'prompt');
  const fields = { ...taskFieldsOf(flags), ...templateFieldsOf(withVariables(context, flags)) };
  const client = await openClient(context);
  const project = await findProjectForTask(context, client, projectIn(context, flags));
  const body = {
    project: project.id,
    prompt,
    ...fields,
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.owner !== undefined && { owner: flags.owner }),
    ...(flags.draft !== undefined && { draft: flags.draft }),
  };
  if (variants.length > 0) return createVariants(context, client, { ...body, variants }, flags);
  const task = await client.call(endpoints.createTask, { body });
  if (wantsJson(flags)) return printJson(context, task);
  sayWarnings(context, task);
  print(context, flags.quiet === true ? task.id : told(context, task));
}

async function createVariants(
  context: Context,
  client: Client,
  body: VariantsCreateJson,
  flags: CreateFlags,
): Promise<void> {
  const made = await client.call(endpoints.createVariants, { body });
  if (wantsJson(flags)) return printJson(context, made);
  sayWarnings(context, made);
  if (flags.quiet === true) return print(context, made.variants.map(({ id }) => id).join('\n'));
  print(context, asTable(context, made.variants));
  say(context, `Compare them with: tasklane task compare ${made.variants[0]?.name ?? ''}`);
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
