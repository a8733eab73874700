// The dispatcher over a real store, with a clock and timers of the test: it wakes up when a time has come, and not before.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createIn, sampleProject } from '../../test/contracts/store/setup.ts';
import { afterFailure, healthy, limited } from '../domain/agent-health.ts';
import { taskId } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import { silentLog } from '../lib/log.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store, TaskDraft } from '../store/store.ts';
import { Dispatcher } from './dispatcher.ts';

const hour = 3_600_000;

class Desk {
  readonly clock = { at: 1_000_000 };
  readonly started: string[] = [];
  readonly store: Store;
  readonly project: Project = sampleProject('shop');
  readonly dispatcher: Dispatcher;
  claims = 0;

  constructor(store: Store, clock: { at: number }) {
    this.clock = clock;
    this.store = {
      ...store,
      transition: async (work) => {
        this.claims += 1;
        return store.transition(work);
      },
    };
    this.dispatcher = new Dispatcher(
      {
        store: this.store,
        limits: { all: 10, project: () => null },
        worker: 'w1',
        home: 'here',
        now: () => clock.at,
        log: silentLog,
        pressure: async () => null,
      },
      {
        run: async (task) => void this.started.push(task.name),
        takeBack: async () => undefined,
      },
    );
  }

  queued(name: string, given: Partial<TaskDraft> = {}): Promise<Task> {
    return createIn(this.store, this.project, 'queued', { name, ...given });
  }

  /** Time passes, and all that follows from it happens. */
  async pass(ms: number): Promise<void> {
    this.clock.at += ms;
    mock.timers.tick(ms);
    await settled();
  }
}

// A claim is a handful of turns of the loop; twice as many as ever seen.
async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
}

async function openDesk(context: TestContext): Promise<Desk> {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const clock = { at: 1_000_000 };
  const store = await openSqliteStore({ file: ':memory:', now: () => clock.at });
  const desk = new Desk(store, clock);
  context.after(async () => {
    await desk.dispatcher.stop();
    mock.timers.reset();
    await store.close();
  });
  await store.projects.insert(desk.project);
  return desk;
}

test('a task that was put off starts when its time has come, and nobody looks at it before', async (context) => {
  const desk = await openDesk(context);
  const task = await desk.queued('one');
  const { fence } = await desk.store.tasks.change(
    task.id,
    { type: 'claimed', worker: 'w0' },
    { actor: 'w0' },
  );
  const notBefore = desk.clock.at + 20_000;
  await desk.store.tasks.change(
    task.id,
    { type: 'deferred', notBefore, reason: 'it broke' },
    { actor: 'w0', fence },
  );
  await desk.dispatcher.start();
  await settled();
  const before = desk.claims;
  await desk.pass(19_999);
  assert.deepEqual([desk.started, desk.claims], [[], before]);
  await desk.pass(1);
  assert.deepEqual(desk.started, ['one']);
});

test('R217 the tasks of an agent at its usage limit start by themselves when it ends; one refused claim tells all of them', async (context) => {
  const desk = await openDesk(context);
  const until = desk.clock.at + 2 * hour;
  await desk.store.agents.put(limited(healthy('here', 'qwen'), until, 'no more today'));
  for (let number = 0; number < 20; number += 1) await desk.queued(`qwen-${number}`, { agent: 'qwen' });
  await desk.queued('other', { agent: 'gemini' });
  await desk.dispatcher.start();
  await settled();
  assert.deepEqual(desk.started, ['other']);
  // A look around, the claim that was refused, the one that was not.
  assert.equal(desk.claims, 3);
  await desk.pass(2 * hour - 1);
  assert.deepEqual(desk.started, ['other']);
  await desk.pass(1);
  assert.equal(desk.started.length, 10, 'as many as there are slots');
});

test('an agent that somebody lets go on is started at once', async (context) => {
  const desk = await openDesk(context);
  await desk.store.agents.put(limited(healthy('here', 'qwen'), desk.clock.at + hour, 'no more today'));
  await desk.queued('one', { agent: 'qwen' });
  await desk.dispatcher.start();
  await settled();
  assert.deepEqual(desk.started, []);
  await desk.store.agents.put(healthy('here', 'qwen'));
  desk.dispatcher.reopen('qwen');
  await settled();
  assert.deepEqual(desk.started, ['one']);
});

test('R217 a broken agent gets one task after its cool-down, and the others when it worked', async (context) => {
  const desk = await openDesk(context);
  const rule = { failures: 1, coolDownMs: hour };
  const crash = { task: taskId('before'), message: 'it crashed' };
  await desk.store.agents.put(afterFailure(healthy('here', 'qwen'), crash, rule, desk.clock.at));
  for (const name of ['one', 'two', 'three']) await desk.queued(name, { agent: 'qwen' });
  await desk.dispatcher.start();
  await desk.pass(hour - 1);
  assert.deepEqual(desk.started, []);
  await desk.pass(1);
  assert.deepEqual(desk.started, ['one']);
  // It works; whoever found that out may be another daemon, so the next look around has to see it.
  await desk.store.agents.put(healthy('here', 'qwen'));
  await desk.pass(30_000);
  assert.deepEqual(desk.started, ['one', 'two', 'three']);
});
