// The radar's verdict is what happens: real work in a real hub, judged first, and then applied one after the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../test/support/random.ts';
import { openRoom } from '../../../test/support/workspace-room.ts';
import type { Room } from '../../../test/support/workspace-room.ts';
import { files, gitlink, linked, mode, renamed, workMaker } from '../../../test/support/work-maker.ts';
import type { Change, MakeWork } from '../../../test/support/work-maker.ts';
import { taskId } from '../../domain/ids.ts';
import type { Oid } from '../../domain/ids.ts';
import { conflictsIn, judge, Verdicts } from './judge.ts';
import type { Judgement, Work } from './judge.ts';

const author = { name: 'Test Person', email: 'person@example.com' };
const lines = (changed: Readonly<Record<number, string>>): string =>
  Array.from({ length: 40 }, (_, index) => `${changed[index] ?? `line ${index}`}\n`).join('');

function work(name: string, head: Oid, key = head as string): Work {
  return { task: taskId(name), head, key };
}

const nothingKnown = (): null => null;

interface Place {
  readonly room: Room;
  readonly make: MakeWork;
}

async function place(context: Parameters<typeof openRoom>[0], given: Record<string, string>): Promise<Place> {
  const room = await openRoom(context, { files: given });
  return { room, make: workMaker(room) };
}

/** Brings the work to the branch as an apply does; false where it conflicts. */
async function apply({ hub }: Room, head: Oid): Promise<boolean> {
  const main = await hub.branchHead('main');
  assert.ok(main !== null);
  if (await hub.isAncestor(main, head)) return hub.moveBranch('main', head, main);
  const merged = await hub.merge(main, head);
  if (merged.kind === 'conflict') return false;
  const parents = [main, head];
  const commit = await hub.commit({ tree: merged.tree, parents, message: 'merge', author });
  return hub.moveBranch('main', commit, main);
}

async function judgeTwo({ room, make }: Place, one: Change, other: Change): Promise<Judgement> {
  const works = [work('one', make(room.base, one)), work('two', make(room.base, other))];
  return judge(room.hub, room.base, works, new Verdicts());
}

const binary = (text: string): Buffer => Buffer.from(`\0${text}`);
const cases: readonly [name: string, one: Change, other: Change, kind: string | null, path: string][] = [
  [
    'the same lines',
    files({ 'a.txt': lines({ 3: 'X' }) }),
    files({ 'a.txt': lines({ 3: 'Y' }) }),
    'content',
    'a.txt',
  ],
  ['other lines', files({ 'a.txt': lines({ 3: 'X' }) }), files({ 'a.txt': lines({ 30: 'Y' }) }), null, ''],
  [
    'a new file of one name',
    files({ 'new.txt': '1\n' }),
    files({ 'new.txt': '2\n' }),
    'both_added',
    'new.txt',
  ],
  ['the same new file', files({ 'new.txt': '1\n' }), files({ 'new.txt': '1\n' }), null, ''],
  ['rename and rename', renamed('a.txt', 'one.txt'), renamed('a.txt', 'two.txt'), 'renamed', 'a.txt'],
  [
    'a rename and a change of the old name',
    renamed('a.txt', 'b.txt'),
    files({ 'a.txt': lines({ 3: 'X' }) }),
    null,
    '',
  ],
  ['delete and modify', files({ 'a.txt': null }), files({ 'a.txt': lines({ 3: 'X' }) }), 'deleted', 'a.txt'],
  ['mode only, on both sides', mode('a.txt', 0o755), mode('a.txt', 0o755), null, ''],
  ['mode and content', mode('a.txt', 0o755), files({ 'a.txt': lines({ 3: 'X' }) }), null, ''],
  ['a link and a change', linked('a.txt', 'b'), files({ 'a.txt': lines({ 3: 'X' }) }), 'type', ''],
  ['binary files', files({ 'x.bin': binary('1') }), files({ 'x.bin': binary('2') }), 'binary', 'x.bin'],
  ['submodules', gitlink('sub', 'b'.repeat(40)), gitlink('sub', 'c'.repeat(40)), 'submodule', 'sub'],
  ['a folder where a file is', files({ 'a.txt': null, 'd/x': '1\n' }), files({ d: '1\n' }), 'folder', ''],
];

