// The store as one actor sees it: each operation and each transition waits for its turn, and so do the events on their way.
import type { Store } from '../../src/store/store.ts';
import type { Actor, Turns } from './turns.ts';

export function actorStore(store: Store, actor: Actor, turns: Turns): Store {
  const { projects, tasks, leases, attempts, events, messages, steps, phases, templates, answers } = store;
  const { users, members, tokens, audit, webhooks, deliveries, agents } = store;
  const inTurn = <Group extends object>(name: string, group: Group): Group => {
    const entries = Object.entries(group).map(([key, call]: [string, unknown]) => [
      key,
      (...given: readonly unknown[]): unknown =>
        typeof call === 'function'
          ? turns.take(actor, `${name}.${key}`, async () => Reflect.apply(call, group, given) as unknown)
          : call,
    ]);
    // Each call as it was, but later.
    return Object.fromEntries(entries) as Group;
  };
  return {
    projects: inTurn('projects', projects),
    tasks: inTurn('tasks', tasks),
    leases: inTurn('leases', leases),
    attempts: inTurn('attempts', attempts),
    events: inTurn('events', events),
    messages: inTurn('messages', messages),
    steps: inTurn('steps', steps),
    requests: inTurn('requests', store.requests),
    schedules: inTurn('schedules', store.schedules),
    intakes: inTurn('intakes', store.intakes),
    phases: inTurn('phases', phases),
    now: async () => turns.take(actor, 'now', async () => store.now()),
    templates: inTurn('templates', templates),
    users: inTurn('users', users),
    members: inTurn('members', members),
    tokens: inTurn('tokens', tokens),
    audit: inTurn('audit', audit),
    webhooks: inTurn('webhooks', webhooks),
    deliveries: inTurn('deliveries', deliveries),
    agents: inTurn('agents', agents),
    answers: inTurn('answers', answers),
    usage: inTurn('usage', store.usage),
    inquiries: inTurn('inquiries', store.inquiries),
    resolutions: inTurn('resolutions', store.resolutions),
    comments: inTurn('comments', store.comments),
    variants: inTurn('variants', store.variants),
    rankings: inTurn('rankings', store.rankings),
    transition: async (work) => turns.take(actor, 'transition', async () => store.transition(work)),
    onEvents: (listener) =>
      store.onEvents((records) => {
        if (!actor.isDead) void turns.take(actor, 'events', async () => listener(records));
      }),
    describe: async () => store.describe(),
    close: async () => undefined,
  };
}
