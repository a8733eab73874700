// The claiming protocol for agents from outside (seed 004), as one object that the engine owns: it hands tasks out, watches
// the leases, and integrates a phase when all of it is complete.
import type { Reach } from '../../domain/access.ts';
import { messageOf } from '../../domain/errors.ts';
import type { PhaseId } from '../../domain/ids.ts';
import type { Phase } from '../../domain/phase.ts';
import type { PhaseFilter } from '../../store/store.ts';
import { isOutside } from '../../domain/task.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { Bell } from '../../lib/sleep.ts';
import type { EngineDeps } from '../deps.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { cancelWithin } from './cancel.ts';
import { completeTask } from './complete.ts';
import type { CompleteOutcome, Completion } from './complete.ts';
import { entriesOf, findPhase, unfinished } from './entries.ts';
import { endExpired } from './expire.ts';
import { clearAway, decidePhase, finishPhase } from './finish.ts';
import { clearCopies, giveBack } from './give-back.ts';
import { groundOf } from './ground.ts';
import { failTask, heartbeat, releaseTask } from './lease-calls.ts';
import { mayWrite } from './may-write.ts';
import { nextTask } from './next.ts';
import type { NextOutcome, NextRequest } from './next.ts';
import { registerPhase } from './register.ts';
import type { Registered, RegisterPhase } from './register.ts';
import { exportQueue, viewPhase } from './view.ts';
import type { PhaseView } from './view.ts';

/** The longest time after which leases are looked at, even if none is known to end. */
const restMs = 30_000;

const drops: ReadonlySet<string> = new Set(['cancelled', 'archived', 'dismissed', 'deleted']);

type Call<Way extends (...args: never[]) => unknown> = Way extends (
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  who: infer Who,
) => infer Answer
  ? (phase: Phase, ref: string, who: Who) => Answer
  : never;

