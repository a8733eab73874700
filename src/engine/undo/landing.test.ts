// However the work came to the branch, what it was with it and without it is found there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleIn, sampleResult } from '../../../test/support/sample-tasks.ts';
import { openRoom } from '../../../test/support/workspace-room.ts';
import { files, workMaker } from '../../../test/support/work-maker.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import { workMessage } from '../commit-message.ts';
import { findLanding } from './landing.ts';

const author = { name: 'Test Person', email: 'person@example.com' };

test('a fast-forward of two commits, a merge, a squash, a rebase, and a merge by hand', async (context) => {
  const { hub, base, person } = await openRoom(context);
  const make = workMaker({ hub, person });
  const sample = sampleIn('ready');
  const withHead = (head: Oid): Task => ({ ...sample, result: { ...sampleResult, head } });
  const commit = async (from: Oid, path: string, ...parents: Oid[]): Promise<Oid> => {
    const tree = await hub.treeOf(make(from, files({ [path]: `${path}\n` })));
    return hub.commit({ tree, parents, message: workMessage(sample, ''), author });
  };
  const other = (from: Oid, path: string): Oid => make(from, files({ [path]: 'other\n' }));

  const first = await commit(base, 'a', base);
  const head = await commit(first, 'b', first);
  const task = withHead(head);
  assert.deepEqual(await findLanding(hub, task, head), { commit: head, before: base }, 'fast-forward');
  const onTop = other(head, 'top');
  assert.deepEqual(
    await findLanding(hub, task, onTop),
    { commit: head, before: base },
    'with a commit on top',
  );

  const main = other(base, 'main');
  const tree = await hub.treeOf(head);
  const merge = await hub.commit({ tree, parents: [main, head], message: 'by hand', author });
  assert.deepEqual(await findLanding(hub, task, merge), { commit: merge, before: main }, 'merge');
  const later = other(merge, 'later');
  assert.deepEqual(
    await findLanding(hub, task, later),
    { commit: merge, before: main },
    'merge, and a commit on top',
  );

  const squash = await commit(main, 'a', main);
  assert.deepEqual(await findLanding(hub, task, squash), { commit: squash, before: main }, 'squash');
  const rebased = await commit(squash, 'b', squash);
  assert.deepEqual(await findLanding(hub, task, rebased), { commit: rebased, before: main }, 'rebase');
  assert.equal(await findLanding(hub, task, other(base, 'no')), null, 'not there');
});
