// What to do about an agent that is not here: nobody defined it, or its program is not installed.
import type { AgentEntry } from '../agents/driver.ts';
import { AppError } from '../domain/errors.ts';
import type { Project } from '../domain/project.ts';
import type { EngineDeps } from './deps.ts';

/** Throws `unknown_agent`; where the repository's own definitions were not followed, with that as the likely reason. */
export async function knownAgent(
  deps: Pick<EngineDeps, 'agents' | 'settings'>,
  project: Project,
  name: string,
): Promise<AgentEntry> {
  const registry = await deps.agents(project);
  try {
    return registry.get(name);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unknown_agent') throw error;
    const { warnings } = await deps.settings(project);
    const next = [...(error.next === undefined ? [] : [error.next]), ...warnings].join(' ');
    throw new AppError(error.code, error.message, { next, details: error.details, cause: error });
  }
}

/** Its own hint, or, for one that a person configured, where that is. */
export function howToGet(entry: AgentEntry): string {
  if (entry.hint !== '') return entry.hint;
  return `Install it, or correct the command of agent ${entry.name} in the configuration.`;
}
