import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { oid } from '../domain/ids.ts';
import type { Oid } from '../domain/ids.ts';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Room } from '../../test/support/workspace-room.ts';

/** A commit of a copy in which a file of so many random bytes was made; random so that it cannot be packed small. */
async function work(room: Room, task: string, bytes: number): Promise<Oid> {
  const copy = await room.workspace(task);
  writeFileSync(join(copy.tree, `${task}.bin`), randomBytes(bytes));
  const { head } = await room.hub.snapshot(copy, room.base, { message: task, author });
  return head;
}

function refsBelow(room: Room, prefix: string): readonly string[] {
  const text = room.person.git('--git-dir', room.hub.dir, 'for-each-ref', '--format=%(refname)', prefix);
  return text === '' ? [] : text.split('\n');
}

test('all refs of a task move to the trash and back at once, and those of no other task', async (context) => {
  const room = await openRoom(context);
  const { hub, base } = room;
  const { shelves } = hub;
  const head = await work(room, 'one', 10);
  await hub.pin('one/head', head);
  await hub.pin('one/attempt-1', base);
  await hub.pin('one-more/head', base);

  await shelves.move('one', 'pin', 'trash');
  await shelves.move('one', 'pin', 'trash');
  assert.equal(await hub.pinned('one/head'), null);
  assert.equal(await hub.pinned('one-more/head'), base);
  const trash = await shelves.on('trash');
  assert.deepEqual([...trash.keys()], ['one']);
  assert.deepEqual(
    [...(trash.get('one') ?? [])],
    [
      ['attempt-1', base],
      ['head', head],
    ],
  );

  // A pin that was made meanwhile is newer, and stays.
  await hub.pin('one/head', base);
  await shelves.copy('one', 'trash', 'pin');
  assert.deepEqual([await hub.pinned('one/head'), await hub.pinned('one/attempt-1')], [base, base]);
  assert.deepEqual([...(await shelves.on('trash')).keys()], ['one'], 'it is there until it is cleared');
  await shelves.clear('one', 'trash');
  assert.deepEqual(refsBelow(room, 'refs/tasklane/trash/'), []);
  await assert.rejects(shelves.clear('../one', 'trash'), /is no name of one task/);
});

test('a transaction that finds a ref elsewhere than it read it changes nothing', async (context) => {
  const room = await openRoom(context);
  const { hub, base } = room;
  await hub.pin('one/a', base);
  await hub.pin('one/b', base);
  // A lock that somebody holds: the second ref cannot be deleted, so the first must stay too.
  const lock = join(hub.dir, 'refs/tasklane/pin/one/b.lock');
  writeFileSync(lock, '');
  await assert.rejects(hub.shelves.move('one', 'pin', 'trash'), /update-ref failed/);
  assert.deepEqual(refsBelow(room, 'refs/tasklane/trash/'), []);
  assert.deepEqual([await hub.pinned('one/a'), await hub.pinned('one/b')], [base, base]);
});

test('a task in the trash takes what nothing else needs, and the sum over all counts nothing twice', async (context) => {
  const room = await openRoom(context);
  const { hub } = room;
  const large = await work(room, 'large', 200_000);
  const small = await work(room, 'small', 50_000);
  await hub.pin('large/head', large);
  await hub.pin('small/head', small);
  await hub.pin('same/head', small);
  await hub.publish('tasklane/1-large', large);
  await hub.shelves.move('large', 'pin', 'trash');

  const sizes = await hub.shelves.bytes([
    { id: 'large', branch: 'tasklane/1-large' },
    { id: 'small', branch: null },
    { id: 'same', branch: null },
    { id: 'nothing', branch: null },
  ]);
  const near = (size: number | undefined, expected: number): void =>
    assert.ok(size !== undefined && size > expected && size < expected + 5000, `${size} for ${expected}`);
  near(sizes.get('large'), 200_000);
  near(sizes.get('small'), 50_000);
  assert.equal(sizes.get('same'), 0, 'the same commit as one that is counted already');
  assert.equal(sizes.get('nothing'), 0);
  // Another task, which stays, needs it too.
  assert.equal((await hub.shelves.bytes([{ id: 'same', branch: null }])).get('same'), 0);
});

test('work is given as a branch of a name that is free, and no branch is moved for it', async (context) => {
  const room = await openRoom(context);
  const head = await work(room, 'one', 10);
  await room.hub.shelves.give('rescued/one', head);
  assert.equal(room.person.git('rev-parse', 'rescued/one'), head);
  await assert.rejects(room.hub.shelves.give('main', head), { code: 'already_exists' });
  await assert.rejects(room.hub.shelves.give('../x', head), { code: 'invalid_input' });
  assert.equal(room.person.git('rev-parse', 'main'), room.base);
});

test('housekeeping keeps what refs and copies need, and drops the rest once it is old enough', async (context) => {
  const room = await openRoom(context);
  const { hub } = room;
  const [pinned, started, young, old] = [
    await work(room, 'pinned', 100),
    await work(room, 'started', 100),
    await work(room, 'young', 100),
    await work(room, 'old', 100),
  ];
  await hub.pin('pinned/head', pinned);
  const gone = oid('1'.repeat(40));
  const monthAgo = Date.now() / 1000 - 30 * 24 * 3600;
  for (const id of [pinned, started, old])
    utimesSync(join(hub.dir, 'objects', id.slice(0, 2), id.slice(2)), monthAgo, monthAgo);

  assert.equal(await hub.tidy({ keep: [started, gone], force: false }), false, 'there is little to do');
  assert.equal(await hub.tidy({ keep: [started, gone], force: true }), true);
  for (const id of [pinned, started, young]) assert.ok(await hub.treeOf(id), id);
  await assert.rejects(hub.treeOf(old));

  assert.equal(await hub.tidy({ keep: [], force: true }), true);
  assert.deepEqual(refsBelow(room, 'refs/tasklane/kept/'), []);
});