for (const [name, one, other, kind, path] of cases)
  test(`${name}: the verdict says ${kind ?? 'clean'}, and applying both does the same`, async (context) => {
    const { room, make } = await place(context, { 'a.txt': lines({}) });
    const base = make(room.base, (repository) => {
      files({ 'x.bin': binary('0') })(repository);
      gitlink('sub', 'a'.repeat(40))(repository);
    });
    await room.hub.moveBranch('main', base, room.base);
    const judgement = await judgeTwo({ room: { ...room, base }, make }, one, other);
    const [conflict] = conflictsIn(judgement, taskId('one'), nothingKnown);
    const [first, second] = judgement.alone.map((each) => each.work.head);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(
      conflictsIn(judgement, taskId('two'), nothingKnown),
      conflict === undefined ? [] : [{ ...conflict, with: 'one' }],
    );
    if (kind === null) assert.equal(conflict, undefined);
    else {
      const found = conflict?.files.find((file) => path === '' || file.path === path);
      assert.equal(found?.kind, kind, JSON.stringify(conflict));
    }
    assert.equal(await apply(room, first), true);
    assert.equal(await apply(room, second), kind === null);
  });

test('R186 whatever three tasks change beside a branch that moves: the verdicts are what applying them does', async (context) => {
  const given = Object.fromEntries(['a.txt', 'b.txt', 'c/d.txt'].map((path) => [path, lines({})]));
  const { room, make } = await place(context, given);
  let conflicts = 0;
  let clean = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = seededRandom(seed);
    const paths = Object.keys(given);
    const edit: Change = (repository) => {
      for (let count = 0; count <= random.below(3); count += 1) {
        const path = random.pick(paths);
        const line = random.below(40);
        const choice = random.below(8);
        const there = repository.git('ls-files', path) !== '';
        if (choice === 0 && there) renamed(path, `${path}.${random.below(2)}`)(repository);
        else if (choice === 1 && there) repository.git('rm', '-q', '-f', path);
        else
          repository.write(
            path,
            lines({ [line]: `seed ${seed} ${random.below(3)}`, [random.below(40)]: 'y' }),
          );
      }
    };
    const works = [1, 2, 3].map((number) => work(`task-${number}`, make(room.base, edit)));
    const branch = make(room.base, edit);
    const main = await room.hub.branchHead('main');
    assert.ok(main !== null && (await room.hub.moveBranch('main', branch, main)));
    const judgement = await judge(room.hub, branch, works, new Verdicts());
    const isClean = new Map(judgement.alone.map((each) => [each.work.task, each.verdict.kind === 'clean']));
    for (const { work: one, verdict } of judgement.alone) {
      assert.equal(await apply(room, one.head), verdict.kind === 'clean', `seed ${seed} ${one.task}`);
      await reset(room, branch);
    }
    for (const { first, second, verdict } of judgement.pairs) {
      // Of two that cannot both be applied to this branch there is nothing to see.
      if (isClean.get(first.task) !== true || isClean.get(second.task) !== true) continue;
      for (const [one, other] of [
        [first, second],
        [second, first],
      ] as const) {
        assert.equal(await apply(room, one.head), true);
        assert.equal(
          await apply(room, other.head),
          verdict.kind === 'clean',
          `seed ${seed} ${one.task} ${other.task}`,
        );
        await reset(room, branch);
      }
      if (verdict.kind === 'clean') clean += 1;
      else conflicts += 1;
    }
  }
  assert.ok(conflicts > 1 && clean > 1, `${conflicts} conflicts, ${clean} clean`);
});

async function reset({ hub }: Room, to: Oid): Promise<void> {
  const now = await hub.branchHead('main');
  assert.ok(now !== null);
  if (now !== to) assert.ok(await hub.moveBranch('main', to, now));
}

