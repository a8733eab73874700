// `tasklane intake add | list | remove`.
import { endpoints } from '../../api/endpoints.ts';
import type { IntakeAddJson } from '../../api/intake-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject, findProject } from '../find-project.ts';
import { table } from '../table.ts';

export interface IntakeAddFlags extends OutputFlags {
  readonly label: readonly string[];
  readonly makes?: IntakeAddJson['makes'];
  readonly project?: string;
}

export interface IntakeListFlags extends OutputFlags {
  readonly project?: string;
}

export async function addIntake(
  context: Context,
  tracker: IntakeAddJson['tracker'],
  flags: IntakeAddFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, flags.project);
  const { makes } = flags;
  const made = await client.call(endpoints.addIntake, {
    body: { project: project.id, tracker, labels: [...flags.label], ...(makes !== undefined && { makes }) },
  });
  if (wantsJson(flags)) return printJson(context, made);
  say(
    context,
    `tasklane: intake ${made.id.slice(0, 8)}: issues of ${tracker} labelled ${made.labels.join(' or ')}`,
  );
  say(context, `tasklane: have ${tracker} send issue events, as application/json, to`);
  print(context, `${client.url}${made.path}`);
  say(context, 'tasklane: with this secret, shown only now:');
  print(context, made.secret);
}

export async function listIntakes(context: Context, flags: IntakeListFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const { intakes } = await client.call(endpoints.listIntakes, {
    query: project === null ? {} : { project: project.id },
  });
  if (wantsJson(flags)) return printJson(context, { intakes });
  if (intakes.length === 0)
    return say(context, 'No intakes yet. Add one with: tasklane intake add github --label NAME');
  const rows = intakes.map((one) => [
    one.id.slice(0, 8),
    one.tracker,
    one.labels.join(', '),
    one.makes,
    one.path,
  ]);
  print(context, table(['ID', 'TRACKER', 'LABELS', 'MAKES', 'PATH'], rows, context.stdout.columns));
}

export async function removeIntake(context: Context, intake: string): Promise<void> {
  const client = await openClient(context);
  await client.call(endpoints.removeIntake, { params: { intake } });
  say(context, `tasklane: intake ${intake} is removed`);
}
