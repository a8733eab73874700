// `tasklane task show`.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { limitText } from '../limit-lines.ts';
import { conflictWords } from '../conflict-words.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import type { Style } from '../style.ts';
import { label, questionOf, summarize } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { clean, fit, indent, oneLine } from '../text.ts';
import { ago } from '../time.ts';
import { widthFor } from '../wrap.ts';

export async function showTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  if (wantsJson(flags)) return printJson(context, task);
  const style = styleFor(context.stdout, context.env);
  print(
    context,
    [
      summarize(task, { style, ref: task.name, width: widthFor(context.stdout) }),
      facts(task, await around(client, task), style),
      promptOf(task, style),
    ].join('\n\n'),
  );
}

/** What is said of the task with the names of others. */
interface Around {
  readonly parent: string | null;
  readonly needs: readonly string[];
  readonly phase: string | null;
}

async function around(client: Client, task: TaskJson): Promise<Around> {
  const needs = await Promise.all(task.depends_on.map(async (id) => nameOf(client, id)));
  const { phase_id: phase } = task;
  const parent = task.parent === null ? null : await nameOf(client, task.parent);
  if (phase === null) return { needs, phase, parent };
  const show = async (): Promise<string> =>
    (await client.call(endpoints.showPhase, { params: { phase } })).name;
  return { needs, phase: await orGone(show, phase), parent };
}

async function nameOf(client: Client, id: string): Promise<string> {
  return orGone(async () => {
    const other = await client.call(endpoints.showTask, { params: { task: id } });
    return `${label(other)} (${other.state})`;
  }, id);
}

async function orGone(show: () => Promise<string>, id: string): Promise<string> {
  try {
    return await show();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return `${id} (gone)`;
    throw error;
  }
}

function facts(task: TaskJson, { needs, phase, parent }: Around, style: Style): string {
  const question = questionOf(task);
  const step = question !== null || task.step === null ? '' : ` (${task.step})`;
  const pairs: readonly (readonly [string, string | null])[] = [
    ['name', task.name],
    ['id', task.id],
    ['project', task.project_name],
    ['state', `${task.state} for ${ago(task.state_since, Date.now())}${step}`],
    ['status', task.status_message],
    ['waits', question === null ? (task.hold?.text ?? null) : `for you: ${question}`],
    ['conflicts', conflictWords(task)],
    [
      'merge',
      task.merge === null ? null : `at place ${task.merge.position} of the queue, by ${task.merge.by}`,
    ],
    ['agent', task.model === null ? task.agent : `${task.agent} with ${task.model}`],
    ['attempt', task.attempt === 0 ? null : String(task.attempt)],
    ['needs', needs.length === 0 ? null : needs.join(', ')],
    ['released', needs.length === 0 ? null : `when they are ${task.released_by}`],
    ['owns', task.owns.length === 0 ? null : task.owns.join(', ')],
    ['phase', phase],
    ['parent', parent],
    ['subagent', subagentOf(task)],
    ['priority', task.priority],
    ['policy', task.policy],
    ['template', templateOf(task)],
    ['values', parametersOf(task)],
    ['base', task.base_commit?.slice(0, 10) ?? null],
    ['page', task.links?.commit ?? null],
    ['compare', task.links?.compare ?? null],
    ['tokens', tokensOf(task)],
    ['limits', task.limits.length === 0 ? null : task.limits.map(limitText).join('; ')],
    ['created', task.created_at],
  ];
  return pairs
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${style.dim(name.padEnd(10))}${oneLine(value ?? '')}`)
    .join('\n');
}

function templateOf({ template }: TaskJson): string | null {
  if (template === null) return null;
  const preset = template.preset === null ? '' : `, preset “${template.preset}”`;
  return `${template.name} (${template.version})${preset}`;
}

function subagentOf({ subagent }: TaskJson): string | null {
  if (subagent === null) return null;
  if (subagent.run !== null) return `${subagent.name}, inside the agent of its parent`;
  return `${subagent.name}, in ${subagent.copy === 'own' ? 'a copy of its own' : 'the copy of its parent'}`;
}

function parametersOf({ template }: TaskJson): string | null {
  const given = (template?.parameters ?? []).filter(({ value }) => value !== '');
  if (given.length === 0) return null;
  return given.map(({ name, value }) => `${name}=${fit(oneLine(value ?? '(sensitive)'), 60)}`).join(', ');
}

function tokensOf(task: TaskJson): string | null {
  if (task.usage === null) return null;
  const { input_tokens: input, output_tokens: output, cached_tokens: cached, cost } = task.usage;
  const price = cost === null ? '' : `, $${cost.toFixed(2)}`;
  return `${input.toLocaleString('en')} in (${cached.toLocaleString('en')} cached), ${output.toLocaleString('en')} out${price}`;
}

function promptOf(task: TaskJson, style: Style): string {
  return `  ${style.dim('prompt')}\n${indent(clean(task.prompt).trim(), '    ')}`;
}
