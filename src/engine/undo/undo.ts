// Undo: takes what an applied task brought out of the branch again, as a transaction like the apply itself. The commit that
// does it is made in memory, tested in a scratch copy, and becomes the branch by one compare-and-swap; until then nobody
// sees anything. What is meant is pinned first, so that after a crash the branch itself says whether it happened.
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Failure } from '../../domain/failure.ts';
import { taskId } from '../../domain/ids.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { failureOf } from '../../review/classify.ts';
import type { ChangeOptions } from '../../store/store.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { undoMessage, workMessage } from '../commit-message.ts';
import type { EngineDeps } from '../deps.ts';
import { findProject } from '../find.ts';
import { patientStore } from '../patient-store.ts';
import { Recorder } from '../recorder.ts';
import { nobody, pinName } from '../run-context.ts';
import { checkCommit } from '../scratch.ts';
import type { ScratchInput } from '../scratch.ts';
import { isOn, lookAtRemote, moveTarget } from '../target.ts';
import { planUndo, withoutDot } from './plan.ts';
import type { LaterTask, UndoPlan } from './plan.ts';

export interface Undone {
  readonly task: Task;
  /** Who has built on what is gone now. */
  readonly later: readonly LaterTask[];
}

/** The pin of what is meant; it is there only while an undo is under way. */
const intent = 'undo';
/** How often the branch may move under us before we ask a person. */
const maxTries = 3;