export class Phases {
  readonly #deps: EngineDeps;
  readonly #bell = new Bell();
  readonly #completing = new SerialByKey();
  readonly #stop = new AbortController();
  readonly #ending = new Map<PhaseId, Promise<void>>();
  #loop: Promise<void> | null = null;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Takes up what an earlier daemon left. Agents that live, and have a lease, go on as if nothing had happened. */
  async start(): Promise<void> {
    if (this.#loop !== null) return;
    const { store, home } = this.#deps;
    for (const task of await store.tasks.list({ states: ['starting'], home }))
      if (isOutside(task))
        await giveBack(this.#deps, task, { actor: 'recovery', note: 'The daemon stopped meanwhile.' });
    for (const phase of await store.phases.list({ states: ['integrating'], home }))
      await this.#quietly(phase.id, () => decidePhase(this.#deps, phase, 'recovery', null));
    const stopListening = store.onEvents((records) => {
      // Without what was dropped the rest may be complete.
      if (records.some(({ body }) => body.type === 'task.changed' && drops.has(body.change.type)))
        this.#bell.ring();
    });
    this.#loop = this.#watch().finally(stopListening);
  }

  /** Ends an integration under way: its phase is open again, and the branch untouched. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the daemon is stopping'));
    this.#bell.ring();
    await Promise.all([this.#loop, ...this.#ending.values()]);
  }

  async find(ref: string | undefined, projectRef: string | undefined, reach: Reach): Promise<Phase> {
    return findPhase(this.#deps.store, ref, projectRef, reach);
  }
  async list(filter: PhaseFilter, reach: Reach): Promise<readonly Phase[]> {
    return this.#deps.store.phases.list({ ...filter, reach });
  }
  async view(phase: Phase): Promise<PhaseView> {
    return viewPhase(this.#deps, phase);
  }
  async queue(phase: Phase): ReturnType<typeof exportQueue> {
    return exportQueue(this.#deps, phase);
  }

  async register(input: RegisterPhase, actor: string): Promise<Registered> {
    const registered = await registerPhase(this.#deps, input, actor);
    if (registered.isNew) await this.#endIfComplete(registered.phase.id);
    return registered;
  }

  async next(phase: Phase, asked: NextRequest): Promise<NextOutcome> {
    const outcome = await nextTask(await this.#depsOf(phase), phase.id, asked);
    this.#bell.ring();
    return outcome;
  }

  async complete(phase: Phase, ref: string, done: Completion): Promise<CompleteOutcome> {
    const deps = await this.#depsOf(phase);
    // One at a time per task: an agent that repeats a call that takes long must not have its work looked at twice at once.
    const outcome = await this.#completing.run(`${phase.id} ${ref}`, async () =>
      completeTask(deps, phase.id, ref, done),
    );
    await this.#endIfComplete(phase.id);
    return outcome;
  }

  readonly heartbeat: Call<typeof heartbeat> = async (phase, ref, who) =>
    heartbeat(await this.#depsOf(phase), phase.id, ref, who);
  readonly release: Call<typeof releaseTask> = async (phase, ref, who) =>
    releaseTask(await this.#depsOf(phase), phase.id, ref, who);
  readonly fail: Call<typeof failTask> = async (phase, ref, who) =>
    failTask(await this.#depsOf(phase), phase.id, ref, who);
  readonly mayWrite: Call<typeof mayWrite> = async (phase, ref, who) =>
    mayWrite(await this.#depsOf(phase), phase.id, ref, who);

  /** Resolves when it is finished, or open again with its notice. */
  async finish(phase: Phase, actor: string): Promise<Phase> {
    return finishPhase(await this.#depsOf(phase), phase.id, actor, this.#stop.signal);
  }

  async cancel(phase: Phase, reason: string, actor: string): Promise<Phase> {
    const ground = await groundOf(this.#deps, phase.projectId);
    const { keepMs } = ground.settings;
    const cancelled = await this.#deps.store.transition(async (within) => {
      const now = (await within.phases.get(phase.id)) ?? phase;
      return cancelWithin(this.#deps, within, now, { reason, actor, keepMs });
    });
    await clearAway(ground, cancelled);
    return cancelled;
  }

  /** What works on a phase; throws `other_home` for one whose files are not here. */
  async #depsOf(phase: Phase): Promise<EngineDeps> {
    await requireOwnProjectOf(this.#deps, phase);
    return this.#deps;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let restFor = restMs;
      try {
        restFor = await this.#look();
      } catch (error) {
        this.#deps.log.error({ error: messageOf(error) }, 'the leases of phases could not be looked at');
      }
      if (!this.#stop.signal.aborted) await this.#bell.next(restFor);
    }
  }

  /** Returns in how many milliseconds the next lease may end. */
  async #look(): Promise<number> {
    const { store, home } = this.#deps;
    const { ended, leases, now } = await store.transition(async (within) => ({
      ended: await endExpired(within, home),
      leases: await within.leases.list(home),
      now: await within.now(),
    }));
    for (const task of ended) await clearCopies(this.#deps, task);
    for (const phase of await store.phases.list({ states: ['open'], home }))
      await this.#endIfComplete(phase.id);
    const next = Math.min(...leases.map((lease) => lease.until).filter((until) => until > now));
    return Math.max(1, Math.min(restMs, next - now));
  }

  /** Begins the integration of a phase that ends by itself, and does not wait for it. */
  async #endIfComplete(id: PhaseId): Promise<void> {
    const { store } = this.#deps;
    const phase = await store.phases.get(id);
    if (phase?.state !== 'open' || phase.finish !== 'auto' || phase.checks.length === 0) return;
    if (phase.notice !== null && !(await this.#hasChangedSince(phase))) return;
    const entries = await entriesOf(store, phase);
    const hasWork = entries.some(({ task }) => task?.state === 'ready');
    if (!hasWork || unfinished(entries).length > 0 || this.#ending.has(id)) return;
    const ending = this.#quietly(id, () => this.finish(phase, 'system'));
    this.#ending.set(
      id,
      ending.finally(() => this.#ending.delete(id)),
    );
  }

  // What was refused once is not tried again before somebody has completed something since.
  async #hasChangedSince(phase: Phase): Promise<boolean> {
    const tasks = await entriesOf(this.#deps.store, phase);
    return tasks.some(({ task }) => task?.state === 'ready' && task.notice === null);
  }

  async #quietly(id: PhaseId, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#deps.log.warn({ phaseId: id, error: messageOf(error) }, 'a phase could not be ended');
    }
  }
}
