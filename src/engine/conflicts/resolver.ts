// The resolutions under way for one merge queue: which entries an agent works on, and why it could not. All of it can be thrown
// away at any moment; what was resolved is in the memory, and what was not is asked again.
import { messageOf } from '../../domain/errors.ts';
import type { Oid, TaskId } from '../../domain/ids.ts';
import type { Queued } from '../../domain/merge-entry.ts';
import type { RunDeps } from '../deps.ts';
import { failureOfError } from '../failure-of-error.ts';
import type { Ground } from '../phase/ground.ts';
import { askAgent } from './ask-agent.ts';
import type { Answer } from './ask-agent.ts';
import { mayResolve } from './may-resolve.ts';

/** The branch may move under the first answer, so that it fits no more. */
const mostTries = 2;

interface Work {
  readonly control: AbortController;
  readonly ended: Promise<void>;
}

export class Resolver {
  readonly #running = new Map<TaskId, Work>();
  readonly #tries = new Map<string, number>();
  readonly #reasons = new Map<TaskId, string>();
  readonly #deps: RunDeps;
  readonly #onEnd: () => void;

  /** `onEnd` hears whenever one has ended: what is known about conflicts may have changed. */
  constructor(deps: RunDeps, onEnd: () => void) {
    this.#deps = deps;
    this.#onEnd = onEnd;
  }

  /** Entries that an agent works on. */
  get running(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }

  /** Begins, for an entry that conflicts with `onto`. False: nothing is left to be tried. */
  start(ground: Ground, task: Queued, onto: Oid): boolean {
    if (ground.settings.conflicts !== 'agent' || !mayResolve(ground.settings, task)) return false;
    const entry = `${task.id} ${task.merge.at}`;
    const tries = this.#tries.get(entry) ?? 0;
    if (tries >= mostTries || this.#reasons.has(task.id)) return false;
    this.#tries.set(entry, tries + 1);
    const control = new AbortController();
    const ended = this.#run(ground, task, onto, control.signal).then((answer) => {
      this.#running.delete(task.id);
      if (answer?.kind === 'failed') this.#reasons.set(task.id, answer.reason);
      this.#onEnd();
    });
    this.#running.set(task.id, { control, ended });
    return true;
  }

  /** Why an agent could not, or null: none has tried. It is told once. */
  reasonFor(task: TaskId): string | null {
    const reason = this.#reasons.get(task) ?? null;
    this.#reasons.delete(task);
    return reason;
  }

  /** Stops those that are in the queue no more. */
  keepOnly(tasks: readonly Queued[]): void {
    const wanted = new Set(tasks.map(({ id }) => id));
    for (const [id, { control }] of this.#running)
      if (!wanted.has(id)) control.abort(new Error('the task has left the queue'));
  }

  /** Resolves when no agent works any more. */
  async stopAll(): Promise<void> {
    for (const { control } of this.#running.values()) control.abort(new Error('the queue stops'));
    await Promise.all([...this.#running.values()].map(async ({ ended }) => ended));
    this.#tries.clear();
    this.#reasons.clear();
  }

  /** Null: it was stopped. */
  async #run(ground: Ground, task: Queued, onto: Oid, signal: AbortSignal): Promise<Answer | null> {
    try {
      return await askAgent({ ...ground, deps: this.#deps }, task, onto, signal);
    } catch (error) {
      if (signal.aborted) return null;
      ground.deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'a conflict could not be resolved');
      return { kind: 'failed', reason: failureOfError(error).message };
    }
  }
}
