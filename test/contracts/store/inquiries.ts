// What agents want from people: asked once, closed once, and found by whoever may see the task.
import assert from 'node:assert/strict';
import { taskId } from '../../../src/domain/ids.ts';
import type { Approval, Inquiry, Question } from '../../../src/domain/inquiry.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createIn, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

const core = { attempt: 1, askedAt: 1000, outcome: { kind: 'open' } } as const;

function approval(task: Pick<Task, 'id' | 'projectId'>, id: string): Approval {
  return {
    ...core,
    id,
    taskId: task.id,
    projectId: task.projectId,
    kind: 'approval',
    question: 'May it do “Write a.txt”? \u0000',
    call: {
      id: 'call-1',
      title: 'Write a.txt',
      kind: 'edit',
      status: 'pending',
      paths: ['a.txt'],
      input: null,
      output: null,
      diffs: [{ path: 'a.txt', before: null, after: 'one\n' }],
    },
    choices: [{ id: 'yes', name: 'Yes', kind: 'allow_once' }],
    until: 61_000,
  };
}

function question(task: Pick<Task, 'id' | 'projectId'>, id: string): Question {
  return {
    ...core,
    id,
    taskId: task.id,
    projectId: task.projectId,
    kind: 'question',
    question: 'Which colour?',
    suggestions: ['red', 'blue'],
  };
}

const ids = (found: readonly Inquiry[]): readonly string[] => found.map(({ id }) => id);

export function inquiriesContract(contract: Contract): void {
  contract('what an agent asks is kept, in order, through a restart', async (bench) => {
    const { store, project, reopen } = bench;
    const [shop, farm] = [await project(), await project('farm')];
    const task = await createIn(store, shop, 'running');
    const other = await createIn(store, farm, 'running');
    const asked = [approval(task, 'b'), question(task, 'a'), question(other, 'c')];
    for (const inquiry of asked) await store.inquiries.insert(inquiry);
    const again = await reopen();
    assert.deepEqual(await again.inquiries.list({}), asked);
    assert.deepEqual(await again.inquiries.get('b'), asked[0]);
    assert.equal(await again.inquiries.get('nothing'), undefined);
    assert.deepEqual(ids(await again.inquiries.list({ taskId: task.id })), ['b', 'a']);
    assert.deepEqual(ids(await again.inquiries.list({ projectId: farm.id })), ['c']);
    assert.deepEqual(ids(await again.inquiries.list({ reach: [farm.id] })), ['c']);
    assert.deepEqual(ids(await again.inquiries.list({ reach: [] })), []);
    assert.deepEqual(ids(await again.inquiries.list({ reach: null, kind: 'question' })), ['a', 'c']);
    assert.deepEqual(ids(await again.inquiries.list({ after: 'b', limit: 1 })), ['a']);
    await rejects(again.inquiries.insert(question({ ...task, id: taskId('nothing') }, 'd')), 'not_found');
  });

  contract('an inquiry is closed once; whoever comes later is told how', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'running');
    await store.inquiries.insert(approval(task, 'a'));
    const allowed = { kind: 'allowed', by: 'ada', at: 2000 } as const;
    assert.deepEqual((await store.inquiries.close('a', allowed)).outcome, allowed);
    const late = await store.inquiries.close('a', { kind: 'expired', at: 3000 });
    assert.deepEqual(late.outcome, allowed);
    assert.deepEqual(await store.inquiries.list({ outcome: 'open' }), []);
    assert.deepEqual(ids(await store.inquiries.list({ outcome: 'allowed' })), ['a']);
    await rejects(store.inquiries.close('nothing', allowed), 'not_found');
  });

  contract('inquiries go with the project of their task', async ({ store, project }) => {
    const shop = await project();
    const task = await createIn(store, shop, 'running');
    await store.inquiries.insert(question(task, 'a'));
    await store.projects.remove(shop.id);
    assert.deepEqual(await store.inquiries.list({}), []);
  });
}
