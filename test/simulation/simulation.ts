// A deterministic simulation of the queue: random tasks, workers, people, crashes, stalls and clock jumps over the real
// store, board, claims, leases and sweeps. Time is virtual, and every call waits for a turn that the seed gives it; so a
// seed always tells the same story. After every step the judge looks whether the invariants hold.
import { mock } from 'node:test';
import { projectId, taskId } from '../../src/domain/ids.ts';
import type { TaskId } from '../../src/domain/ids.ts';
import { policyNames } from '../../src/domain/policy.ts';
import { isSettled, label, priorities } from '../../src/domain/task.ts';
import type { Task } from '../../src/domain/task.ts';
import { leaseMs } from '../../src/engine/lease.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { Store, StoreClock } from '../../src/store/store.ts';
import { seededRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import { sampleEvents, sampleSpec } from '../support/sample-tasks.ts';
import { actorStore } from './actor-store.ts';
import { ownerships } from './files.ts';
import { Broken, Judge } from './judge.ts';
import type { Mutation } from './mutations.ts';
import { People } from './people.ts';
import { Turns } from './turns.ts';
import type { Actor, Death } from './turns.ts';
import { witnessed } from './witness.ts';
import { Worker } from './worker.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** Opens an empty store; the simulation closes it. */
  readonly open: (clock: StoreClock) => Promise<Store>;
  readonly mutation?: Mutation;
  /** Hears what happens, line by line. */
  readonly trace?: (line: string) => void;
}

export interface Outcome {
  readonly claims: number;
  readonly crashes: number;
  readonly stalls: number;
  readonly steps: number;
}

/** Throws Broken when an invariant does not hold, and any other error for a bug that shows as one. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const clock = { at: 1_000_000 };
  const store = await options.open({ now: () => clock.at });
  try {
    const simulation = new Simulation(options, store, clock);
    return await simulation.run();
  } finally {
    mock.timers.reset();
    await store.close();
  }
}

const projects = ['shop', 'bank'] as const;
const agents = ['qwen', 'qwen', 'gemini'] as const;
/** Lanes are where most can go wrong. */
const policies = [...policyNames, 'develop', 'develop', 'board'] as const;
const mostTasks = 12;
const chaosSteps = 250;
/** What is not at its end by then never will be. */
const calmSteps = 6000;

class Simulation {
  readonly #options: SimulationOptions;
  readonly #store: Store;
  readonly #clock: { at: number };
  readonly #random: Random;
  readonly #turns = new Turns();
  readonly #judge: Judge;
  readonly #workers: readonly Worker[];
  readonly #people: People;
  /** Of workers and projects. Now and then there are two that share the store. */
  readonly #homeOf = new Map<string, string>();
  #isCalm = false;
  #bug: Error | null = null;
  #crashes = 0;
  #stalls = 0;
  #steps = 0;

