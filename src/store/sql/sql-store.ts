// The store over any SQL driver: puts the operations together, runs transitions, and tells listeners what was committed.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventRecord } from '../../domain/event.ts';
import type { Store, StoreClock, StoreOperations } from '../store.ts';
import { agentHealths } from './agent-health.ts';
import { answers } from './answers.ts';
import { attempts } from './attempts.ts';
import { audit } from './audit.ts';
import { comments } from './comments.ts';
import { deliveries } from './deliveries.ts';
import { events, readLog } from './events.ts';
import { inquiries } from './inquiries.ts';
import { intakes } from './intakes.ts';
import { leases } from './leases.ts';
import { messages } from './messages.ts';
import { phases } from './phases.ts';
import { projects } from './projects.ts';
import { rankings } from './rankings.ts';
import { requests } from './requests.ts';
import { begun, settle } from './session.ts';
import type { LogSource, Session, SqlDriver, Tx } from './session.ts';
import { schedules } from './schedules.ts';
import { steps } from './steps.ts';
import { tasks } from './tasks.ts';
import { templates } from './templates.ts';
import { tokens } from './tokens.ts';
import { resolutions } from './resolutions.ts';
import { usages } from './usage.ts';
import { members, users } from './users.ts';
import { variants } from './variants.ts';
import { webhooks } from './webhooks.ts';

export interface SqlStoreOptions extends StoreClock {
  /**
   * Hears of an exception in a listener, or while what others wrote was read for them: a bug, but one that must not undo
   * or hide a commit. Default: a warning.
   */
  readonly onListenerError?: (error: unknown) => void;
}

export function sqlStore(driver: SqlDriver, options: SqlStoreOptions): Store {
  const failed = options.onListenerError ?? warn;
  const feed = createFeed(failed);
  const read: LogSource['read'] = (after, limit) =>
    driver.ask((db) => readLog(begun(db, options.now, false), { after, limit }));
  const committed = driver.follow?.({ read, tell: feed.tell, failed }) ?? feed.tell;
  const clock: Clock = (tx) => driver.clock?.(tx.db) ?? Promise.resolve(tx.now());
  const outside = outerSession(driver, options.now, committed);
  return {
    ...operations(outside, clock),
    transition: (work) => outside.write((tx) => runInside(tx, work, clock)),
    onEvents: feed.listen,
    describe: () => driver.describe(),
    close: () => driver.close(),
  };
}

type Clock = (tx: Tx) => Promise<number>;

function operations(session: Session, clock: Clock): StoreOperations {
  return {
    projects: projects(session),
    tasks: tasks(session),
    leases: leases(session),
    attempts: attempts(session),
    events: events(session),
    messages: messages(session),
    steps: steps(session),
    phases: phases(session),
    users: users(session),
    members: members(session),
    tokens: tokens(session),
    audit: audit(session),
    now: () => session.ask(clock),
    templates: templates(session),
    requests: requests(session),
    schedules: schedules(session),
    intakes: intakes(session),
    webhooks: webhooks(session),
    deliveries: deliveries(session),
    agents: agentHealths(session),
    answers: answers(session),
    usage: usages(session),
    inquiries: inquiries(session),
    resolutions: resolutions(session),
    comments: comments(session),
    variants: variants(session),
    rankings: rankings(session),
  };
}

/** Each call is a transaction of its own. */
function outerSession(
  driver: SqlDriver,
  now: () => number,
  tell: (records: readonly EventRecord[]) => void,
): Session {
  // Whoever calls the store from inside a transition would wait for the transition, which waits for them: a silent
  // standstill. So every transaction marks what runs inside it, as long as it is open.
  const current = new AsyncLocalStorage<{ open: boolean }>();
  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    if (current.getStore()?.open === true)
      throw new Error(
        'the store was called inside its own transition; use the operations that the transition gives',
      );
    const mark = { open: true };
    try {
      return await current.run(mark, run);
    } finally {
      mark.open = false;
    }
  };
  const begin = (db: Tx['db']): Tx => begun(db, now, driver.isRemote);
  return {
    ask: (work) => guarded(() => driver.ask((db) => work(begin(db)))),
    read: (work) => guarded(() => driver.read((db) => work(begin(db)))),
    write: (work) =>
      guarded(() => {
        let tx: Tx | undefined;
        return driver.write(
          async (db) => {
            const value = await work((tx = begin(db)));
            await settle(tx);
            return value;
          },
          // Listeners run in the caller's context, but the transaction is over: they may use the store again.
          () => current.run({ open: false }, () => tell(tx?.appended ?? [])),
        );
      }),
  };
}

/** Each call of the operations that `work` gets is part of the open transaction, until `work` has ended. */
async function runInside<T>(tx: Tx, work: (within: StoreOperations) => Promise<T>, clock: Clock): Promise<T> {
  let isOpen = true;
  // A driver may go on with the same transaction for somebody else.
  const inside = async <R>(run: (tx: Tx) => Promise<R>): Promise<R> => {
    if (!isOpen) throw new Error('the operations of a transition were used after its end');
    return run(tx);
  };
  try {
    return await work(operations({ ask: inside, read: inside, write: inside }, clock));
  } finally {
    isOpen = false;
  }
}

type Listener = Parameters<Store['onEvents']>[0];

function createFeed(onListenerError: (error: unknown) => void): {
  listen: Store['onEvents'];
  tell: Listener;
} {
  const listeners = new Set<Listener>();
  return {
    listen: (listener) => {
      // A wrapper of its own, so that the same function may listen twice and stop once.
      const entry: Listener = (records) => listener(records);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    tell: (records) => {
      if (records.length === 0) return;
      for (const listener of listeners) {
        try {
          listener(records);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'StoreListenerWarning');
}
