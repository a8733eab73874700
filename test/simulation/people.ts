// What people do meanwhile, and at the end, when they bring everything to an end. Their commands are those of the engine
// (engine/task-commands.ts, apply-task.ts), without git.
import { AppError } from '../../src/domain/errors.ts';
import { taskId } from '../../src/domain/ids.ts';
import { priorities } from '../../src/domain/task.ts';
import type { Task } from '../../src/domain/task.ts';
import { resumeAgent } from '../../src/engine/agent-health.ts';
import type { LifecycleEvent } from '../../src/domain/lifecycle.ts';
import type { Store } from '../../src/store/store.ts';
import type { Random } from '../support/random.ts';
import { sampleEvents } from '../support/sample-tasks.ts';
import { ownerships } from './files.ts';
import type { Worker } from './worker.ts';

export class People {
  readonly #store: Store;
  readonly #workers: readonly Worker[];
  readonly #random: Random;
  /** Tasks with which somebody is busy. */
  readonly #busy = new Set<string>();
  readonly #onBug: (error: unknown) => void;

  constructor(store: Store, workers: readonly Worker[], random: Random, onBug: (error: unknown) => void) {
    this.#store = store;
    this.#workers = workers;
    this.#random = random;
    this.#onBug = onBug;
  }

  /** Something that somebody might do with the task as they saw it, which may have changed since. */
  actOn(task: Task): void {
    const acts = actsOn(task, this.#random);
    if (acts.length > 0) this.#do(task, this.#random.pick(acts));
  }

  /** What brings the task nearer to its end. Nothing, when it needs nobody. */
  bringToEnd(task: Task, isHopeless: (task: Task) => boolean): void {
    if (isHopeless(task) && task.state === 'queued') this.#do(task, 'cancel');
    else if (task.state === 'draft') this.#do(task, 'accept');
    else if (task.state === 'waiting') this.#do(task, 'send');
    else if (task.state === 'paused') this.#do(task, 'send');
    else if (task.state === 'ready') this.#do(task, 'apply');
    else if (task.state === 'applying') this.#do(task, 'decide');
  }

  #do(task: Task, act: Act): void {
    if (this.#busy.has(task.id)) return;
    // A cancel waits for the end of a run, and a worker that died ends none: they do not wait with it.
    if (act !== 'cancel' && act !== 'pause') this.#busy.add(task.id);
    this.#act(task, act)
      .catch((error: unknown) => {
        // What they saw was not so any more.
        if (!(error instanceof AppError)) this.#onBug(error);
      })
      .finally(() => this.#busy.delete(task.id));
  }

  async #act(task: Task, act: Act): Promise<void> {
    if (typeof act === 'object') return this.#change(task, act);
    if (act === 'accept') return this.#change(task, sampleEvents.accepted);
    if (act === 'cancel') return this.#cancel(task);
    if (act === 'pause') return this.#pause(task);
    if (act === 'resume agent') return this.#resumeAgent(task);
    if (act === 'send') return this.#send(task);
    if (act === 'apply') await this.#change(task, sampleEvents.apply_started);
    return this.#change(task, this.#random.below(4) > 0 ? sampleEvents.applied : sampleEvents.apply_refused);
  }

  async #cancel(task: Task): Promise<void> {
    const reason = { why: 'cancelled', reason: 'not needed', by: 'ada', force: true } as const;
    for (const worker of this.#workers) if (worker.isAlive && (await worker.stopRun(task.id, reason))) return;
    await this.#change(task, { type: 'cancelled', reason: 'not needed', force: true });
  }

  async #pause(task: Task): Promise<void> {
    const reason = { why: 'paused', by: 'ada' } as const;
    for (const worker of this.#workers) if (worker.isAlive && (await worker.stopRun(task.id, reason))) return;
    await this.#change(task, sampleEvents.paused);
  }

  async #send({ id }: Task): Promise<void> {
    await this.#store.transition(async (within) => {
      const now = await within.tasks.get(id);
      if (now?.state === 'ready') return within.tasks.change(id, sampleEvents.sent_back, { actor: 'ada' });
      if (now?.state === 'paused') return within.tasks.change(id, sampleEvents.resumed, { actor: 'ada' });
      await within.messages.add(id, 'Go on.');
      return now;
    });
    for (const worker of this.#workers) worker.notify(id);
  }

  // They speak to one daemon; the others find out by themselves.
  async #resumeAgent({ agent }: Task): Promise<void> {
    const worker = this.#random.pick(this.#workers);
    await resumeAgent(this.#store, { home: worker.home, agent });
    worker.reopen(agent);
  }

  async #change(task: Task, event: LifecycleEvent): Promise<void> {
    await this.#store.tasks.change(task.id, event, { actor: 'ada' });
  }
}

type Act = LifecycleEvent | 'accept' | 'cancel' | 'pause' | 'resume agent' | 'send' | 'apply' | 'decide';

function actsOn(task: Task, random: Random): readonly Act[] {
  const before = Number(task.id.slice('task-'.length)) - 1;
  const edit: LifecycleEvent = {
    type: 'edited',
    patch: {
      priority: random.pick(priorities),
      owns: random.pick(ownerships),
      releasedBy: random.pick(['applied', 'ready']),
      dependsOn: before === 0 || random.below(2) === 0 ? [] : [taskId(`task-${1 + random.below(before)}`)],
    },
  };
  switch (task.state) {
    case 'draft':
      return [edit, 'accept', 'accept', sampleEvents.archived];
    case 'queued':
      return [
        edit,
        { type: 'moved', position: random.below(30) / 2 },
        sampleEvents.hurried,
        'cancel',
        'send',
        'resume agent',
      ];
    case 'starting':
    case 'running':
      return ['send', 'send', 'cancel', 'pause'];
    case 'waiting':
      return ['send', 'send', 'send', 'cancel', 'pause'];
    case 'paused':
      return ['send', sampleEvents.resumed, 'cancel', sampleEvents.deleted];
    case 'ready':
      return ['apply', 'apply', 'apply', 'send', sampleEvents.dismissed];
    case 'applying':
      return ['decide'];
    case 'failed':
      return [sampleEvents.retried, sampleEvents.retried, sampleEvents.replanned, sampleEvents.archived];
    case 'dismissed':
      return [sampleEvents.restored, sampleEvents.deleted];
    case 'done':
    case 'cancelled':
      return random.below(5) === 0 ? [sampleEvents.deleted] : [];
  }
}
