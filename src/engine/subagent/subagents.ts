// Subagents that run as tasks of their own: children of the task whose agent asks for them. They are started like any task,
// and what they did comes back into the copy of their parent.
import type { SubagentAnswer, SubagentRequest } from '../../agents/driver.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { SubagentEvent } from '../../domain/subagent/event.ts';
import { isLive, label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { Bell } from '../../lib/sleep.ts';
import { SerialByKey } from '../../lib/serial.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../run-context.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { readSubagentEvents } from '../subagent-events.ts';
import { bringBack } from './bring-back.ts';
import { createChild } from './create-child.ts';

/** Looked at again this often even if nothing is heard. */
const restMs = 5_000;

export class Subagents {
  readonly #deps: EngineDeps;
  readonly #dispatcher: () => Pick<Dispatcher, 'stopRun' | 'stopSubagent'>;
  /** One copy takes the work of one child at a time. */
  readonly #merging = new SerialByKey();

  constructor(deps: EngineDeps, dispatcher: () => Pick<Dispatcher, 'stopRun' | 'stopSubagent'>) {
    this.#deps = deps;
    this.#dispatcher = dispatcher;
  }

  /** Runs one to its end. Rejects with the signal's reason, after it was stopped; whatever else happens is an answer. */
  async run(parent: RunContext, request: SubagentRequest, signal: AbortSignal): Promise<SubagentAnswer> {
    let child: Task | null = null;
    try {
      signal.throwIfAborted();
      child = await this.#merging.run(parent.task.id, async () => createChild(parent, request));
      parent.note('info', `Subagent ${request.subagent} works as task #${child.number}.`);
      return await this.#answerOf(parent, await this.#ended(child.id, signal));
    } catch (error) {
      if (child !== null) await this.#stop(child.id, 'the agent that asked for it was stopped');
      signal.throwIfAborted();
      return { isError: true, text: `Failed to run subagent: ${messageOf(error)}` };
    }
  }

  /** Everything that the subagents of a task said, in order; of a task inside another that one alone. */
  async events(task: Task): Promise<readonly SubagentEvent[]> {
    const inside = insideOf(task);
    if (inside === null) return readSubagentEvents(this.#deps.store, task.id);
    const all = await readSubagentEvents(this.#deps.store, inside.parent);
    return all.filter(({ subagentId }) => subagentId === inside.run);
  }

  /** Stops one subagent of a task's agent, which goes on. Throws `not_found` when none of that id is at work. */
  async stop(task: Task, run: string): Promise<void> {
    await requireOwnProjectOf(this.#deps, task);
    if (await this.#dispatcher().stopSubagent(insideOf(task)?.parent ?? task.id, run)) return;
    throw new AppError('not_found', `Task ${label(task)} has no subagent “${run}” at work.`, {
      next: `See those there are with \`tasklane subagent runs ${task.name}\`.`,
    });
  }

  /** Stops those of a task that nobody waits for any more. Never rejects. */
  async stopOf(parent: TaskId): Promise<void> {
    try {
      const states = ['queued', 'starting', 'running', 'waiting'] as const;
      const live = await this.#deps.store.tasks.list({ states, policy: 'subagent', home: this.#deps.home });
      // An agent may have proposed other tasks, which are theirs to do who accept them.
      for (const { id, parentId, subagent } of live)
        if (parentId === parent && subagent != null)
          await this.#stop(id, 'the task that asked for it has ended');
    } catch (error) {
      this.#deps.log.warn({ taskId: parent, error: messageOf(error) }, 'its subagents could not be stopped');
    }
  }

  async #answerOf(parent: RunContext, child: Task): Promise<SubagentAnswer> {
    const said = child.result?.summary ?? '';
    if (child.state !== 'done') return { isError: true, text: failureText(child, said) };
    const work = await this.#merging.run(parent.task.id, async () => bringBack(parent, child));
    await this.#clearUp(child);
    const text = said === '' ? '(it had no words for it)' : said;
    return { isError: false, text: work === '' ? text : `${text}\n\n${work}` };
  }

  // Its commits stay in the hub; its folder has served its turn.
  async #clearUp({ id, projectId }: Task): Promise<void> {
    const { workspaces, log } = this.#deps;
    try {
      // Until then its agent may still write there.
      await this.#dispatcher().stopRun(id, { why: 'lost' });
      await workspaces.removeAll(workspaces.dirOf(projectId, id));
    } catch (error) {
      log.warn({ taskId: id, error: messageOf(error) }, 'the copy of a subagent stays');
    }
  }

  async #ended(id: TaskId, signal: AbortSignal): Promise<Task> {
    const { store } = this.#deps;
    const bell = new Bell();
    const stopListening = store.onEvents((records) => {
      if (records.some(({ taskId }) => taskId === id)) bell.ring();
    });
    const onAbort = (): void => bell.ring();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        signal.throwIfAborted();
        const task = await store.tasks.get(id);
        if (task === undefined) throw new Error(`task ${id} is gone`);
        if (isOver(task)) return task;
        await bell.next(restMs);
      }
    } finally {
      stopListening();
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #stop(id: TaskId, reason: string): Promise<void> {
    const { store } = this.#deps;
    const task = await store.tasks.get(id);
    if (task === undefined || isOver(task)) return;
    const by = 'agent of its parent';
    const stopped = isLive(task)
      ? await this.#dispatcher().stopRun(id, { why: 'cancelled', reason, by, force: true })
      : false;
    if (stopped) return;
    await store.tasks.change(id, { type: 'cancelled', reason, force: true }, { actor: by });
  }
}

function insideOf({ parentId, subagent }: Task): { readonly parent: TaskId; readonly run: string } | null {
  const run = subagent?.run ?? null;
  return parentId === null || run === null ? null : { parent: parentId, run };
}

// A person may pause one, or write to it: then it goes on later.
function isOver({ state }: Task): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function failureText(child: Task, said: string): string {
  const why = child.state === 'failed' ? child.failure.message : 'Task was cancelled by user';
  const partial = said === '' ? '' : `\nPartial result: ${said}`;
  return `Subagent error: ${why} Its work is kept as ${label(child)}, and is not in your copy.${partial}`;
}
