// Comments on the work of tasks: drafts that are sent once, in the order in which they were written.
import assert from 'node:assert/strict';
import { oid, taskId } from '../../../src/domain/ids.ts';
import type { TaskId } from '../../../src/domain/ids.ts';
import type { ReviewComment } from '../../../src/domain/review-comment.ts';
import { createIn, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

function sample(task: TaskId, id: string, given: Partial<ReviewComment> = {}): ReviewComment {
  return {
    id,
    taskId: task,
    author: 'ada',
    path: 'src/a b.ts',
    side: 'new',
    lines: { start: 3, end: 4 },
    text: 'Why?\n“so”',
    code: 'a\n\tb',
    base: oid('a'.repeat(40)),
    head: oid('b'.repeat(40)),
    createdAt: 1_700_000_000_000,
    sentAt: null,
    ...given,
  };
}

export function commentsContract(contract: Contract): void {
  contract('comments are kept as they are, in their order, through a restart', async (bench) => {
    const { store, project, reopen } = bench;
    const { id } = await createIn(store, await project(), 'ready');
    const written = ['z', 'a', 'm'].map((name) => sample(id, name));
    for (const comment of written) await store.comments.insert(comment);
    await rejects(store.comments.insert(sample(taskId('nothing'), 'x')), 'not_found');
    const again = await reopen();
    assert.deepEqual(await again.comments.list(id), written);
    await again.comments.remove('a');
    assert.deepEqual(
      (await again.comments.list(id)).map((comment) => comment.id),
      ['z', 'm'],
    );
  });

  contract('a comment is sent once, whoever asks at the same time', async ({ store, project }) => {
    const { id } = await createIn(store, await project(), 'ready');
    for (const name of ['one', 'two']) await store.comments.insert(sample(id, name));
    const sent = await Promise.all([
      store.comments.markSent(['one', 'two'], 5000),
      store.comments.markSent(['one', 'two'], 6000),
    ]);
    assert.deepEqual(
      sent.toSorted((one, other) => one - other),
      [0, 2],
    );
    assert.equal(await store.comments.markSent([], 7000), 0);
    const times = (await store.comments.list(id)).map((comment) => comment.sentAt);
    assert.equal(times[0], times[1]);
    assert.ok(times[0] === 5000 || times[0] === 6000);
  });

  contract('comments go with the project of their task', async ({ store, project }) => {
    const shop = await project();
    const { id } = await createIn(store, shop, 'ready');
    await store.comments.insert(sample(id, 'one'));
    await store.projects.remove(shop.id);
    assert.deepEqual(await store.comments.list(id), []);
  });

  contract(
    'variants are found from any of them, and a task stays in its group',
    async ({ store, project }) => {
      const shop = await project();
      const [first, second, other] = await Promise.all([
        createIn(store, shop, 'ready'),
        createIn(store, shop, 'ready'),
        createIn(store, shop, 'ready'),
      ]);
      assert.deepEqual(await store.variants.of(first.id), []);
      for (const { id } of [first, second]) await store.variants.add({ group: first.id, taskId: id });
      await store.variants.add({ group: other.id, taskId: second.id });
      const expected = [first, second]
        .toSorted((one, two) => one.number - two.number)
        .map(({ id }) => ({ group: first.id, taskId: id }));
      assert.deepEqual(await store.variants.of(second.id), expected);
      assert.deepEqual(await store.variants.of(first.id), expected);
      await rejects(store.variants.add({ group: first.id, taskId: taskId('nothing') }), 'not_found');
    },
  );
}