  constructor(options: SimulationOptions, store: Store, clock: { at: number }) {
    this.#options = options;
    this.#store = store;
    this.#clock = clock;
    this.#random = seededRandom(options.seed);
    const limits = { all: 1 + this.#random.below(8), ofProject: 1 + this.#random.below(6) };
    const workers = Array.from({ length: this.#random.pick([1, 2, 2, 3]) }, (_, index) => `w${index + 1}`);
    const homes = workers.length > 1 && this.#random.below(3) === 0 ? ['home', 'annex'] : ['home'];
    for (const names of [projects, workers])
      for (const [index, name] of names.entries())
        this.#homeOf.set(name, homes[index % homes.length] ?? 'home');
    this.#judge = new Judge(
      store,
      { ...limits, homeOf: this.#homeOf },
      {
        onRecord: (record, task) =>
          this.#trace(
            `${record.actor}: ${record.body.type === 'task.changed' ? record.body.change.type : record.body.type} ${label(task)} → ${task.state}, fence ${task.fence}`,
          ),
        clockOf: (name) => clock.at + (this.#workers.find((worker) => worker.name === name)?.clockIsOff ?? 0),
      },
    );
    const onBug = (error: unknown): void => {
      this.#bug ??= error instanceof Error ? error : new Error(String(error));
    };
    const deps = {
      storeFor: (actor: Actor) => this.#storeFor(actor),
      limits: { all: limits.all, project: () => limits.ofProject },
      random: this.#random,
      now: () => clock.at,
      isCalm: () => this.#isCalm,
      // A dispatcher that could not choose is a bug; that a lease could not be renewed is no error.
      log: {
        ...silentLog,
        error: (fields: object, message: string) => onBug(new Error(`${message}: ${JSON.stringify(fields)}`)),
      },
      onBug,
    };
    this.#workers = workers.map((name) => new Worker(name, this.#homeOf.get(name) ?? 'home', deps));
    const ada: Actor = { name: 'ada', stalledUntil: 0, isDead: false };
    this.#people = new People(this.#storeFor(ada), this.#workers, this.#random, onBug);
  }

  async run(): Promise<Outcome> {
    for (const name of projects)
      await this.#store.projects.insert({
        id: projectId(name),
        name,
        home: this.#homeOf.get(name) ?? '',
        root: `/${name}`,
        branch: 'main',
        trusted: false,
        createdAt: this.#clock.at,
      });
    for (let count = 2 + this.#random.below(4); count > 0; count -= 1) await this.#createTask();
    for (const worker of this.#workers) worker.start();
    for (let step = 0; step < chaosSteps; step += 1) await this.#disturb();
    await this.#bringToEnd();
    return { claims: this.#judge.claims, crashes: this.#crashes, stalls: this.#stalls, steps: this.#steps };
  }

  async #createTask(): Promise<void> {
    const random = this.#random;
    const number = this.#judge.tasks.size + 1;
    const policy = random.pick(policies);
    const before = [...this.#judge.tasks.keys()];
    const dependsOn =
      before.length === 0
        ? []
        : Array.from({ length: Math.max(0, random.below(4) - 1) }, () => random.pick(before));
    const task = await this.#store.tasks.create(
      {
        ...sampleSpec({ title: `Task ${number}`, checks: [] }),
        id: taskId(`task-${number}`),
        projectId: projectId(random.pick(projects)),
        name: `task-${number}`,
        policy,
        agent: random.pick(agents),
        parentId: policy === 'subagent' ? taskId('parent') : null,
        priority: random.pick(priorities),
        owns: random.pick(ownerships),
        releasedBy: random.pick(['applied', 'ready']),
        dependsOn,
      },
      'ada',
    );
    if (random.below(4) > 0) await this.#store.tasks.change(task.id, sampleEvents.accepted, { actor: 'ada' });
    await this.#judge.look();
  }

  #storeFor(actor: Actor): Store {
    const store = actorStore(this.#store, actor, this.#turns);
    return witnessed(this.#options.mutation?.(store) ?? store, this.#judge);
  }

  /** One step, with whatever may go wrong. */
  async #disturb(): Promise<void> {
    const random = this.#random;
    const kind = random.below(100);
    if (kind < 3 && this.#judge.tasks.size < mostTasks) await this.#createTask();
    else if (kind < 8) this.#people.actOn(random.pick([...this.#judge.tasks.values()]));
    else if (kind < 10) this.#stall(random.pick(this.#workers));
    else if (kind < 11) this.#jump(random.pick(this.#workers));
    else if (kind < 16) this.#startOneThatDied();
    await this.#step(() => (random.below(120) === 0 ? random.pick(['before', 'after']) : null));
  }

  /** Grants a turn; where nobody waits for one, time passes. */
  async #step(death: () => Death | null): Promise<boolean> {
    this.#steps += 1;
    const isGranted = await this.#turns.grant(this.#random, this.#clock.at, (actor, what) => {
      // People do not crash.
      const how = actor.name.startsWith('w') ? death() : null;
      if (how !== null) this.#trace(`${actor.name} dies ${how} ${what}`);
      this.#crashes += how === null ? 0 : 1;
      return how;
    });
    if (!isGranted) await this.#passTime(1 + this.#random.below(this.#isCalm ? 500 : 8000));
    await this.#judge.look();
    if (this.#bug !== null) throw this.#bug;
    return isGranted;
  }

  async #passTime(ms: number): Promise<void> {
    this.#clock.at += ms;
    mock.timers.tick(ms);
    await new Promise(setImmediate);
  }

  #stall(worker: Worker): void {
    const ms = this.#random.below(4 * leaseMs);
    worker.stall(this.#clock.at + ms);
    this.#stalls += 1;
    this.#trace(`${worker.name} stalls for ${ms} ms`);
  }

  #jump(worker: Worker): void {
    worker.clockIsOff = this.#random.below(6 * leaseMs) - 3 * leaseMs;
    this.#trace(`the clock of ${worker.name} is off by ${worker.clockIsOff} ms`);
  }

  #startOneThatDied(): void {
    const dead = this.#workers.filter((worker) => !worker.isAlive);
    if (dead.length === 0) return;
    const worker = this.#random.pick(dead);
    this.#trace(`${worker.name} starts`);
    worker.start();
  }

  /** Nothing goes wrong any more, people do their part: now every task has to come to an end. */
  async #bringToEnd(): Promise<void> {
    this.#trace('calm');
    this.#isCalm = true;
    for (const worker of this.#workers) {
      worker.stall(0);
      worker.clockIsOff = 0;
    }
    // One may be gone for good: the others must notice. But somebody has to be there.
    for (const home of new Set(this.#homeOf.values())) {
      const there = this.#workers.filter((worker) => worker.home === home);
      if (!there.some((worker) => worker.isAlive)) this.#random.pick(there).start();
    }
    for (let step = 0; step < calmSteps; step += 1) {
      if (await this.#step(() => null)) continue;
      const open = [...this.#judge.tasks.values()].filter((task) => !isAtItsEnd(task));
      if (open.length === 0) return this.#end();
      for (const task of open) this.#people.bringToEnd(task, (one) => this.#isHopeless(one));
    }
    const left = [...this.#judge.tasks.values()].filter((task) => !isAtItsEnd(task));
    throw new Broken(`never at an end: ${left.map((task) => `${label(task)} is ${task.state}`).join(', ')}`);
  }

  #isHopeless(task: Task): boolean {
    const isGone = (id: TaskId): boolean => {
      const needed = this.#judge.tasks.get(id);
      return needed === undefined || (needed.state !== 'done' && isAtItsEnd(needed));
    };
    return task.dependsOn.some(isGone);
  }

  // What was left behind is cleared away too.
  async #end(): Promise<void> {
    const stopped = Promise.all(this.#workers.map(async (worker) => worker.stop()));
    let isStopped = false;
    void stopped.then(() => (isStopped = true));
    while (!isStopped) await this.#step(() => null);
    await this.#judge.look();
  }

  #trace(line: string): void {
    this.#options.trace?.(`${((this.#clock.at - 1_000_000) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  }
}

/** Nothing happens to it any more, whatever people do. */
function isAtItsEnd(task: Task): boolean {
  const isOver = isSettled(task) && !['draft', 'paused', 'ready'].includes(task.state);
  return isOver || task.deletedAt !== null;
}
