// Around a store: tells the judge which writes with a fence were accepted. What the writer believed is compared with what
// the log says, so it does not matter who was to check the fence in between.
import type { Store, StoreOperations } from '../../src/store/store.ts';
import type { Judge, Written } from './judge.ts';

export function witnessed(store: Store, judge: Judge): Store {
  return {
    ...store,
    ...operations(store, (written) => judge.accepted(written)),
    transition: async (work) => {
      const written: Written[] = [];
      const value = await store.transition(async (within) =>
        work(operations(within, (one) => written.push(one))),
      );
      // Only now they are.
      for (const one of written) judge.accepted(one);
      return value;
    },
  };
}

function operations(within: StoreOperations, tell: (written: Written) => void): StoreOperations {
  return {
    ...within,
    tasks: {
      ...within.tasks,
      change: async (id, event, options) => {
        const task = await within.tasks.change(id, event, options);
        const { fence } = options;
        if (fence !== undefined) tell({ kind: 'change', id, version: task.version, fence });
        return task;
      },
    },
    events: {
      ...within.events,
      append: async (id, bodies, options) => {
        const records = await within.events.append(id, bodies, options);
        const { fence } = options;
        if (fence !== undefined)
          for (const record of records) tell({ kind: 'event', id, event: record.id, fence });
        return records;
      },
    },
    leases: {
      ...within.leases,
      renew: async (id, fence, until) => {
        const isRenewed = await within.leases.renew(id, fence, until);
        if (isRenewed) tell({ kind: 'renewal', id, fence });
        return isRenewed;
      },
    },
  };
}
