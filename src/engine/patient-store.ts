// The store for work that is under way: while the server is away it waits and asks again, so that a restart of the database
// does not cost an agent its run. People and agents who call get the error at once instead; they can repeat it themselves.
import { AppError } from '../domain/errors.ts';
import { sleep } from '../lib/sleep.ts';
import type { Store } from '../store/store.ts';

const pauseMs = 500;

/** Every call waits until the store can be reached, or throws that it cannot once the signal has aborted. */
export function patientStore(store: Store, signal: AbortSignal): Store {
  const patiently = <Group extends object>(group: Group): Group => {
    const entries = Object.entries(group).map(([key, call]: [string, unknown]) => [
      key,
      (...given: readonly unknown[]): unknown =>
        typeof call === 'function'
          ? untilReached(async () => Reflect.apply(call, group, given) as unknown, signal)
          : call,
    ]);
    // Each call as it was, but later.
    return Object.fromEntries(entries) as Group;
  };
  return {
    projects: patiently(store.projects),
    tasks: patiently(store.tasks),
    leases: patiently(store.leases),
    attempts: patiently(store.attempts),
    events: patiently(store.events),
    messages: patiently(store.messages),
    steps: patiently(store.steps),
    phases: patiently(store.phases),
    requests: patiently(store.requests),
    schedules: patiently(store.schedules),
    intakes: patiently(store.intakes),
    templates: patiently(store.templates),
    users: patiently(store.users),
    members: patiently(store.members),
    tokens: patiently(store.tokens),
    audit: patiently(store.audit),
    webhooks: patiently(store.webhooks),
    deliveries: patiently(store.deliveries),
    agents: patiently(store.agents),
    answers: patiently(store.answers),
    usage: patiently(store.usage),
    inquiries: patiently(store.inquiries),
    resolutions: patiently(store.resolutions),
    comments: patiently(store.comments),
    variants: patiently(store.variants),
    rankings: patiently(store.rankings),
    now: () => untilReached(() => store.now(), signal),
    transition: (work) => untilReached(() => store.transition(work), signal),
    onEvents: (listener) => store.onEvents(listener),
    describe: () => store.describe(),
    close: () => store.close(),
  };
}

async function untilReached<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || isInDoubt(error) || signal.aborted) throw error;
    }
    // When it ends, the last try says what is the matter.
    await sleep(pauseMs, signal).catch(() => undefined);
  }
}

/** Whether the store could not be reached. */
export function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'store_unreachable';
}

/** Whether the connection was lost while a change was being saved. What may have been done must not be done twice. */
export function isInDoubt(error: unknown): boolean {
  return error instanceof AppError && error.details['inDoubt'] === true;
}
