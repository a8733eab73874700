// Intakes: what came in is marked once, and leads to one request from then on.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { intakeId } from '../../../src/domain/ids.ts';
import type { Intake } from '../../../src/domain/planning/intake.ts';
import type { Project } from '../../../src/domain/project.ts';
import type { Contract } from './setup.ts';

const day = 24 * 60 * 60_000;

export function intakesContract(contract: Contract): void {
  contract('an intake is kept as it is, and goes with its project', async ({ store, project, reopen }) => {
    const [shop, other] = [await project(), await project('other')];
    const all = [sampleIntake(shop), sampleIntake(other), sampleIntake(shop)] as const;
    for (const one of all) await store.intakes.insert(one);
    const again = await reopen();
    assert.deepEqual(await again.intakes.list({}), all);
    assert.deepEqual(await again.intakes.list({ projectId: other.id }), [all[1]]);
    assert.deepEqual(await again.intakes.list({ reach: [shop.id] }), [all[0], all[2]]);
    assert.deepEqual(await again.intakes.list({ reach: [] }), []);
    await again.intakes.remove(all[0].id);
    await again.projects.remove(other.id);
    assert.deepEqual(await again.intakes.list({}), [all[2]]);
  });

  contract('what came in leads to one request, by any of its marks', async ({ store, project }) => {
    const shop = await project();
    const [one, other] = [sampleIntake(shop), sampleIntake(shop)];
    await store.intakes.insert(one);
    await store.intakes.insert(other);
    const see = (intake: Intake, id: string, marks: readonly string[], at = 1000): Promise<string> =>
      store.intakes.see(intake.id, marks, { id, at });
    const both = await Promise.all([
      see(one, 'a', ['issue:1', 'body:x']),
      see(one, 'b', ['issue:1', 'body:y']),
    ]);
    assert.equal(both[0], both[1], 'of two at once one decides');
    const [first] = both;
    assert.equal(await see(one, 'c', ['issue:2', 'body:x']), first);
    assert.equal(await see(one, 'd', ['issue:2']), first, 'a mark that came with a known one is known');
    assert.equal(await see(other, 'e', ['issue:1']), 'e', 'each intake has its own');
    assert.equal(await see(one, 'f', ['issue:9'], 1000 + 91 * day), 'f');
    assert.equal(await see(one, 'g', ['body:x'], 1001 + 91 * day), 'g', 'bodies are forgotten');
    assert.equal(await see(one, 'h', ['issue:1'], 1001 + 91 * day), first, 'issues are not');
  });
}

function sampleIntake(project: Project): Intake {
  return {
    id: intakeId(randomUUID()),
    projectId: project.id,
    kind: 'github',
    secret: 'secret',
    labels: ['tasklane'],
    makes: 'plan',
    by: 'ada',
    createdAt: 1000,
  };
}
