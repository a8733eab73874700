// From what a person or a script says to the phase that is meant: a name or an id, else the only one that is not over.
import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import { everyPage } from '../api/every-page.ts';
import { AppError } from '../api/errors.ts';
import type { PhaseJson } from '../api/phase-schemas.ts';
import type { Context, OutputFlags } from './context.ts';
import { findProject } from './find-project.ts';
import type { ProjectFlags } from './find-project.ts';
import type { ProjectJson } from '../api/schemas.ts';

export interface PhaseFlags extends OutputFlags, ProjectFlags {
  readonly phase?: string;
}

export interface FindOptions {
  /** Whether the newest that is over is meant when there is no other. */
  readonly orOver: boolean;
}

/** Newest first; of one project or of all. */
export function allPhases(client: Client, project: ProjectJson | null): Promise<readonly PhaseJson[]> {
  const only = project === null ? {} : { project: project.id };
  return everyPage(
    (query) => client.call(endpoints.listPhases, { query: { ...only, ...query } }),
    (page) => page.phases,
  );
}

/** Throws `not_found`: an agent stops then, because it is the orchestrator who registers a phase (R197). */
export async function findPhase(
  context: Context,
  client: Client,
  ref: string | undefined,
  flags: ProjectFlags,
  { orOver }: FindOptions,
): Promise<PhaseJson> {
  const project = await findProject(context, client, flags.project);
  if (ref !== undefined) return named(client, ref, project);
  const phases = await allPhases(client, project);
  const active = phases.filter((phase) => phase.state === 'open' || phase.state === 'integrating');
  const [only = orOver ? phases[0] : undefined, ...others] = active;
  if (only === undefined) throw missing(project);
  if (others.length === 0) return only;
  throw new AppError('ambiguous', `There are ${active.length} phases.`, {
    next: `Name one of: ${active.map((phase) => phase.name).join(', ')}.`,
    details: { phases: active.map((phase) => phase.id) },
  });
}

async function named(client: Client, ref: string, project: ProjectJson | null): Promise<PhaseJson> {
  return client.call(endpoints.showPhase, {
    params: { phase: ref },
    query: project === null ? {} : { project: project.id },
  });
}

function missing(project: ProjectJson | null): AppError {
  const where = project === null ? '' : ` in project ${project.name}`;
  return new AppError('not_found', `There is no phase${where}: no task queue was registered.`, {
    next: 'Agents: stop, and report it to the orchestrator. Orchestrator: register it with `tasklane queue import`.',
  });
}
