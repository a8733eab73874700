// Creating, finding and listing tasks.
import assert from 'node:assert/strict';
import { projectId, taskId } from '../../../src/domain/ids.ts';
import { taskStates } from '../../../src/domain/task.ts';
import { codeOf, createIn, draftFor, rejects, rowOf } from './setup.ts';
import type { Contract } from './setup.ts';

export function tasksContract(contract: Contract): void {
  creating(contract);
  finding(contract);
  listing(contract);
}

function creating(contract: Contract): void {
  contract(
    'R213 a new task is a draft with an id, a number of its project, a name and a branch',
    async (bench) => {
      const { store, project, clock } = bench;
      const shop = await project();
      clock.at = 7777;
      const draft = draftFor(shop, {
        title: 'Add “ü” \u0000 and 😀',
        dependsOn: [taskId('x')],
        owns: ['src/**'],
      });
      const task = await store.tasks.create(draft, 'ada');
      const { name: _, ...spec } = draft;
      assert.partialDeepStrictEqual(task, {
        ...spec,
        state: 'draft',
        number: 1,
        name: 'add-a-schema',
        branch: 'tasklane/1-add-a-schema',
        position: 1,
        version: 1,
        fence: 0,
        createdAt: 7777,
        updatedAt: 7777,
        stateSince: 7777,
      });
      assert.deepEqual(await rowOf(store, task.id), task);
    },
  );

  contract(
    'R107 a name that is taken gets a number, and one of a deleted task is free again',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project('shop');
      const create = async (name: string): Promise<string> =>
        (await store.tasks.create(draftFor(shop, { name }), 'ada')).name;
      assert.equal(await create('fix'), 'fix');
      assert.equal(await create('fix-it'), 'fix-it');
      assert.equal(await create('fix'), 'fix-2');
      assert.equal(await create('fix'), 'fix-3');
      const second = await store.tasks.find('fix-2');
      assert.ok(second);
      await store.tasks.change(second.id, { type: 'deleted' }, { actor: 'ada' });
      assert.equal(await create('fix'), 'fix-2');
      const bank = await project('bank');
      assert.equal((await store.tasks.create(draftFor(bank, { name: 'fix' }), 'ada')).name, 'fix');
    },
  );

  contract('numbers count per project and are never given out again', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project('shop');
    const bank = await project('bank');
    const first = await store.tasks.create(draftFor(shop), 'ada');
    const second = await store.tasks.create(draftFor(shop), 'ada');
    assert.deepEqual([first.number, second.number], [1, 2]);
    assert.equal((await store.tasks.create(draftFor(bank), 'ada')).number, 1);
    await store.tasks.change(second.id, { type: 'deleted' }, { actor: 'ada' });
    const again = await reopen();
    assert.equal((await again.tasks.create(draftFor(shop), 'ada')).number, 3);
  });

  contract(
    'tasks that are created at once get distinct numbers without gaps, and distinct names',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project();
      const drafts = Array.from({ length: 40 }, () => draftFor(shop));
      const tasks = await Promise.all(drafts.map((draft) => store.tasks.create(draft, 'ada')));
      const numbers = tasks.map((task) => task.number).sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
      assert.equal(new Set(tasks.map((task) => task.name)).size, 40);
      for (const task of tasks) assert.deepEqual(await rowOf(store, task.id), task);
    },
  );

  contract('a creation that fails leaves no number behind', async (bench) => {
    const { store, project } = bench;
    const shop = await project();
    const first = await store.tasks.create(draftFor(shop), 'ada');
    const results = await Promise.allSettled([
      store.tasks.create(draftFor(shop, { id: first.id }), 'ada'),
      store.tasks.create(draftFor({ id: projectId('nothing') }), 'ada'),
    ]);
    assert.equal(codeOf(results[1]), 'not_found');
    assert.equal(results[0].status, 'rejected');
    assert.equal((await store.tasks.create(draftFor(shop), 'ada')).number, 2);
  });
}

