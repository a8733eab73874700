// The setup of one copy: its scripts, or, where the project says that they make the same each time, what they made before.
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { runSetup } from './setup.ts';
import type { SetupInput } from './setup.ts';
import { keepSetup, takeSetup } from './setup-cache.ts';
import type { SetupCacheInput } from './setup-cache.ts';

export interface ProjectSetup extends SetupInput {
  readonly deps: Pick<EngineDeps, 'toolVersions' | 'workspaces' | 'log'>;
  readonly project: Pick<Project, 'id'>;
  readonly settings: Pick<Settings, 'setupCache'>;
  readonly task: Pick<Task, 'id' | 'template'>;
  /** Whether the copy holds nothing that an agent wrote, so that what setup makes in it may be kept. */
  readonly isPristine: boolean;
}

/** Throws `setup_failed` with the last output of a script that fails. */
export async function setUpProject(input: ProjectSetup): Promise<void> {
  const cache = await cacheOf(input);
  if (cache !== null && (await takeSetup(cache))) {
    input.onOutput(
      `Setup did not run: ${cache.rule.files.join(', ')} are as they were, and so is what it made.\n`,
    );
    return;
  }
  await runSetup(input);
  if (cache === null || !input.isPristine) return;
  const problem = await keepSetup(cache);
  if (problem !== null)
    input.deps.log.warn({ taskId: input.task.id, error: problem }, 'what setup made could not be kept');
}

// The scripts of a template get the values of one task: what they make is for that task.
async function cacheOf(input: ProjectSetup): Promise<SetupCacheInput | null> {
  const { deps, project, task, scripts, cwd, env, signal } = input;
  const { setupCache: rule } = input.settings;
  const [script] = scripts;
  if (rule === null || task.template !== null || script === undefined || scripts.length > 1) return null;
  return {
    rule,
    command: script.command,
    tools: await deps.toolVersions.of(script.command, cwd, env),
    tree: cwd,
    store: deps.workspaces.setupsOf(project.id),
    remove: async (dir) => deps.workspaces.remove(dir),
    signal,
  };
}
