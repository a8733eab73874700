import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { sampleSpec } from '../../test/support/sample-tasks.ts';
import { AppError } from '../domain/errors.ts';
import { projectId, taskId } from '../domain/ids.ts';
import type { Task, TaskSpec } from '../domain/task.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { DeclaredOwnership } from './declared-ownership.ts';

const project = projectId('shop');

class Board {
  readonly store: Store;
  readonly #declared: DeclaredOwnership;

  constructor(store: Store) {
    this.store = store;
    this.#declared = new DeclaredOwnership(store);
  }

  static async open(context: TestContext): Promise<Board> {
    const store = await openSqliteStore({ file: ':memory:', now: Date.now });
    context.after(() => store.close());
    for (const name of ['shop', 'bank'])
      await store.projects.insert({
        id: projectId(name),
        name,
        home: 'home',
        root: `/repositories/${name}`,
        branch: 'main',
        trusted: false,
        createdAt: 1,
      });
    return new Board(store);
  }

  /** A new draft, whatever it overlaps with. */
  async add(given: Partial<TaskSpec> & { readonly projectId?: typeof project }): Promise<Task> {
    const draft = { ...sampleSpec(), id: taskId(randomUUID()), projectId: project, name: 'task', ...given };
    return this.store.tasks.create(draft, 'ada');
  }

  /** The warnings for such a task, or the message of the refusal. */
  async ask(given: Partial<Task>, allowOverlap = false): Promise<readonly string[] | string> {
    const mine = { ...sampleSpec(), id: taskId('new'), projectId: project, ...given };
    try {
      return await this.store.transition((within) => this.#declared.check(within, mine, { allowOverlap }));
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  }
}

test('R200 what others declared is refused, with a path and both globs, unless it is allowed', async (context) => {
  const board = await Board.open(context);
  await board.add({ title: 'The API', owns: ['src/api/*', 'docs/**'] });
  const owns = ['lib/**', 'src/**'];
  assert.match(
    String(await board.ask({ owns })),
    /^It would own src\/api\/\S+ together with #1 “The API” \(draft\)/,
  );
  assert.match(String(await board.ask({ owns })), /its `src\/\*\*` and `src\/api\/\*` of that one\.$/);
  assert.equal((await board.ask({ owns }, true)).length, 1);
  assert.deepEqual(await board.ask({ owns: ['src/ui/**'] }), []);
  assert.deepEqual(await board.ask({ owns: [] }), []);
  assert.deepEqual(await board.ask({ owns, projectId: projectId('bank') }), []);
});

test('only who may still write counts, and it is followed as it changes', async (context) => {
  const board = await Board.open(context);
  const owns = ['src/**'];
  const other = await board.add({ owns });
  const change = (...types: readonly Parameters<Store['tasks']['change']>[1][]): Promise<unknown> =>
    types.reduce<Promise<unknown>>(
      async (before, event) => before.then(() => board.store.tasks.change(other.id, event, { actor: 'ada' })),
      Promise.resolve(),
    );
  const isRefused = async (): Promise<boolean> => typeof (await board.ask({ owns })) === 'string';
  assert.equal(await isRefused(), true);
  await change({ type: 'edited', patch: { owns: ['docs/**'] } });
  assert.equal(await isRefused(), false);
  await change({ type: 'edited', patch: { owns } }, { type: 'accepted' });
  assert.equal(await isRefused(), true);
  await change({ type: 'claimed', worker: 'w' }, { type: 'started' });
  assert.equal(await isRefused(), true);
  const failure = { kind: 'test', message: 'no', detail: '', next: 'Retry.' } as const;
  await change({ type: 'failed', failure });
  assert.equal(await isRefused(), false);
  await change({ type: 'retried' });
  assert.equal(await isRefused(), true);
  await change({ type: 'deleted' });
  assert.equal(await isRefused(), false);
});

test('a task does not overlap with itself, and tasks of one lane never run at the same time', async (context) => {
  const board = await Board.open(context);
  const own = await board.add({ owns: ['src/**'], policy: 'develop' });
  assert.deepEqual(await board.ask({ id: own.id, owns: ['src/api/**'] }), []);
  assert.deepEqual(await board.ask({ owns: ['src/**'], policy: 'develop' }), []);
  assert.equal(typeof (await board.ask({ owns: ['src/**'], policy: 'board' })), 'string');
});

test('a dependency in either direction, over others too, makes it a warning', async (context) => {
  const board = await Board.open(context);
  const owns = ['src/**'];
  const first = await board.add({ owns });
  const between = await board.add({ dependsOn: [first.id] });
  const said = await board.ask({ owns, dependsOn: [between.id] });
  assert.match(
    String(said),
    /^It owns src\/\S+ together with #1 .*: both own `src\/\*\*`\. A dependency keeps them apart\.$/,
  );
  // Now the one that is there waits for the new one.
  const id = taskId('new');
  const other = await Board.open(context);
  await other.add({ owns, dependsOn: [(await other.add({ dependsOn: [id] })).id] });
  assert.equal((await other.ask({ id, owns })).length, 1);
  // Without it the two are not ordered.
  assert.equal(typeof (await board.ask({ owns })), 'string');
});
