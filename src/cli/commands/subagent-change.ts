// `tasklane subagent create`, `edit`, `delete` and `validate`.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { fieldsFrom, readText } from '../subagent-fields.ts';
import type { SubagentFields } from '../subagent-fields.ts';
import { clean } from '../text.ts';
import { scopeOf } from './subagent-list.ts';
import type { SubagentFlags } from './subagent-list.ts';

export type ChangeFlags = SubagentFlags & SubagentFields;

/** `name` may be left out with --file. */
export async function createSubagent(
  context: Context,
  name: string | undefined,
  flags: ChangeFlags,
): Promise<void> {
  const client = await openClient(context);
  const fields = await fieldsFrom(context, flags);
  if (name === undefined && fields.content === undefined)
    throw new AppError('invalid_input', 'The subagent has no name.', {
      next: 'Give one, or a whole file with --file.',
    });
  const level = flags.level ?? 'project';
  const project = level === 'user' ? null : await findOrAddProject(context, client, flags.project);
  const body = {
    ...fields,
    ...(name !== undefined && fields.content === undefined && { name }),
    ...(project !== null && { project: project.id }),
    level,
  };
  const made = await client.call(endpoints.createSubagent, { body });
  if (wantsJson(flags)) return printJson(context, made);
  say(context, `tasklane: created subagent ${made.name} (${made.tool_class}) in ${made.path ?? ''}`);
  for (const warning of made.warnings) say(context, `tasklane: ${clean(warning)}`);
}

export async function editSubagent(
  context: Context,
  name: string,
  flags: ChangeFlags & { readonly rename?: string },
): Promise<void> {
  const client = await openClient(context);
  const fields = {
    ...(await fieldsFrom(context, flags)),
    ...(flags.rename !== undefined && { name: flags.rename }),
  };
  const query = await scopeOf(context, client, flags);
  const { path } = await client.call(endpoints.showSubagent, { params: { subagent: name }, query });
  if (Object.keys(fields).length === 0)
    throw new AppError('invalid_input', 'Nothing is to be changed.', {
      next: `Say what with a flag, or edit ${path ?? 'a file of your own'}: it counts from the next request on.`,
    });
  const changed = await client.call(endpoints.editSubagent, {
    params: { subagent: name },
    query,
    body: fields,
  });
  if (wantsJson(flags)) return printJson(context, changed);
  say(context, `tasklane: changed subagent ${changed.name} in ${changed.path ?? ''}`);
  for (const warning of changed.warnings) say(context, `tasklane: ${clean(warning)}`);
}

export async function deleteSubagent(
  context: Context,
  name: string,
  flags: SubagentFlags & { readonly yes?: boolean },
): Promise<void> {
  const client = await openClient(context);
  const query = await scopeOf(context, client, flags);
  const found = await client.call(endpoints.showSubagent, { params: { subagent: name }, query });
  if (flags.yes !== true && found.path !== null) await confirm(context, `Delete ${found.path}?`);
  await client.call(endpoints.deleteSubagent, { params: { subagent: name }, query });
  if (wantsJson(flags)) return printJson(context, found);
  say(context, `tasklane: deleted subagent ${found.name} (${found.path ?? ''})`);
}

/** Exit code 1 when one of the files is not right. */
export async function validateSubagents(
  context: Context,
  files: readonly string[],
  flags: OutputFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const results = [];
  for (const file of files) {
    const body = { content: await readText(context, file) };
    results.push({ file, ...(await client.call(endpoints.checkSubagent, { body })) });
  }
  if (wantsJson(flags)) printJson(context, { files: results });
  else
    for (const { file, valid, name, tool_class, problems, warnings } of results) {
      print(context, valid ? `${file}: ${name ?? ''} is right (${tool_class ?? ''})` : `${file}: not right`);
      for (const problem of problems) print(context, `  ${problem.code}: ${clean(problem.message)}`);
      for (const warning of warnings) print(context, `  warning: ${clean(warning)}`);
    }
  return results.every(({ valid }) => valid) ? exitCodes.ok : exitCodes.failure;
}
