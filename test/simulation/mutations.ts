// Deliberate mistakes, each put between the engine and its store. The simulation must find every one of them: otherwise its
// silence about the real code would mean nothing.
import type { Task } from '../../src/domain/task.ts';
import type { Lease, Store, StoreOperations } from '../../src/store/store.ts';

export type Mutation = (store: Store) => Store;

export const mutations: Readonly<Record<string, Mutation>> = {
  'writes are not fenced': (store) => onBoth(store, unfenced),
  'a claim does not look at the lane': (store) => claimSees(store, (live) => ({ ...live, policy: 'board' })),
  'a claim does not look at who owns the files': (store) =>
    claimSees(store, (live) => ({ ...live, owns: [] })),
  'a claim does not look at what the task depends on': (store) =>
    inTransition(store, (within) => ({
      ...within,
      tasks: {
        ...within.tasks,
        several: async (ids) => (await within.tasks.several(ids)).map((task) => ({ ...task, dependsOn: [] })),
      },
    })),
  'a claim does not look at the end of a back-off': (store) =>
    onBoth(store, (within) => ({ ...within, tasks: withoutBackoff(within.tasks) })),
  'a claim does not look at what is wrong with the agent': (store) =>
    inTransition(store, (within) => ({
      ...within,
      agents: { ...within.agents, list: async () => [] },
    })),
  'the two writes of a claim are two transactions': (store) => ({
    ...store,
    transition: async (work) => {
      const later: Lease[] = [];
      const put = async (lease: Lease): Promise<void> => void later.push(lease);
      const value = await store.transition(async (within) =>
        work({ ...within, leases: { ...within.leases, put } }),
      );
      for (const lease of later) await store.leases.put(lease);
      return value;
    },
  }),
  'leases that were not renewed in time stay': (store) => ({
    ...store,
    ...inTransition(store, (within) => ({
      ...within,
      leases: {
        ...within.leases,
        list: async () => (await within.leases.list()).map((lease) => ({ ...lease, until: Infinity })),
      },
    })),
  }),
  'some events are not delivered': (store) => {
    let count = 0;
    return {
      ...store,
      onEvents: (listener) =>
        store.onEvents((records) => {
          count += 1;
          if (count % 10 > 0) listener(records);
        }),
    };
  },
};

function onBoth(store: Store, change: (within: StoreOperations) => StoreOperations): Store {
  return { ...store, ...change(store), transition: inTransition(store, change).transition };
}

function inTransition(store: Store, change: (within: StoreOperations) => StoreOperations): Store {
  return { ...store, transition: async (work) => store.transition(async (within) => work(change(within))) };
}

function unfenced(within: StoreOperations): StoreOperations {
  const { tasks, events } = within;
  return {
    ...within,
    tasks: {
      ...tasks,
      change: async (id, event, { actor }) => tasks.change(id, event, { actor }),
    },
    events: { ...events, append: async (id, bodies, { actor }) => events.append(id, bodies, { actor }) },
  };
}

// The queue in memory is blind for it too, or it would not even propose the task.
function withoutBackoff(tasks: StoreOperations['tasks']): StoreOperations['tasks'] {
  const blind = <Of extends Task | undefined>(task: Of): Of =>
    task?.state === 'queued' ? { ...task, notBefore: null } : task;
  return {
    ...tasks,
    get: async (id) => blind(await tasks.get(id)),
    several: async (ids) => (await tasks.several(ids)).map(blind),
    list: async (filter) => (await tasks.list(filter)).map(blind),
  };
}

/** What a claim reads of the tasks that are live. */
function claimSees(store: Store, blind: (live: Task) => Task): Store {
  return inTransition(store, (within) => ({
    ...within,
    tasks: { ...within.tasks, list: async (filter) => (await within.tasks.list(filter)).map(blind) },
  }));
}
