// Real processes, killed without warning while they write.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { seededRandom } from '../../../test/support/random.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { replay } from '../../domain/event.ts';
import { taskId } from '../../domain/ids.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './sqlite-store.ts';

const writer = new URL('../../../test/support/store-writer.ts', import.meta.url).pathname;

/** Starts a writer, kills it with -9 after that many acknowledged writes, returns all that it had acknowledged. */
async function writeUntilKilled(file: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, file], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
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

test('R217 after a kill -9 in the middle of writing, every acknowledged write is there and no half one', async (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  const random = seededRandom(7);
  for (let round = 0; round < 5; round += 1) {
    const acknowledged = await writeUntilKilled(file, 10 + random.below(120));
    const store = await openSqliteStore({ file, now: Date.now });
    for (const line of acknowledged) await assertKept(store, line);
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
    await store.close();
  }
});
