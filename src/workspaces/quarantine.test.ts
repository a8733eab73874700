import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRoom } from '../../test/support/workspace-room.ts';

test('folders without a task are put aside by a rename, with what is in them', async (context) => {
  const { workspaces, workspace, home } = await openRoom(context);
  const whole = await workspace('known');
  const lost = await workspace('lost');
  writeFileSync(join(lost.tree, 'work.txt'), 'all there is of it');
  const setAside = await workspaces.setAside(whole.dir);
  mkdirSync(join(home, 'p/project/logs/lost'), { recursive: true });
  mkdirSync(join(home, 'p/project/logs/known'));

  assert.deepEqual((await workspaces.ownersOf('project', 'ws')).toSorted(), ['known', 'lost']);
  const known = new Set(['known']);
  assert.deepEqual(await workspaces.quarantine('project', known, 5000), ['ws/lost', 'logs/lost']);
  assert.deepEqual(await workspaces.quarantine('project', known, 6000), []);
  assert.ok(existsSync(setAside));
  assert.deepEqual(readdirSync(join(home, 'p/project/logs')), ['known']);
  const [logs, copy] = [...(await workspaces.quarantined('project'))].sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(
    [copy?.id, copy?.folder, copy?.name, copy?.foundAt],
    ['ws--lost--5000', 'ws', 'lost', 5000],
  );
  assert.equal(logs?.id, 'logs--lost--5000');
  assert.ok(existsSync(join(copy?.path ?? '', 'tree/work.txt')));
  assert.ok((await workspaces.sizeOf(copy?.path ?? '')) > 0);
  assert.equal(await workspaces.sizeOf(join(home, 'nothing')), 0);
});
