// Phases: kept whole, replaced by the next version only, one name for one phase that is not over.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { oid, phaseId, taskId } from '../../../src/domain/ids.ts';
import { givenTo, openPhase, toState } from '../../../src/domain/phase.ts';
import type { PhaseIn } from '../../../src/domain/phase.ts';
import type { Project } from '../../../src/domain/project.ts';
import { sampleEvidence } from '../../support/sample-tasks.ts';
import { codeOf, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

export function phasesContract(contract: Contract): void {
  contract('a phase is kept as it is, through a restart', async ({ store, project, reopen }) => {
    const shop = await project();
    const open = samplePhase(shop, 'first');
    await store.phases.insert(open);
    const given = givenTo(open, 1, 'ada', 2000);
    await store.phases.update(given);
    const again = await reopen();
    assert.deepEqual(await again.phases.get(open.id), given);
    assert.equal(given.tasks[0]?.owner, 'ada');
    const finished = toState(
      given,
      {
        state: 'finished',
        commit: oid('a'.repeat(40)),
        delivery: { kind: 'ref_moved' },
        evidence: [sampleEvidence],
        queue: { tasks: [] },
      },
      3000,
    );
    await again.phases.update(finished);
    assert.deepEqual(await again.phases.get(open.id), finished);
    assert.equal(await again.phases.get(phaseId('nothing')), undefined);
  });

  contract('a phase is replaced only by the version that follows it', async ({ store, project }) => {
    const open = samplePhase(await project(), 'first');
    await rejects(store.phases.update(givenTo(open, 1, 'ada', 2000)), 'not_found');
    await store.phases.insert(open);
    const both = ['ada', 'bob'].map((name) => store.phases.update(givenTo(open, 1, name, 2000)));
    const codes = (await Promise.allSettled(both)).map(codeOf);
    assert.deepEqual(codes.sort(), ['ok', 'stale_version']);
    await rejects(store.phases.update(open), 'stale_version');
  });

  contract('a name is free again when its phase is over', async ({ store, project }) => {
    const [shop, other] = [await project(), await project('other')];
    const first = samplePhase(shop, 'same');
    await store.phases.insert(first);
    await rejects(store.phases.insert(samplePhase(shop, 'same')), 'already_exists');
    const elsewhere = samplePhase(other, 'same');
    await store.phases.insert(elsewhere);
    await rejects(store.phases.find('same'), 'ambiguous');
    assert.deepEqual(await store.phases.find('same', other.id), elsewhere);

    const over = toState(first, { state: 'cancelled', reason: 'x', queue: { tasks: [] } }, 2000);
    await store.phases.update(over);
    assert.deepEqual(await store.phases.find('same', shop.id), over);
    assert.deepEqual(await store.phases.find('same'), elsewhere);
    const second = samplePhase(shop, 'same');
    await store.phases.insert(second);
    assert.deepEqual(await store.phases.find('same', shop.id), second);
    assert.deepEqual(await store.phases.find(first.id), over);
    assert.equal(await store.phases.find('nothing'), undefined);
    assert.deepEqual(await store.phases.list({ projectId: shop.id }), [second, over]);
    assert.deepEqual(await store.phases.list({ states: ['open'] }), [second, elsewhere]);
    assert.deepEqual(await store.phases.list({ states: [] }), []);
  });

  contract('phases go with their project', async ({ store, project }) => {
    const shop = await project();
    const phase = samplePhase(shop, 'first');
    await store.phases.insert(phase);
    await store.projects.remove(shop.id);
    assert.equal(await store.phases.get(phase.id), undefined);
  });
}

function samplePhase(project: Project, name: string): PhaseIn<'open'> {
  const tasks = [{ id: 1, taskId: taskId(randomUUID()), owner: null }];
  return openPhase(
    {
      id: phaseId(randomUUID()),
      projectId: project.id,
      name,
      tasks,
      checks: [{ name: 'integration', command: 'npm test', timeoutMs: 1000 }],
      setup: null,
      finish: 'auto',
    },
    1000,
  );
}