export class Undoer {
  readonly #deps: EngineDeps;
  readonly #stop = new AbortController();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** What an undo would do; nothing is changed. Throws as `undo` does before it begins. */
  async plan(task: Task): Promise<UndoPlan> {
    return planUndo(this.#deps, await findProject(this.#deps.store, task.projectId), task);
  }

  /**
   * Resolves when the task is ready again: its work is kept, on top of what took it back. Throws `undo_refused`, with the
   * branch untouched, when later work stands in the way or the checks fail without it. Waits for applies under way.
   */
  async undo(task: Task, by: ChangeOptions): Promise<Undone> {
    return this.#deps.branchLock.run(task.projectId, async () => this.#undoNow(task, by));
  }

  /** Ends the checks of an undo under way, whose branch stays untouched. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the daemon is stopping'));
    await this.#deps.branchLock.idle();
  }

  /** Decides what an earlier daemon had begun: what is on the branch is finished, the rest is forgotten. Never rejects. */
  async recover(): Promise<void> {
    for (const project of await this.#deps.store.projects.list()) {
      if (project.home !== this.#deps.home) continue;
      try {
        await this.#recoverIn(project);
      } catch (error) {
        // One repository that is gone must not keep the others, or the daemon, from starting.
        this.#deps.log.warn(
          { project: project.name, error: messageOf(error) },
          'undos could not be recovered',
        );
      }
    }
  }

  async #recoverIn(project: Project): Promise<void> {
    const hub = await this.#deps.workspaces.openHub(project.id, project.root);
    const pinned = [...(await hub.pinnedEach(intent))];
    if (pinned.length === 0) return;
    const target = { hub, project, settings: await this.#deps.settings(project) };
    await lookAtRemote(target);
    for (const [id, { commit }] of pinned) {
      const task = await this.#deps.store.tasks.get(taskId(id));
      const isThere = await isOn(target, commit);
      if (task?.state === 'done' && task.deletedAt === null && isThere) {
        this.#deps.log.info({ taskId: task.id, commit }, 'an undo that was cut short is finished');
        await this.#finish(this.#deps, { project, hub, task, commit, checks: [], actor: 'recovery' });
      } else await hub.pin(`${id}/${intent}`, null);
    }
  }

  async #undoNow(task: Task, by: ChangeOptions): Promise<Undone> {
    const store = patientStore(this.#deps.store, this.#stop.signal);
    const deps = { ...this.#deps, store };
    const project = await findProject(store, task.projectId);
    for (let tries = 0; tries < maxTries; tries += 1) {
      const now = (await store.tasks.get(task.id)) ?? task;
      if (by.expectVersion !== undefined && now.version !== by.expectVersion)
        throw new AppError('stale_version', `Task ${label(task)} was changed meanwhile.`, {
          details: { read: by.expectVersion, current: now.version },
        });
      const plan = await planUndo(deps, project, now);
      const { hub, tree, branchHead } = plan;
      if (plan.refusal !== null || tree === null) throw refused(now, plan, plan.refusal ?? 'it is gone');
      const author = (await deps.workspaces.repositories.identity(project.root)) ?? nobody;
      const message = undoMessage(now, plan.landing.commit);
      const commit = await hub.commit({ tree, parents: [branchHead], message, author });
      const checks = await this.#checks(deps, plan, now, { commit, tree });
      await hub.pin(pinName(now, intent), commit);
      const moved = await moveTarget(plan.target, commit, branchHead);
      if (moved.kind === 'moved' || moved.kind === 'behind') continue;
      if (moved.kind === 'refused') {
        await hub.pin(pinName(now, intent), null);
        throw refused(now, plan, withoutDot(moved.notice.message), moved.notice);
      }
      const undone = await this.#finish(deps, { project, hub, task: now, commit, checks, actor: by.actor });
      return { task: undone, later: plan.later };
    }
    const hub = await deps.workspaces.openHub(project.id, project.root);
    await hub.pin(pinName(task, intent), null);
    throw new AppError(
      'undo_refused',
      `The branch ${project.branch} moved ${maxTries} times while this was being tested.`,
      { next: 'Undo it again when the branch is quiet.', details: { task: task.id } },
    );
  }

  /** Throws `undo_refused` when a check does not pass on the branch without it. */
  async #checks(
    deps: EngineDeps,
    plan: UndoPlan,
    task: Task,
    { commit, tree }: { readonly commit: Oid; readonly tree: Oid },
  ): Promise<readonly Evidence[]> {
    const { project, hub, branchHead } = plan;
    const recorder = new Recorder(
      async (bodies) => void (await deps.store.events.append(task.id, bodies, { actor: 'system' })),
      (error) => deps.log.error({ taskId: task.id, error: String(error) }, 'events could not be written'),
    );
    const onOutput = (source: string, text: string): void =>
      recorder.add({ type: 'run.output', source, text });
    const settings = await deps.settings(project);
    const place = { deps, project, settings, hub, task, signal: this.#stop.signal, onOutput };
    try {
      const without = await checkCommit({ ...place, on: 'merged' }, commit, tree, branchHead);
      const bad = without.find(({ outcome }) => outcome !== 'passed');
      if (bad !== undefined) {
        const failure = failureOf(bad);
        throw refused(task, plan, `${project.branch} does not pass without it: ${failure.message}`, failure);
      }
      const kept = await proofOfKept({ ...place, on: 'task' }, branchHead, commit);
      return [...kept, ...without];
    } finally {
      await recorder.flush();
      // An applied task has no copy of its own any more: only the folder that the scratch copy was in.
      await deps.workspaces.remove(deps.workspaces.dirOf(project.id, task.id));
    }
  }

  /** The branch has moved. From here on every step can be repeated. */
  async #finish(deps: EngineDeps, { project, hub, task, commit, checks, actor }: Moved): Promise<Task> {
    const delivery = await hub.deliver(project.branch);
    const result = await kept(hub, task, commit, checks);
    await hub.pin(pinName(task), result.head);
    const notice: Failure = {
      kind: 'other',
      message: `It was undone: ${commit.slice(0, 10)} took it back from ${project.branch}.`,
      detail: delivery.kind === 'left_alone' ? delivery.reason : '',
      next: 'Its work is kept: apply it again, tell its agent what has to change, or dismiss it.',
    };
    const event = { type: 'undone', commit, delivery, notice, result } as const;
    const undone = await deps.store.tasks.change(task.id, event, { actor });
    await hub.pin(pinName(task, intent), null);
    try {
      await hub.publish(task.branch, result.head);
    } catch (error) {
      deps.log.warn(
        { taskId: task.id, error: messageOf(error) },
        'the branch of undone work could not be shown',
      );
    }
    return undone;
  }
}

interface Moved {
  readonly project: Project;
  readonly hub: Hub;
  readonly task: Task;
  readonly commit: Oid;
  readonly checks: readonly Evidence[];
  readonly actor: string;
}

/**
 * The same work on top of what took it back. Its old commits are part of the branch's history: merged again they would
 * bring nothing. The tree is that of the branch before the undo, because that is what doing it again gives.
 */
async function kept(
  hub: Hub,
  task: Task,
  commit: Oid,
  checks: readonly Evidence[],
): Promise<NonNullable<Task['result']>> {
  const { result } = task;
  const [step] = await hub.mainline(commit, { limit: 1 });
  const [before] = step?.parents ?? [];
  if (result === null || before === undefined)
    throw new Error(`task ${task.id} was applied without a result`);
  const tree = await hub.treeOf(before);
  const author = authorOf(result.commits.at(-1)?.author);
  const message = workMessage(task, result.summary);
  const head = await hub.commit({ tree, parents: [commit], message, author });
  const [files, commits] = await Promise.all([hub.changedFiles(commit, head), hub.commits(commit, head)]);
  // What was found of its own tree before is about another one; the log keeps it.
  const merged = result.checks.filter(({ on }) => on !== 'task');
  return { ...result, base: commit, head, tree, files, commits, checks: [...checks, ...merged] };
}

/**
 * What the checks say of the work that is kept, so that it can be applied again. The branch with it may well be red, and
 * that be why it is undone: then it is ready without being proven, and no apply takes it.
 */
async function proofOfKept(place: ScratchInput, branchHead: Oid, base: Oid): Promise<readonly Evidence[]> {
  try {
    return await checkCommit(place, branchHead, await place.hub.treeOf(branchHead), base);
  } catch (error) {
    if (place.signal.aborted || !(error instanceof AppError)) throw error;
    return [];
  }
}

/** `A Person <person@example.com>`, as git writes it. */
function authorOf(text: string | undefined): { readonly name: string; readonly email: string } {
  const [, name, email] = /^(.*) <(.*)>$/.exec(text ?? '') ?? [];
  return name === undefined || email === undefined ? nobody : { name, email };
}

function refused(task: Task, plan: UndoPlan, why: string, failure?: Failure): AppError {
  const { conflicts, later, commits, project } = plan;
  const names = later.map((one) => label(one.task));
  const others = [
    ...names,
    ...commits.map(({ oid, message }) => `${oid.slice(0, 10)} “${message.split('\n', 1)[0] ?? ''}”`),
  ];
  const built = others.length === 0 ? '' : ` Built on it since: ${others.join(', ')}.`;
  return new AppError('undo_refused', `Task ${label(task)} cannot be undone: ${why}.${built}`, {
    next:
      names.length > 0
        ? `Nothing was changed. Undo what builds on it first: ${later.map((one) => `tasklane task undo ${one.task.number}`).join(', ')}. Or create a task that takes it back.`
        : `Nothing was changed. Create a task that takes it back, or do it by hand on ${project.branch}.`,
    details: {
      task: task.id,
      files: conflicts,
      later: later.map((one) => one.task.id),
      commits: commits.map(({ oid }) => oid),
      ...(failure !== undefined && { failure }),
    },
  });
}
