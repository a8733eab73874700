// `tasklane queue phase show` and `list`.
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { phaseLines } from '../phase-lines.ts';
import { allPhases, findPhase } from '../phase-ref.ts';
import type { PhaseFlags } from '../phase-ref.ts';
import { table } from '../table.ts';
import { ago } from '../time.ts';

export async function showPhase(context: Context, ref: string | undefined, flags: PhaseFlags): Promise<void> {
  const client = await openClient(context);
  const phase = await findPhase(context, client, ref, flags, { orOver: true });
  if (wantsJson(flags)) return printJson(context, phase);
  print(context, phaseLines(phase, context.stdout.columns));
}

export async function listPhases(
  context: Context,
  flags: PhaseFlags & { readonly all?: boolean },
): Promise<void> {
  const client = await openClient(context);
  const project = flags.all === true ? null : await findProject(context, client, flags.project);
  const phases = await allPhases(client, project);
  if (wantsJson(flags)) return printJson(context, { phases });
  if (phases.length === 0) return say(context, 'No phases found.');
  const rows = phases.map((phase) => [
    phase.name,
    phase.project_name,
    phase.state,
    `${phase.tasks.filter((task) => task.status === 'completed').length}/${phase.tasks.length}`,
    ago(phase.updated_at, Date.now()),
  ]);
  print(context, table(['NAME', 'PROJECT', 'STATE', 'COMPLETE', 'CHANGED'], rows, context.stdout.columns));
}
