// The memory of conflicts: one resolution for each, whichever side it is seen from.
import assert from 'node:assert/strict';
import { oid, projectId, resolutionId, taskId } from '../../../src/domain/ids.ts';
import type { ProjectId } from '../../../src/domain/ids.ts';
import { conflictKey } from '../../../src/domain/resolution.ts';
import type { Resolution } from '../../../src/domain/resolution.ts';
import type { Contract } from './setup.ts';

function resolution(project: ProjectId, name: string, given: Partial<Resolution> = {}): Resolution {
  return {
    id: resolutionId(`resolution-${name}`),
    projectId: project,
    path: `${name} “a”.ts`,
    kind: 'content',
    base: oid(`${name}-base`),
    ours: oid(`${name}-ours`),
    theirs: oid(`${name}-theirs`),
    place: null,
    also: [],
    resolved: oid(`${name}-resolved`),
    source: 'agent',
    taskId: taskId('t'),
    isProven: false,
    createdAt: 1000,
    uses: 0,
    usedAt: null,
    ...given,
  };
}

export function resolutionsContract(contract: Contract): void {
  contract('how a conflict was resolved is found from either side, through a restart', async (bench) => {
    const { id } = await bench.project();
    const other = await bench.project('other');
    const kept = resolution(id, 'one', { resolved: null, base: null });
    await bench.store.resolutions.put(kept);
    const store = await bench.reopen();
    const turned = conflictKey({ ...kept, ours: kept.theirs, theirs: kept.ours });
    assert.deepEqual(await store.resolutions.find(id, [turned, 'no such conflict']), [kept]);
    assert.deepEqual(await store.resolutions.get(kept.id), kept);
    assert.deepEqual(await store.resolutions.find(id, []), []);
    assert.deepEqual(await store.resolutions.find(other.id, [turned]), []);
    assert.deepEqual(await store.resolutions.find(id, [conflictKey({ ...kept, place: 'elsewhere' })]), []);
  });

  contract('a conflict has one resolution: a new one takes its place', async ({ store, project }) => {
    const { id } = await project();
    await store.resolutions.put(resolution(id, 'one'));
    const better = resolution(id, 'one', { id: resolutionId('better'), createdAt: 2000 });
    await store.resolutions.put(better);
    await store.resolutions.put(resolution(id, 'two', { createdAt: 1500 }));
    const names = (await store.resolutions.list(id)).map((each) => each.id);
    assert.deepEqual(names, ['better', 'resolution-two']);
  });

  contract('what was applied is proven and counted; what is gone meanwhile is left out', async (bench) => {
    const { store } = bench;
    const { id } = await bench.project();
    const kept = resolution(id, 'one');
    await store.resolutions.put(kept);
    const gone = resolutionId('gone');
    await store.resolutions.used([kept.id, gone], 5000);
    await store.resolutions.used([kept.id], 6000);
    const after = { ...kept, isProven: true, uses: 2, usedAt: 6000 };
    assert.deepEqual(await store.resolutions.list(id), [after]);
    assert.equal(await store.resolutions.remove([kept.id, gone]), 1);
    assert.equal(await store.resolutions.remove([]), 0);
    assert.deepEqual(await store.resolutions.list(id), []);
  });

  contract('resolutions go with their project', async ({ store, project }) => {
    const { id } = await project();
    await store.resolutions.put(resolution(id, 'one'));
    await store.projects.remove(id);
    assert.deepEqual(await store.resolutions.list(projectId(id)), []);
    assert.equal(await store.resolutions.get(resolutionId('resolution-one')), undefined);
  });
}
