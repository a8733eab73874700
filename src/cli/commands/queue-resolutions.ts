// `tasklane queue resolutions` and `tasklane queue forget`: what the project remembers of resolved conflicts.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { ProjectJson } from '../../api/schemas.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import type { Client } from '../../api/client.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { sourceWords } from '../resolution-words.ts';
import { table } from '../table.ts';
import { plural } from '../text.ts';
import { ago } from '../time.ts';

export type ResolutionFlags = OutputFlags & ProjectFlags;

export interface ForgetFlags extends ResolutionFlags {
  readonly all?: boolean;
  readonly yes?: boolean;
}

export async function listResolutions(context: Context, flags: ResolutionFlags): Promise<void> {
  const client = await openClient(context);
  const project = await theProject(context, client, flags);
  const answer = await client.call(endpoints.listResolutions, { params: { project: project.id } });
  if (wantsJson(flags)) return printJson(context, answer);
  if (answer.resolutions.length === 0) return say(context, 'No conflict was resolved yet.');
  const rows = answer.resolutions.map((each) => [
    each.id.slice(0, 8),
    sourceWords[each.source],
    each.proven ? String(each.uses) : 'not proven',
    ago(each.created_at, Date.now()),
    each.path,
  ]);
  print(context, table(['ID', 'BY', 'USES', 'MADE', 'FILE'], rows, context.stdout.columns));
}

export async function forgetResolutions(
  context: Context,
  refs: readonly string[],
  flags: ForgetFlags,
): Promise<void> {
  if (refs.length === 0 && flags.all !== true)
    throw new AppError('invalid_input', 'No resolution is named.', {
      next: 'Give the ids that `tasklane queue resolutions` shows, or --all.',
    });
  const client = await openClient(context);
  const project = await theProject(context, client, flags);
  const all = async (): Promise<readonly string[]> => {
    const { resolutions } = await client.call(endpoints.listResolutions, { params: { project: project.id } });
    return resolutions.map(({ id }) => id);
  };
  const wanted = flags.all === true ? await all() : refs;
  if (flags.all === true && flags.yes !== true && wanted.length > 0)
    await confirm(context, `Forget ${plural(wanted.length, 'resolution')} of ${project.name}?`);
  const forgotten = [];
  for (const resolution of wanted)
    forgotten.push(
      await client.call(endpoints.forgetResolution, { params: { project: project.id, resolution } }),
    );
  if (wantsJson(flags)) printJson(context, { resolutions: forgotten });
  else say(context, `tasklane: forgot ${plural(forgotten.length, 'resolution')} of ${project.name}`);
}

async function theProject(context: Context, client: Client, flags: ProjectFlags): Promise<ProjectJson> {
  const project = await findProject(context, client, flags.project);
  if (project === null)
    throw new AppError('not_found', 'This folder is in no project.', {
      next: 'See `tasklane project list`.',
    });
  return project;
}
