import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { draftFor, sampleProject } from '../../test/contracts/store/setup.ts';
import type { Limits } from '../domain/hold.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import { silentLog } from '../lib/log.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { Dispatcher } from './dispatcher.ts';
import { holdsOf } from './holds.ts';
import { queueView } from './queue-view.ts';
import type { QueueView } from './queue-view.ts';

const worker = 'w1';
const now = (): number => 5000;
/** Nothing starts by itself. */
const limits: Limits = { all: 0, project: () => null };
const pressure = async (): Promise<null> => null;

/** A store that counts what it is asked for, and how many rows it gave. */
function counting(store: Store): {
  readonly store: Store;
  readonly asked: { questions: number; rows: number };
} {
  const asked = { questions: 0, rows: 0 };
  const count = <Rows extends readonly unknown[]>(rows: Rows): Rows => {
    asked.questions += 1;
    asked.rows += rows.length;
    return rows;
  };
  const { tasks, projects, agents } = store;
  return {
    asked,
    store: {
      ...store,
      agents: { ...agents, list: async (home) => count(await agents.list(home)) },
      projects: { ...projects, list: async () => count(await projects.list()) },
      tasks: {
        ...tasks,
        get: async (id) => count([await tasks.get(id)])[0],
        several: async (ids) => count(await tasks.several(ids)),
        list: async (filter) => count(await tasks.list(filter)),
      },
    },
  };
}

interface Desk {
  readonly store: Store;
  readonly asked: { questions: number; rows: number };
  readonly dispatcher: Dispatcher;
  readonly project: Project;
  readonly view: (limit: number, after?: QueueView['end']) => Promise<QueueView>;
  readonly add: (given?: Parameters<typeof draftFor>[1]) => Promise<Task>;
}

/** With so many tasks waiting when the dispatcher starts: each third in a lane, each fourth behind another. */
async function createDesk(context: TestContext, waiting: number): Promise<Desk> {
  const real = await openSqliteStore({ file: ':memory:', now });
  const project = sampleProject('shop');
  await real.projects.insert(project);
  const add: Desk['add'] = async (given = {}) => {
    const { id } = await real.tasks.create(draftFor(project, given), 'ada');
    return real.tasks.change(id, { type: 'accepted' }, { actor: 'ada' });
  };
  let last: Task | null = null;
  for (let index = 0; index < waiting; index += 1)
    last = await add({
      policy: index % 3 === 0 ? 'develop' : 'board',
      dependsOn: index % 4 === 0 && last !== null ? [last.id] : [],
    });
  const { store, asked } = counting(real);
  const deps = { store, home: project.home, limits, pressure, worker, log: silentLog, now };
  const dispatcher = new Dispatcher(deps, {
    run: async () => assert.fail('nothing may start'),
    takeBack: async () => undefined,
  });
  await dispatcher.start();
  context.after(async () => {
    await dispatcher.stop();
    await real.close();
  });
  const view: Desk['view'] = (limit, after = null) =>
    queueView(deps, dispatcher, { project: project.id, reach: null, after, limit });
  return { store, asked, dispatcher, project, view, add };
}

/** What a look asks for. */
async function costOf(desk: Desk, look: () => Promise<unknown>): Promise<object> {
  // What the start of the dispatcher left to do.
  await desk.view(1);
  const before = { ...desk.asked };
  await look();
  return { questions: desk.asked.questions - before.questions, rows: desk.asked.rows - before.rows };
}

test('a page of the queue, and why one task waits, ask as much in a long queue as in a short one', async (context) => {
  const costs: object[] = [];
  for (const waiting of [40, 400]) {
    const desk = await createDesk(context, waiting);
    const [newest] = await desk.store.tasks.list({ projectId: desk.project.id, limit: 1 });
    assert.ok(newest);
    const { ahead } = desk.dispatcher;
    costs.push([
      await costOf(desk, async () => desk.view(20)),
      await costOf(desk, async () =>
        holdsOf({ store: desk.store, home: desk.project.home, limits, pressure: null, ahead, now }, [newest]),
      ),
    ]);
  }
  assert.deepEqual(costs[0], costs[1]);
  assert.deepEqual(costs[0], [
    { questions: 4, rows: 5 },
    { questions: 4, rows: 1 },
  ]);
});

test('the pages of the queue together are the whole queue, and each says how many wait', async (context) => {
  const desk = await createDesk(context, 50);
  const whole = await desk.view(1000);
  assert.equal(whole.end, null);
  const ids: string[] = [];
  let page = await desk.view(7);
  for (;;) {
    assert.equal(page.total, 50);
    ids.push(...page.waiting.map(({ task }) => task.id));
    if (page.end === null) break;
    page = await desk.view(7, page.end);
  }
  assert.deepEqual(new Set(ids), new Set(whole.waiting.map(({ task }) => task.id)));
  assert.equal(ids.length, 50);
});

test('a look at the queue knows all that was committed before it, and says from where to follow the log', async (context) => {
  const desk = await createDesk(context, 3);
  const added = await desk.add({ priority: 'urgent' });
  const view = await desk.view(10);
  assert.equal(view.waiting[0]?.task.id, added.id);
  assert.equal(view.lastEvent, await desk.store.events.last());
  await desk.store.tasks.change(added.id, { type: 'cancelled', reason: 'not needed' }, { actor: 'ada' });
  assert.equal((await desk.view(10)).total, 3);
});

test('in a lane a task hears how many are ahead, also of those on the pages before', async (context) => {
  const desk = await createDesk(context, 0);
  for (let index = 0; index < 5; index += 1) await desk.add({ policy: 'develop' });
  const first = await desk.view(3);
  const second = await desk.view(3, first.end);
  assert.deepEqual(
    second.waiting.map(({ hold }) => hold?.text),
    ['lane: 3rd after #1', 'lane: 4th after #1'].map((text) => `${text} “Add a schema”`),
  );
});
