// The first half of a run: a private copy of the repository at the newest commit (or at what its prerequisites made ready), and the project's setup in it.
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { toolEnvironment } from '../lib/tool-env.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { makeRoom } from './make-room.ts';
import { pinName } from './run-context.ts';
import type { RunContext } from './run-context.ts';
import { lookAtRemote } from './target.ts';
import { setUpProject } from './project-setup.ts';
import { openKit } from './template/kit.ts';
import { keepStack, stackedBase, stackOf } from './stack.ts';

/** Opens the copy that this attempt already has, or makes a new one; runs the setup command once in it. */
export async function prepare(run: RunContext): Promise<Workspace> {
  if (run.task.subagent?.copy === 'shared') return prepareShared(run);
  const resumes = run.task.state === 'starting' && run.task.resume !== null;
  const workspace = (resumes ? await reopen(run) : undefined) ?? (await create(run));
  run.workspace = workspace;
  run.kit = await openKit(run.deps, run.task, workspace.dir);
  if (run.kit.scripts.length > 0) await setUpOnce(run, workspace);
  return workspace;
}

// Its parent's copy, with a HOME of its own.
async function prepareShared(run: RunContext): Promise<Workspace> {
  const { workspaces } = run.deps;
  const { parentId, subagent } = run.task;
  const theirs =
    parentId === null
      ? undefined
      : await workspaces.strategy.open(workspaces.dirOf(run.project.id, parentId));
  if (theirs === undefined || subagent == null)
    throw new AppError('not_found', 'The copy of the task that asked for this subagent is gone.');
  await run.change({ type: 'stepped', step: 'workspace', baseCommit: subagent.base });
  const workspace = { ...theirs, home: join(workspaces.dirOf(run.project.id, run.task.id), 'home') };
  run.workspace = workspace;
  run.kit = await openKit(run.deps, run.task, theirs.dir);
  return workspace;
}

async function setUpOnce(run: RunContext, workspace: Workspace): Promise<void> {
  await run.change({ type: 'stepped', step: 'setup' });
  await run.once(
    'setup',
    async () => {
      await setUp(run, workspace);
      return true;
    },
    (stored) => (stored === true ? true : undefined),
  );
}

async function reopen(run: RunContext): Promise<Workspace | undefined> {
  const dir = run.deps.workspaces.dirOf(run.project.id, run.task.id);
  const found = await run.deps.workspaces.strategy.open(dir);
  if (found === undefined)
    run.note('warning', 'The working copy is gone; it begins again from the last commit.');
  return found;
}

async function create(run: RunContext): Promise<Workspace> {
  const { workspaces, store } = run.deps;
  const dir = workspaces.dirOf(run.project.id, run.task.id);
  await makeRoom(run, dir);
  const stack = await stackOf(run.deps, run.task.id);
  await store.steps.clear(run.task.id);
  const resumes = run.task.state === 'starting' && run.task.resume !== null;
  const kept = resumes ? await run.hub.pinned(pinName(run.task)) : null;
  // A new attempt starts without the work of the one before, which stays reachable under its own name.
  if (!resumes) await archiveWork(run);
  else await keepStack(run.deps, run.task.id, stack);
  const base = kept ?? (await freshBase(run, resumes));
  await run.change({
    type: 'stepped',
    step: 'workspace',
    ...(resumes && run.task.baseCommit !== null ? {} : { baseCommit: base }),
  });
  return workspaces.strategy.create(run.hub, dir, base, run.task.branch);
}

async function freshBase(run: RunContext, resumes: boolean): Promise<Oid> {
  if (resumes && run.task.baseCommit !== null) return run.task.baseCommit;
  if (run.task.subagent != null) return run.task.subagent.base;
  // Nobody brings a clone of ours up to date but us.
  const { deps, project, hub, settings } = run;
  if (deps.workspaces.repositories.isClone(project.root))
    await deps.branchLock.run(project.id, async () => lookAtRemote({ hub, project, settings }));
  const { head } = await hub.sync(project.branch);
  return stackedBase(run, head);
}

async function archiveWork(run: RunContext): Promise<void> {
  const head = await run.hub.pinned(pinName(run.task));
  if (head === null) return;
  await run.hub.pin(pinName(run.task, `attempt-${run.task.attempt}`), head);
  await run.hub.pin(pinName(run.task), null);
}

async function setUp(run: RunContext, workspace: Workspace): Promise<void> {
  const branchHead = await run.hub.branchHead(run.project.branch);
  await setUpProject({
    deps: run.deps,
    project: run.project,
    settings: run.settings,
    task: run.task,
    isPristine: branchHead !== null && (await run.hub.isAncestor(workspace.base, branchHead)),
    scripts: run.kit.scripts,
    cwd: workspace.tree,
    env: { ...toolEnvironment(run.deps.environment, workspace.home), ...run.kit.variables },
    timeoutMs: run.settings.setupTimeoutMs,
    signal: run.control.signal,
    onOutput: (text) => run.record({ type: 'run.output', source: 'setup', text }),
  });
}
