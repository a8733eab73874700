// What every store keeps when a process that writes to it is killed without warning: real processes, kill -9.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { replay } from '../../src/domain/event.ts';
import { taskId } from '../../src/domain/ids.ts';
import type { Store } from '../../src/store/store.ts';
import { seededRandom } from '../support/random.ts';
import { openStoreAt } from '../support/store-at.ts';

const writer = new URL('../support/store-writer.ts', import.meta.url).pathname;

/** `place` gives a file that is not there yet, or the address of an empty database. */
export function storeCrashContract(name: string, place: (context: TestContext) => Promise<string>): void {
  test(`R217 after a kill -9 in the middle of writing, every acknowledged write is there and no half one (${name})`, async (context) => {
    const at = await place(context);
    const random = seededRandom(7);
    for (let round = 0; round < 5; round += 1) {
      const acknowledged = await writeUntilKilled(at, 10 + random.below(120));
      const store = await openStoreAt(at);
      try {
        for (const line of acknowledged) await assertKept(store, line);
        await assertWhole(store);
      } finally {
        await store.close();
      }
    }
  });
}

/** Starts a writer, kills it with -9 after that many acknowledged writes, returns all that it had acknowledged. */
async function writeUntilKilled(place: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, place], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  const exited = once(child, 'close');
  createInterface({ input: child.stdout }).on('line', (line) => {
    acknowledged.push(line);
    if (acknowledged.length === lines) child.kill('SIGKILL');
  });
  await exited;
  assert.equal(child.signalCode, 'SIGKILL');
  return acknowledged;
}

async function assertKept(store: Store, line: string): Promise<void> {
  const said: unknown = JSON.parse(line);
  assert.ok(typeof said === 'object' && said !== null);
  if ('event' in said) {
    const [record] = await store.events.read({ after: Number(said.event) - 1, limit: 1 });
    assert.equal(record?.id, said.event, `event of ${line}`);
  } else if ('task' in said && 'version' in said) {
    assert.equal((await store.tasks.get(taskId(String(said.task))))?.version, said.version, line);
  } else assert.fail(line);
}

async function assertWhole(store: Store): Promise<void> {
  for (const task of await store.tasks.list({ withDeleted: true })) {
    // Created and accepted in one transition: never a draft.
    assert.equal(task.state, 'queued');
    assert.deepEqual(replay(await store.events.read({ taskId: task.id })), task);
  }
  const numbers = (await store.tasks.list({})).map((task) => task.number);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => numbers.length - index),
  );
}