function finding(contract: Contract): void {
  contract('R96 a task is found by its id, its number and its name', async ({ store, project }) => {
    const shop = await project();
    const task = await store.tasks.create(draftFor(shop), 'ada');
    for (const ref of [task.id, '1', '#1', 'add-a-schema']) {
      assert.deepEqual(await store.tasks.find(ref), task, ref);
      assert.deepEqual(await store.tasks.find(ref, shop.id), task, ref);
    }
    for (const ref of ['', '2', '0', '-1', '1.0', 'add', 'ADD-A-SCHEMA', '9'.repeat(40)])
      assert.equal(await store.tasks.find(ref), undefined, ref);
    assert.equal(await store.tasks.find('1', projectId('nothing')), undefined);
  });

  contract('a name or number in several projects is ambiguous and names the candidates', async (bench) => {
    const { store, project } = bench;
    const shop = await project('shop');
    const bank = await project('bank');
    const inShop = await store.tasks.create(draftFor(shop), 'ada');
    const inBank = await store.tasks.create(draftFor(bank), 'ada');
    for (const ref of ['1', 'add-a-schema']) {
      const error = await rejects(store.tasks.find(ref), 'ambiguous');
      assert.match(error.message, /in shop.*in bank/);
      assert.partialDeepStrictEqual(error.details, {
        candidates: [
          { id: inShop.id, project: 'shop' },
          { id: inBank.id, project: 'bank' },
        ],
      });
      assert.deepEqual(await store.tasks.find(ref, bank.id), inBank);
    }
    await store.tasks.change(inShop.id, { type: 'deleted' }, { actor: 'ada' });
    assert.deepEqual(await store.tasks.find('1'), inBank);
  });

  contract(
    'several tasks are read at once, deleted ones too; what there is not is left out',
    async (bench) => {
      const shop = await bench.project();
      const tasks = [
        await createIn(bench.store, shop, 'queued'),
        await createIn(bench.store, shop, 'running'),
        await bench.store.tasks.create(draftFor(shop), 'ada'),
      ];
      const [first, second, third] = tasks.map((task) => task.id);
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      await bench.store.tasks.change(third, { type: 'deleted' }, { actor: 'ada' });
      const read = async (...ids: readonly string[]): Promise<readonly string[]> => {
        const found = await bench.store.tasks.several(ids.map(taskId));
        for (const task of found) assert.deepEqual(task, await rowOf(bench.store, task.id));
        return found.map((task) => task.id).sort();
      };
      assert.deepEqual(await read(), []);
      assert.deepEqual(await read(second), [second]);
      assert.deepEqual(await read('none'), []);
      assert.deepEqual(await read(third, 'none', first), [first, third].sort());
      const many = Array.from({ length: 2500 }, (_, index) => `none-${index}`);
      assert.deepEqual(await read(second, ...many, first), [first, second].sort());
    },
  );

  contract('a deleted task is found by its id only', async ({ store, project }) => {
    const task = await store.tasks.create(draftFor(await project()), 'ada');
    const deleted = await store.tasks.change(task.id, { type: 'deleted' }, { actor: 'ada' });
    assert.equal(await store.tasks.find('1'), undefined);
    assert.equal(await store.tasks.find('add-a-schema'), undefined);
    assert.deepEqual(await store.tasks.find(task.id), deleted);
  });

  contract('a number is meant before a name that looks like one', async ({ store, project }) => {
    const shop = await project();
    const named = await store.tasks.create(draftFor(shop, { name: '2' }), 'ada');
    assert.deepEqual(await store.tasks.find('2'), named);
    const numbered = await store.tasks.create(draftFor(shop), 'ada');
    assert.deepEqual(await store.tasks.find('2'), numbered);
  });
}

function listing(contract: Contract): void {
  contract(
    'tasks are listed newest first, filtered by project and state, without deleted ones',
    async (bench) => {
      const { store, project, clock } = bench;
      const shop = await project('shop');
      const bank = await project('bank');
      const draft = await createIn(store, shop, 'draft', { name: 'a' });
      // A clock that is set back must not change the order.
      clock.at = 1;
      const queued = await createIn(store, bank, 'queued', { name: 'b' });
      const running = await createIn(store, shop, 'running', { name: 'c' });
      const gone = await createIn(store, shop, 'draft', { name: 'd' });
      const deleted = await store.tasks.change(gone.id, { type: 'deleted' }, { actor: 'ada' });
      assert.deepEqual(await store.tasks.list({}), [running, queued, draft]);
      assert.deepEqual(await store.tasks.list({ projectId: shop.id }), [running, draft]);
      assert.deepEqual(await store.tasks.list({ states: ['queued', 'running'] }), [running, queued]);
      assert.deepEqual(await store.tasks.list({ states: ['queued'], projectId: shop.id }), []);
      assert.deepEqual(await store.tasks.list({ states: [] }), []);
      assert.deepEqual(await store.tasks.list({ withDeleted: true, projectId: shop.id }), [
        deleted,
        running,
        draft,
      ]);
    },
  );

  contract(
    'a list in pages has every task once, also when tasks are added meanwhile',
    async ({ store, project }) => {
      const shop = await project();
      const made: string[] = [];
      for (let count = 0; count < 7; count += 1)
        made.unshift((await store.tasks.create(draftFor(shop), 'ada')).id);
      const seen: string[] = [];
      let page = await store.tasks.list({ limit: 3 });
      for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
        assert.ok(page.length <= 3);
        seen.push(...page.map((task) => task.id));
        await store.tasks.create(draftFor(shop), 'ada');
        page = await store.tasks.list({ limit: 3, before: last.id });
      }
      assert.deepEqual(seen, made);
      await rejects(store.tasks.list({ before: taskId('nothing') }), 'not_found');
    },
  );

  contract('a task of every state is the same after the store was closed and opened', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project();
    const tasks = [];
    for (const state of taskStates) tasks.unshift(await createIn(store, shop, state));
    const again = await reopen();
    assert.deepEqual(await again.tasks.list({}), tasks);
    for (const task of tasks) assert.deepEqual(await again.tasks.list({ states: [task.state] }), [task]);
  });
}
