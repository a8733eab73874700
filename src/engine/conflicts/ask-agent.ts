// Has an agent resolve what nobody knew how to: in a copy of the merge with its markers, told what both sides were for. What it made
// is looked at from outside; only whole files that were in conflict are taken, into the memory, and the queue merges and checks anew.
import { join } from 'node:path';
import { ruleOn } from '../../domain/permission.ts';
import { markerIn } from '../../domain/conflict-markers.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import type { ConflictSides } from '../../domain/resolution.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { toolEnvironment } from '../../lib/tool-env.ts';
import { conflictPrompt } from '../../planning/conflict-prompt.ts';
import type { MergeConflict, Workspace } from '../../workspaces/workspaces.ts';
import type { RunDeps } from '../deps.ts';
import { openModelAccess } from '../model/model-access.ts';
import { keysOf } from '../model/model-access.ts';
import type { Ground } from '../phase/ground.ts';
import { RunContext } from '../run-context.ts';
import { RunControl } from '../run-control.ts';
import { setUpCopy } from '../scratch.ts';
import { openKit } from '../template/kit.ts';
import { failureOfEnd, judgedTurn } from '../turn.ts';
import { keep, resolveKnown } from './known.ts';

/** `failed`: why not, in one sentence. */
export type Answer = { readonly kind: 'resolved' } | { readonly kind: 'failed'; readonly reason: string };

type RunGround = Ground & { readonly deps: RunDeps };

interface Open {
  readonly file: MergeConflict;
  readonly sides: ConflictSides;
}

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
  const open = left.flatMap((file) =>
    file.sides === null || !hasLines(file) ? [] : [{ file, sides: file.sides }],
  );
  const other = left.find((file) => open.every((each) => each.file !== file));
  if (other !== undefined) return failed(`${other.path} is in no conflict of lines (${other.kind})`);
  const tree = await hub.treeWith(conflict.tree, known.files);
  const parents = [onto, task.result.head];
  const start = await hub.commit({ tree, parents, message: 'A merge with conflicts\n', author });
  const dir = join(deps.workspaces.dirOf(project.id, task.id), 'conflict');
  await deps.workspaces.remove(dir);
  const copy = await deps.workspaces.strategy.create(hub, dir, start, `conflict/${task.number}`);
  try {
    const problem = await work(ground, task, copy, await promptFor(ground, task, onto, open), signal);
    return problem === null ? await take(ground, task, copy, start, open) : failed(problem);
  } finally {
    await deps.workspaces.remove(dir);
  }
}

function hasLines({ kind }: MergeConflict): boolean {
  return kind === 'content' || kind === 'both_added';
}

function failed(reason: string): Answer {
  return { kind: 'failed', reason };
}

const mostOthers = 20;

async function promptFor(ground: Ground, task: Task, onto: Oid, open: readonly Open[]): Promise<string> {
  const { hub, project, deps } = ground;
  const { branch } = project;
  const files = await Promise.all(
    open.map(async ({ file, sides }) => ({
      path: file.path,
      marked: await hub.marked(sides, [branch, 'before both', 'the task']),
    })),
  );
  const paths = open.map(({ file }) => file.path);
  const commits =
    task.baseCommit === null ? [] : await hub.touching(task.baseCommit, onto, paths, mostOthers);
  const applied = new Set(
    commits.flatMap(({ message }) => /Tasklane-Task: #\d+ (\S+)/.exec(message)?.[1] ?? []),
  );
  const tasks = await deps.store.tasks.list({ projectId: project.id });
  const others = tasks.filter(({ id }) => applied.has(id));
  return conflictPrompt({
    task,
    summary: task.result?.summary ?? '',
    branch,
    files,
    others: [
      ...others.map((one) => `task ${label(one)}: ${one.prompt}`),
      ...commits.map(({ message }) => message.split('\n', 1)[0] ?? ''),
    ],
  });
}

/** Runs one turn of the task's agent. Null: it ended by itself; else why not. */
async function work(
  ground: RunGround,
  task: Task,
  copy: Workspace,
  prompt: string,
  signal: AbortSignal,
): Promise<string | null> {
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
    if (attempt === undefined) return 'no agent has worked on the task';
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
        if (control.limited !== null) return 'the agent reached a limit';
        if (end.kind === 'interrupted') return 'somebody interrupted the agent';
        return failureOfEnd(task, end)?.message ?? null;
      } finally {
        await session.close();
      }
    } finally {
      model.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    const { stopped } = control;
    if (stopped?.why === 'timeout') return `the agent did not end within ${stopped.limitMs / 1000} s`;
    return messageOf(error);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await run.recorder.flush();
  }
}

/** Holds what it made against the rules, all of it or nothing. */
async function take(
  ground: Ground,
  task: Task,
  copy: Workspace,
  start: Oid,
  open: readonly Open[],
): Promise<Answer> {
  const { hub, author, project } = ground;
  const snapshot = await hub.snapshot(copy, start, { message: 'A resolved merge\n', author });
  const paths = new Set(open.map(({ file }) => file.path));
  const foreign = (await hub.changedFiles(start, snapshot.head)).find(({ path }) => !paths.has(path));
  if (foreign !== undefined) return failed(`the agent changed ${foreign.path}, which was in no conflict`);
  const resolved: { each: Open; blob: Oid }[] = [];
  for (const each of open) {
    const { path } = each.file;
    const blob = await hub.blobAt(snapshot.head, path);
    if (blob === null) return failed(`the agent removed ${path}`);
    const [text, ...sides] = await Promise.all(
      [blob, each.sides.ours, each.sides.theirs].map((of) => textOf(ground, of)),
    );
    const line = markerIn(text ?? '', sides);
    if (line !== null) return failed(`the agent left a conflict marker in ${path} (“${line.slice(0, 40)}”)`);
    resolved.push({ each, blob });
  }
  for (const { each, blob } of resolved) {
    const { path, kind } = each.file;
    const made = { path, kind, ...each.sides, resolved: blob, taskId: task.id, isProven: false } as const;
    await keep(ground, project.id, { ...made, source: 'agent' });
  }
  return { kind: 'resolved' };
}

/** A file with lines is smaller than this. */
const maxBytes = 64 * 1024 * 1024;

async function textOf({ hub }: Ground, blob: Oid | null): Promise<string> {
  return blob === null ? '' : ((await hub.blob(blob, maxBytes))?.toString('utf8') ?? '');
}
