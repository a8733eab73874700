// The rule itself is tested in schedule.test.ts, and that both agree over thousands of histories in engine/board.test.ts.
// Here: what one claim costs, in questions asked, however many tasks wait.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, sampleIn } from '../../test/support/sample-tasks.ts';
import type { Limits, Scope, World } from './hold.ts';
import { projectId, taskId } from './ids.ts';
import { LiveTasks } from './live-tasks.ts';
import type { OwnershipConflict } from './live-tasks.ts';
import type { NewTask, Task, TaskIn } from './task.ts';
import { WaitingQueue } from './waiting-queue.ts';

/** Counts what it is asked. */
class CountingLive extends LiveTasks {
  asked = 0;

  override inLane(lane: string): Task | undefined {
    this.asked += 1;
    return super.inLane(lane);
  }
  override conflict(task: Task): OwnershipConflict | null {
    this.asked += 1;
    return super.conflict(task);
  }
  override count(scope: Scope): number {
    this.asked += 1;
    return super.count(scope);
  }
}

class Machine {
  readonly queue = new WaitingQueue();
  readonly live = new CountingLive();
  readonly tasks = new Map<string, Task>();
  readonly #world: Omit<World, 'ahead' | 'health'>;
  asked = 0;

  constructor(limits: Limits) {
    const byId = (id: string): Task | undefined => {
      this.asked += 1;
      return this.tasks.get(id);
    };
    this.#world = { live: this.live, byId, limits, pressure: null, now: 5000 };
  }

  put(task: TaskIn<'queued'>): void {
    this.tasks.set(task.id, task);
    this.queue.put(task);
  }

  /** The next task, claimed; and null when none may start. */
  claim(): Task | null {
    const next = this.queue.next(this.#world);
    if (next === null) return null;
    this.queue.remove(next.id);
    this.#set(after(next, 'claimed', 'started'));
    return this.live.get(next.id) ?? null;
  }

  end(task: Task): void {
    this.#set(after(task, 'verified', 'apply_started', 'applied'));
  }

  #set(task: Task): void {
    this.tasks.set(task.id, task);
    this.queue.changed(task);
    if (task.state === 'running') this.live.add(task);
    else {
      this.live.remove(task.id);
      this.queue.ended(task);
    }
  }

  /** How many questions the work asks. */
  cost(work: () => void): number {
    const before = this.asked + this.live.asked;
    work();
    return this.asked + this.live.asked - before;
  }
}

const claims = 20;
const lots: Limits = { all: 1000, project: () => null };

interface Line {
  readonly name: string;
  readonly limits: Limits;
  /** Of the task with this number; all wait for the same. */
  readonly task: (number: number) => Partial<NewTask>;
}

const lines: readonly Line[] = [
  { name: 'one lane', limits: lots, task: () => ({ policy: 'develop' }) },
  { name: 'one slot of all', limits: { all: 1, project: () => null }, task: () => ({}) },
  { name: 'one slot of a project', limits: { all: 1000, project: () => 1 }, task: () => ({}) },
  {
    name: 'one slot of a project, each with files of its own',
    limits: { all: 1000, project: () => 1 },
    task: (number) => ({ owns: [`src/${number}/**`] }),
  },
  { name: 'the same files', limits: lots, task: () => ({ owns: ['src/**'] }) },
  {
    name: 'one prerequisite, then one lane',
    limits: lots,
    task: () => ({ policy: 'develop', dependsOn: [taskId('task-0')] }),
  },
  {
    name: 'one prerequisite, then one slot',
    limits: { all: 1000, project: () => 1 },
    task: () => ({ dependsOn: [taskId('task-0')] }),
  },
];

/** The most questions that one claim asks, while so many wait in the line. */
function worstClaim(line: Line, waiting: number): number {
  const machine = new Machine(line.limits);
  const first = sampleIn('queued', { number: 0, projectId: projectId('elsewhere') });
  machine.put(first);
  const prerequisite = machine.claim();
  assert.ok(prerequisite);
  const like = sampleIn('queued');
  for (let number = 1; number <= waiting; number += 1)
    machine.put({ ...like, id: taskId(`task-${number}`), number, position: number, ...line.task(number) });
  // Each is asked at most once for what it waits for; from then on it is left in peace.
  const setUp = machine.cost(() => machine.claim());
  assert.ok(setUp <= 5 * waiting, `${setUp} questions for ${waiting} tasks`);
  machine.end(prerequisite);
  let running = [...machine.tasks.values()].find((task) => task.state === 'running') ?? machine.claim();
  let worst = 0;
  for (let claim = 0; claim < claims; claim += 1) {
    const before = running;
    assert.ok(before);
    const cost = machine.cost(() => {
      machine.end(before);
      running = machine.claim();
      // Nobody else may start, and to see that costs nothing much either.
      assert.equal(machine.claim(), null);
    });
    assert.ok(running);
    worst = Math.max(worst, cost);
  }
  return worst;
}

for (const line of lines)
  test(`a claim costs as much with 100,000 tasks waiting for ${line.name} as with 1,000`, () => {
    const small = worstClaim(line, 1_000);
    assert.equal(worstClaim(line, 100_000), small);
    assert.ok(small < 25, `${small} questions`);
  });

test('what a prerequisite does before it is applied disturbs none of those that wait for it', () => {
  const machine = new Machine(lots);
  const first = sampleIn('starting', { number: 0 });
  machine.tasks.set(first.id, first);
  for (let number = 1; number <= 100; number += 1)
    machine.put(sampleIn('queued', { number, dependsOn: [first.id] }));
  assert.equal(machine.claim(), null);
  const cost = machine.cost(() => {
    const running = after(first, 'started');
    const ready = after(running, 'verified');
    for (const now of [running, after(running, 'progressed'), ready, after(ready, 'apply_started')])
      machine.queue.changed(now);
    assert.equal(machine.claim(), null);
  });
  assert.equal(cost, 0);
});

test('a subagent of a task that holds the last slot starts, whoever waits for that slot before it', () => {
  const machine = new Machine({ all: 1, project: () => null });
  const parent = sampleIn('queued', { number: 1 });
  machine.put(parent);
  assert.equal(machine.claim()?.id, parent.id);
  machine.put(sampleIn('queued', { number: 2, priority: 'urgent' }));
  assert.equal(machine.claim(), null);
  const child = sampleIn('queued', { number: 3, policy: 'subagent', parentId: parent.id });
  machine.put(child);
  assert.equal(machine.claim()?.id, child.id);
  assert.equal(machine.claim(), null);
});
