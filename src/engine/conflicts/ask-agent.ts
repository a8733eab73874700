// Has an agent resolve what nobody knew how to: in a copy of the merge with its markers, told what both sides were for. What it made
// is looked at from outside; only whole files that were in conflict are taken, into the memory, and the queue merges and checks anew.
import { join } from 'node:path';
import { ruleOn } from '../../domain/permission.ts';
import type { ConflictKind } from '../../domain/conflict.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import { toolEnvironment } from '../../lib/tool-env.ts';
import type { Workspace } from '../../workspaces/workspaces.ts';
import type { RunDeps } from '../deps.ts';
import { openModelAccess } from '../model/model-access.ts';
import { keysOf } from '../model/model-access.ts';
import type { Ground } from '../phase/ground.ts';
import { RunContext } from '../run-context.ts';
import { RunControl } from '../run-control.ts';
import { setUpCopy } from '../scratch.ts';
import { openKit } from '../template/kit.ts';
import { failureOfEnd, judgedTurn } from '../turn.ts';
import { resolveKnown } from './known.ts';
import { lay } from './laid.ts';
import { promptFor } from './prompt-for.ts';
import { take } from './take.ts';
import type { Open } from './take.ts';

/** `failed`: why not, in one sentence. */
export type Answer = { readonly kind: 'resolved' } | { readonly kind: 'failed'; readonly reason: string };

type RunGround = Ground & { readonly deps: RunDeps };

/** Of work that conflicts with `onto`. Rejects with the signal's reason, or when the store or git fails. */
export async function askAgent(
  ground: RunGround,
  task: Task,
  onto: Oid,
  signal: AbortSignal,
): Promise<Answer> {
  const { hub, author, deps, project } = ground;
  if (task.result === null) throw new Error(`task ${task.id} has no result`);
  const conflict = await hub.conflicted(onto, task.result.head);
  if (conflict === null) return { kind: 'resolved' };
  const known = await resolveKnown(ground, task, conflict);
  const left = conflict.files.filter(({ path }) => known.files.every((file) => file.path !== path));
  const open: readonly Open[] = left.flatMap((file) =>
    file.sides === null ? [] : [{ file, sides: file.sides }],
  );
  const other = left.find(({ sides }) => sides === null);
  if (other !== undefined) return failed(`no agent is asked about ${other.path}: ${outOfReach(other.kind)}`);
  const merged = await hub.treeWith(conflict.tree, known.files);
  const laid = await lay(hub, merged, open, project.branch);
  const tree = await hub.treeWith(merged, laid.files);
  const parents = [onto, task.result.head];
  const start = await hub.commit({ tree, parents, message: 'A merge with conflicts\n', author });
  const dir = join(deps.workspaces.dirOf(project.id, task.id), 'conflict');
  await deps.workspaces.remove(dir);
  const copy = await deps.workspaces.strategy.create(hub, dir, start, `conflict/${task.number}`);
  try {
    const prompt = await promptFor(ground, task, onto, laid.shown);
    const done = await work(ground, task, copy, prompt, signal);
    if (done.problem !== null) return failed(done.problem);
    const settled = new Set(known.files.map(({ path }) => path));
    const { beside } = laid;
    const problem = await take(ground, task, copy, { start, open, beside, settled, said: done.said });
    return problem === null ? { kind: 'resolved' } : failed(problem);
  } finally {
    await deps.workspaces.remove(dir);
  }
}

function failed(reason: string): Answer {
  return { kind: 'failed', reason };
}

function outOfReach(kind: ConflictKind): string {
  if (kind === 'submodule') return 'it is a submodule';
  if (kind === 'folder') return 'one side has a folder where the other has a file';
  return kind === 'type' ? 'one side made it another kind of file' : 'it is no regular file';
}

interface Done {
  /** Why it did not end by itself; null: it did. */
  readonly problem: string | null;
  readonly said: string;
}

/** Runs one turn of the task's agent. */
async function work(
  ground: RunGround,
  task: Task,
  copy: Workspace,
  prompt: string,
  signal: AbortSignal,
): Promise<Done> {
  const { deps, project, settings, hub, author } = ground;
  const control = new RunControl();
  const runSubagent = async (): Promise<{ isError: boolean; text: string }> => ({
    isError: true,
    text: 'No subagent resolves a conflict.',
  });
  const run = new RunContext(deps, control, { task, project, settings, hub, author, runSubagent });
  const onAbort = (): void => control.stop({ why: 'shutdown' });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const attempt = await deps.store.attempts.latest(task.id);
    if (attempt === undefined) return ended('no agent has worked on the task');
    run.kit = await openKit(deps, task, copy.dir);
    const env = { ...toolEnvironment(deps.environment, copy.home), ...run.kit.variables };
    await setUpCopy({ ...run.scratch(), on: 'merged' }, run.kit, copy.tree, env);
    const model = await openModelAccess(run, attempt, (await deps.agents(project)).get(task.agent));
    run.hide(keysOf(model));
    try {
      run.note('info', 'An agent resolves its conflicts with the branch.');
      const session = await deps.driver(model.entry.protocol).open(
        {
          entry: model.entry,
          model: task.model,
          cwd: copy.tree,
          home: copy.home,
          resume: null,
          maxTurns: task.limits.maxTurns,
          onEvent: (event) => {
            run.signs.see(event);
            run.account.see(event);
            const kept = model.see(event);
            if (kept !== null) run.record(kept);
          },
          // Nobody can be asked: what the rules do not allow by themselves is not done.
          decide: async ({ call }) => {
            const isInside = call.paths.every((path) => path.startsWith(`${copy.tree}/`));
            const outcome = ruleOn(settings.permission, call, isInside) === 'allow' ? 'allow' : 'deny';
            return { outcome, by: `policy ${settings.permission}` };
          },
          environment: model.environment,
          variables: model.variables,
        },
        control.signal,
      );
      try {
        model.meter.roundsOf = () => session.rounds;
        run.account.begin(prompt);
        const end = await judgedTurn(run, { session, model }, prompt);
        if (control.limited !== null) return ended('the agent reached a limit');
        if (end.kind === 'interrupted') return ended('somebody interrupted the agent');
        return { problem: failureOfEnd(task, end)?.message ?? null, said: run.account.last.said };
      } finally {
        await session.close();
      }
    } finally {
      model.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    const { stopped } = control;
    if (stopped?.why === 'timeout') return ended(`the agent did not end within ${stopped.limitMs / 1000} s`);
    return ended(messageOf(error));
  } finally {
    signal.removeEventListener('abort', onAbort);
    await run.recorder.flush();
  }
}

function ended(problem: string): Done {
  return { problem, said: '' };
}
