// Tasklane as a queue: its own dispatcher, board and claims over its own store, with runs that end as soon as they began.
import type { Task } from '../../src/domain/task.ts';
import { Dispatcher } from '../../src/engine/dispatcher.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { Store } from '../../src/store/store.ts';
import { seededRandom } from '../../test/support/random.ts';
import { sampleEvents, sampleResult } from '../../test/support/sample-tasks.ts';
import { Completions } from './contender.ts';
import type { Contender } from './contender.ts';
import { draftMaker, home, makeProjects } from './drafts.ts';

const worker = 'bench';
const perTransition = 250;

/** Closes the store when it is closed. */
export async function tasklane(name: string, durability: string, store: Store): Promise<Contender> {
  const projects = makeProjects();
  for (const project of projects) await store.projects.insert(project);
  const next = draftMaker(projects, seededRandom(20_261));
  return {
    name,
    durability,
    fill: async (jobs) => {
      for (let left = jobs; left > 0; left -= perTransition)
        await store.transition(async (within) => {
          for (let count = Math.min(left, perTransition); count > 0; count -= 1) {
            const { id } = await within.tasks.create(next(), worker);
            await within.tasks.change(id, { type: 'accepted' }, { actor: worker });
          }
        });
    },
    move: async (jobs, atOnce) => {
      const completions = new Completions(jobs);
      const dispatcher = new Dispatcher(
        {
          store,
          limits: { all: atOnce, project: () => null },
          pressure: async () => null,
          worker,
          home,
          log: { ...silentLog, error: (fields) => completions.fail(new Error(JSON.stringify(fields))) },
          now: Date.now,
        },
        {
          run: async (task) =>
            complete(store, task).then(
              () => completions.add(),
              (error: unknown) => completions.fail(error),
            ),
          takeBack: async (task) => completions.fail(new Error(`${task.name} was lost`)),
        },
      );
      await dispatcher.start();
      try {
        await completions.enough();
      } finally {
        await dispatcher.stop();
      }
      return completions.moved;
    },
    close: async () => store.close(),
  };
}

// A run from its start to its end in one transaction: two changes and their events, and the lease is given back.
async function complete(store: Store, { id, fence, policy }: Task): Promise<void> {
  const options = { actor: `worker:${worker}`, fence };
  await store.transition(async (within) => {
    await within.tasks.change(id, sampleEvents.started, options);
    await within.tasks.change(
      id,
      policy === 'develop'
        ? { ...sampleEvents.finished, how: 'pushed', result: sampleResult }
        : sampleEvents.verified,
      options,
    );
    await within.leases.release(id, fence);
  });
}
