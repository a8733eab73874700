// A copy of one commit in which only the system works: for checks on a merged tree. Removed whatever happens; after a
// crash it lies inside the task's own folder and goes away with it, or before the next apply.
import { join } from 'node:path';
import type { Evidence } from '../domain/evidence.ts';
import type { Oid } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import { stripAnsi } from '../lib/text.ts';
import { toolEnvironment } from '../lib/tool-env.ts';
import { verify } from '../review/verify.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { setUpProject } from './project-setup.ts';
import { openKit } from './template/kit.ts';
import type { Kit } from './template/kit.ts';

export interface ScratchInput {
  readonly deps: EngineDeps;
  readonly project: Project;
  readonly settings: Settings;
  readonly hub: Hub;
  readonly task: Task;
  /** What the evidence is about: the task's own work, or that work merged. */
  readonly on: Evidence['on'];
  readonly signal: AbortSignal;
  readonly onOutput: (source: string, text: string) => void;
}

/** Runs setup and checks on `commit`. No checks: nothing is copied and the evidence is empty. */
export async function checkCommit(
  input: ScratchInput,
  commit: Oid,
  tree: Oid,
  base: Oid,
): Promise<readonly Evidence[]> {
  const { deps, project, task } = input;
  if (task.checks.length === 0) return [];
  const dir = join(deps.workspaces.dirOf(project.id, task.id), 'merged');
  await deps.workspaces.remove(dir);
  const copy = await deps.workspaces.strategy.create(input.hub, dir, commit, `scratch/${task.number}`);
  try {
    const kit = await openKit(deps, task, copy.dir);
    const env = { ...toolEnvironment(deps.environment, copy.home), ...kit.variables };
    await setUpCopy(input, kit, copy.tree, env);
    return await verify({
      checks: task.checks,
      cwd: copy.tree,
      env,
      tree,
      base,
      on: input.on,
      reruns: input.settings.checkReruns,
      restore: async (what) => input.hub.putBack(copy, what),
      versions: async (...asked) => deps.toolVersions.of(...asked),
      logDir: deps.logDir(project.id, task.id),
      // A task may be checked on several merged trees before one of them lands: each keeps its own log.
      logPrefix: input.on === 'merged' ? `merged-${tree.slice(0, 12)}` : `check-${task.version}`,
      now: deps.now,
      signal: input.signal,
      onOutput: (check, text) => input.onOutput(`check ${check}${where(input)}`, stripAnsi(text)),
      mask: kit.mask,
    });
  } finally {
    await deps.workspaces.remove(dir);
  }
}

/** The setup of the project in a copy of something that an agent wrote. Throws `setup_failed`. */
export async function setUpCopy(
  input: ScratchInput,
  { scripts, mask }: Kit,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await setUpProject({
    deps: input.deps,
    project: input.project,
    settings: input.settings,
    task: input.task,
    // It has what an agent wrote.
    isPristine: false,
    scripts,
    cwd,
    env,
    timeoutMs: input.settings.setupTimeoutMs,
    signal: input.signal,
    onOutput: (text) => input.onOutput(`setup${where(input)}`, mask(text)),
  });
}

function where(input: ScratchInput): string {
  return input.on === 'merged' ? ' on the merged tree' : ' on a fresh copy';
}