test('only what is new is tried: pairs of the task that changed, and none for the same tree', async (context) => {
  const { room, make } = await place(context, { 'a.txt': lines({}) });
  const known = new Verdicts();
  const heads = [0, 1, 2, 3].map((index) => make(room.base, files({ [`new-${index}.txt`]: 'x\n' })));
  const works = heads.map((head, index) => work(`task-${index}`, head));
  assert.equal((await judge(room.hub, room.base, works, known)).tried, 4 + 6);
  assert.equal((await judge(room.hub, room.base, works, known)).tried, 0);
  const changed = work('task-2', make(room.base, files({ 'new-0.txt': 'y\n' })));
  const again = await judge(room.hub, room.base, works.with(2, changed), known);
  assert.equal(again.tried, 1 + 3);
  assert.deepEqual(conflictsIn(again, taskId('task-2'), nothingKnown), [
    { with: 'task-0', files: [{ path: 'new-0.txt', kind: 'both_added', resolution: null }] },
  ]);
  const branch = make(room.base, files({ 'new-3.txt': 'other\n' }));
  const moved = await judge(room.hub, branch, works, known);
  assert.equal(moved.tried, 4 + 6);
  assert.deepEqual(conflictsIn(moved, taskId('task-3'), nothingKnown), [
    { with: null, files: [{ path: 'new-3.txt', kind: 'both_added', resolution: null }] },
  ]);
});

test('what a conflict is about is told where an apply would meet it, and not where something else is in its way', async (context) => {
  const { room, make } = await place(context, { 'a.txt': lines({}) });
  const one = work('one', make(room.base, files({ 'a.txt': lines({ 3: 'X' }) })));
  const two = work('two', make(room.base, files({ 'a.txt': lines({ 3: 'Y' }) })));
  const asked = (judgement: Judgement): readonly unknown[] => {
    const seen: unknown[] = [];
    conflictsIn(judgement, taskId('two'), (conflict, task) => {
      seen.push([task, conflict === null]);
      return null;
    });
    return seen;
  };
  assert.deepEqual(asked(await judge(room.hub, room.base, [one, two], new Verdicts())), [['two', false]]);
  const branch = make(room.base, files({ 'a.txt': lines({ 3: 'Z' }) }));
  const judgement = await judge(room.hub, branch, [one, two], new Verdicts());
  assert.deepEqual(asked(judgement), [
    ['two', false],
    ['two', true],
  ]);
});

test('looking leaves no object in the hub', async (context) => {
  const { room, make } = await place(context, { 'a.txt': lines({}) });
  const before = countObjects(room);
  const head = make(room.base, files({ 'a.txt': lines({ 1: 'x' }) }));
  const between = countObjects(room);
  assert.notEqual(between, before);
  const other = make(room.base, files({ 'a.txt': lines({ 20: 'y' }) }));
  const all = countObjects(room);
  await judge(room.hub, room.base, [work('one', head), work('two', other)], new Verdicts());
  assert.equal(countObjects(room), all);
  assert.deepEqual(readdirSync(join(room.hub.dir, 'foresight')), []);
});

function countObjects({ person, hub }: Room): string {
  return person.git('--git-dir', hub.dir, 'count-objects', '-v');
}

test('work that has nothing in common with the branch is unknown, and the others are judged all the same', async (context) => {
  const { room, make } = await place(context, { 'a.txt': lines({}) });
  const tree = await room.hub.treeOf(room.base);
  const alien = await room.hub.commit({ tree, parents: [], message: 'alien', author });
  const works = [
    work('one', make(room.base, files({ 'a.txt': lines({ 1: 'x' }) }))),
    work('alien', alien),
    work('two', make(room.base, files({ 'a.txt': lines({ 1: 'y' }) }))),
  ];
  const judgement = await judge(room.hub, room.base, works, new Verdicts());
  assert.deepEqual(
    judgement.alone.map(({ verdict }) => verdict.kind),
    ['clean', 'unknown', 'clean'],
  );
  assert.deepEqual(
    judgement.pairs.map(({ verdict }) => verdict.kind),
    ['unknown', 'conflict', 'unknown'],
  );
});
