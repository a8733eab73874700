// `tasklane subagent list` and `show`.
import { endpoints } from '../../api/endpoints.ts';
import type { Client } from '../../api/client.ts';
import type { SubagentJson, SubagentQueryJson } from '../../api/subagent-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { table } from '../table.ts';
import { clean } from '../text.ts';

export interface SubagentFlags extends OutputFlags, ProjectFlags {
  readonly level?: 'project' | 'user';
}

export async function listSubagents(context: Context, flags: SubagentFlags): Promise<void> {
  const client = await openClient(context);
  const list = await client.call(endpoints.listSubagents, { query: await scopeOf(context, client, flags) });
  if (wantsJson(flags)) return printJson(context, list);
  const rows = list.subagents.map((one) => [
    one.name,
    one.level,
    one.tool_class,
    one.tools === null ? 'all' : one.tools.join(','),
    one.description,
  ]);
  print(context, table(['NAME', 'LEVEL', 'CLASS', 'TOOLS', 'ABOUT'], rows, context.stdout.columns));
  for (const one of list.broken) say(context, `tasklane: ${one.path} is not used: ${clean(one.message)}`);
  for (const one of list.subagents)
    for (const warning of one.warnings) say(context, `tasklane: ${one.name}: ${clean(warning)}`);
}

export async function showSubagent(context: Context, name: string, flags: SubagentFlags): Promise<void> {
  const client = await openClient(context);
  const query = await scopeOf(context, client, flags);
  const shown = await client.call(endpoints.showSubagent, { params: { subagent: name }, query });
  if (wantsJson(flags)) return printJson(context, shown);
  printSubagent(context, shown);
}

export function printSubagent(context: Context, shown: SubagentJson): void {
  const or = (value: string | number | null, none: string): string => (value === null ? none : String(value));
  const facts = [
    ['name', shown.name],
    ['about', shown.description],
    ['level', `${shown.level}${shown.read_only ? ' (read only)' : ''}`],
    ['file', or(shown.path, 'built in')],
    ['tools', `${shown.tools?.join(', ') ?? 'all'} (${shown.tool_class})`],
    ['not', shown.disallowed_tools.join(', ')],
    ['model', or(shown.model, 'that of the agent')],
    ['temperature', or(shown.temperature, '')],
    ['turns', or(shown.max_turns, 'as many as the agent')],
    ['minutes', or(shown.max_time_minutes, 'no limit')],
    ['tokens', or(shown.max_tokens, 'no limit')],
    ['at a limit', shown.terminate_mode],
    ['works in', shown.isolation === 'own' ? 'a copy of its own' : "the agent's copy"],
  ] as const;
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(13)}${clean(value)}`);
  print(context, `${lines.join('\n')}\n\n${clean(shown.system_prompt)}`);
  for (const warning of shown.warnings) say(context, `tasklane: ${clean(warning)}`);
}

/** The project that is named, or that one stands in, and the level. */
export async function scopeOf(
  context: Context,
  client: Client,
  flags: SubagentFlags,
): Promise<SubagentQueryJson> {
  const project = await findProject(context, client, flags.project);
  return {
    ...(project !== null && { project: project.id }),
    ...(flags.level !== undefined && { level: flags.level }),
  };
}
