// What the live stream promises over any store, with real processes: no gap and no duplicate over kills of the daemon while
// writers write, and a snapshot that the events after it complete.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { SnapshotJson } from '../../src/api/event-schemas.ts';
import { streamEvents } from '../../src/api/events.ts';
import type { Connection, Place } from '../../src/api/request.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import type { Store } from '../../src/store/store.ts';
import { seededRandom } from '../support/random.ts';
import { openStoreAt } from '../support/store-at.ts';

const program = new URL('../support/live-server-process.ts', import.meta.url).pathname;

/** `place` gives a file that is not there yet, or the address of an empty database. */
export function liveEventsContract(name: string, place: (context: TestContext) => Promise<string>): void {
  test(`R216 streams go on without a gap or a duplicate when the daemon is killed while many write (${name})`, async (context) => {
    const at = await place(context);
    const daemon = await Daemon.start(context, at);
    const all = daemon.listen({});
    const some = daemon.listen({ types: 'task.ready,task.failed' });
    const random = seededRandom(11);
    for (let kill = 0; kill < 4; kill += 1) {
      const wanted = all.events.length + 30 + random.below(60);
      await all.until(() => all.events.length >= wanted);
      await daemon.kill();
      await daemon.again();
    }
    await all.until(() => all.events.length >= 500);
    // The other stream comes back by itself too, in its own time.
    await some.until(() => some.events.length > 10);
    await daemon.kill();
    const store = await openStoreAt(at);
    try {
      const log = await wholeLog(store);
      // What was committed in the last moment before the end was told to nobody.
      assert.ok(all.events.length <= log.length);
      assert.deepEqual(
        all.events.map((event) => event.id),
        log.slice(0, all.events.length).map((record) => record.id),
      );
      const wanted = all.events.filter(
        (event) =>
          event.data['from'] !== event.data['to'] && /^(ready|failed)$/.test(String(event.data['to'])),
      );
      const both = Math.min(wanted.length, some.events.length);
      assert.ok(both > 10, 'both are well under way');
      assert.deepEqual(
        some.events.slice(0, both).map((event) => event.id),
        wanted.slice(0, both).map((event) => event.id),
      );
    } finally {
      await store.close();
    }
  });

  test(`R216 a snapshot and the events after it are the state at the end (${name})`, async (context) => {
    const at = await place(context);
    const daemon = await Daemon.start(context, at);
    const listeners = [];
    for (let count = 0; count < 12; count += 1) {
      const listener = daemon.listen({ snapshot: '1' });
      listeners.push(listener);
      // Each begins somewhere else in the history.
      await listener.until(() => listener.events.length >= 15);
    }
    const least = Math.max(...listeners.map((one) => one.last));
    for (const one of listeners) await one.until(() => one.last >= least);
    await daemon.kill();
    const store = await openStoreAt(at);
    try {
      for (const listener of listeners) {
        const expected = await statesAt(store, listener.last);
        assert.deepEqual(listener.states(), expected);
      }
    } finally {
      await store.close();
    }
  });
}

/** What the tasks were after one event, from the log alone. */
async function statesAt(store: Store, last: number): Promise<Record<string, string>> {
  const states = new Map<string, { state: string; version: number }>();
  for (const record of await wholeLog(store)) {
    if (record.id > last) break;
    if (record.body.type === 'task.created') states.set(record.taskId, { state: 'draft', version: 1 });
    if (record.body.type !== 'task.changed') continue;
    if (record.body.change.type === 'deleted') states.delete(record.taskId);
    else
      states.set(record.taskId, {
        state: record.body.to,
        version: (states.get(record.taskId)?.version ?? 0) + 1,
      });
  }
  return asText(states);
}

async function wholeLog(store: Store) {
  return store.events.read({ limit: 1_000_000 });
}

function asText(states: ReadonlyMap<string, { state: string; version: number }>): Record<string, string> {
  const entries = [...states].map(([id, { state, version }]) => [id, `${state} ${version}`] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other)));
}

class Listener {
  readonly events: EventJson[] = [];
  readonly #states = new Map<string, { state: string; version: number }>();
  #parts: SnapshotJson[] = [];
  #position = 0;
  #wake: () => void = () => undefined;

  see(part: SnapshotJson): void {
    this.#parts.push(part);
    if (!part.last) return;
    this.#position = part.id;
    for (const task of this.#parts.flatMap((one) => one.tasks))
      this.#states.set(task.id, { state: task.state, version: task.version });
    this.#parts = [];
  }

  add(event: EventJson): void {
    this.events.push(event);
    const { to, change } = event.data;
    if (event.type === 'task.created') this.#states.set(event.task_id, { state: 'draft', version: 1 });
    else if (event.type === 'task.changed') {
      if (JSON.stringify(change).includes('"type":"deleted"')) this.#states.delete(event.task_id);
      else {
        const version = (this.#states.get(event.task_id)?.version ?? 0) + 1;
        this.#states.set(event.task_id, { state: String(to), version });
      }
    }
    this.#wake();
  }

  get last(): number {
    return this.events.at(-1)?.id ?? this.#position;
  }

  states(): Record<string, string> {
    return asText(this.#states);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

class Daemon implements Place {
  readonly #at: string;
  readonly #signal: AbortSignal;
  #child: ChildProcess | undefined;
  #connection: Connection = { url: '', token: 'none' };

  static async start(context: TestContext, at: string): Promise<Daemon> {
    const end = new AbortController();
    const daemon = new Daemon(at, end.signal);
    context.after(async () => {
      end.abort();
      await daemon.kill();
    });
    await daemon.again();
    return daemon;
  }

  private constructor(at: string, signal: AbortSignal) {
    this.#at = at;
    this.#signal = signal;
  }

  current(): Connection {
    return this.#connection;
  }

  async lookAgain(): Promise<void> {}

  async again(): Promise<void> {
    const child = spawn(process.execPath, [program, this.#at], {
      env: {},
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const lines: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
    this.#connection = { url: `http://127.0.0.1:${String(lines[0])}`, token: 'none' };
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }

  listen(query: { readonly types?: string; readonly snapshot?: '1' }): Listener {
    const listener = new Listener();
    const options = {
      onSnapshot: (part: SnapshotJson) => listener.see(part),
      backOffMs: [5, 50] as const,
    };
    void (async () => {
      for await (const event of streamEvents(this, query, this.#signal, options)) listener.add(event);
    })();
    return listener;
  }
}
