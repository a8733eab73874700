// Drafts changed by hand, without a store: what becomes of the others when one is split, merged or put away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed } from './change.ts';
import { judge } from './judge.ts';
import type { ProposedTask } from './proposal.ts';

function task(key: string, more: Partial<ProposedTask> = {}): ProposedTask {
  return {
    key,
    title: `Do ${key}`,
    prompt: `${key} works.`,
    plan: { steps: [`step of ${key}`], doneWhen: [], risks: [], outOfScope: [] },
    category: 'feature',
    size: 'small',
    owns: [`${key}/**`],
    checks: [],
    dependsOn: [],
    targets: [],
    prohibitions: [],
    testing: null,
    ...more,
  };
}
const needs = (key: string) => ({ key, reason: 'it calls it' });
const three = [
  task('api'),
  task('page', { dependsOn: [needs('api')] }),
  task('docs', { dependsOn: [needs('page')] }),
];
const edges = (tasks: readonly ProposedTask[]): readonly string[] =>
  tasks.map(({ key, dependsOn }) => `${key} < ${dependsOn.map((need) => need.key).join(' ')}`.trim());

test('R166 R181 a draft is edited in what is named, also in what it waits for, and in nothing else', () => {
  const after = changed(three, {
    type: 'edit',
    key: 'docs',
    patch: { title: 'Write it down', doneWhen: ['README says it'], dependsOn: [] },
  });
  assert.deepEqual(after[2], {
    ...three[2],
    title: 'Write it down',
    plan: { ...three[2]?.plan, doneWhen: ['README says it'] },
    dependsOn: [],
  });
  assert.deepEqual(after.slice(0, 2), three.slice(0, 2));
});

test('R161 a draft that is split keeps its key for the first part; who waited for it waits for all parts', () => {
  const into = [
    { title: 'Routes', prompt: 'There are routes.', owns: ['api/routes/**'] },
    { title: 'Models', prompt: 'There are models.', owns: ['api/models/**'] },
  ];
  const after = changed(three, { type: 'split', key: 'api', into });
  assert.deepEqual(edges(after), ['api <', 'api-2 <', 'page < api api-2', 'docs < page']);
  assert.deepEqual(
    after.map(({ owns }) => owns[0]),
    ['api/routes/**', 'api/models/**', 'page/**', 'docs/**'],
  );
  assert.deepEqual(judge(after, { request: '', count: null, isByHand: true }), {
    problems: [],
    overlaps: [],
    forgotten: [],
  });
});

test('parts without files of their own come one after the other, so that they never write at once', () => {
  const into = [
    { title: 'One', prompt: 'one' },
    { title: 'Two', prompt: 'two' },
    { title: 'Three', prompt: 'three' },
  ];
  const after = changed([task('api')], { type: 'split', key: 'api', into });
  assert.deepEqual(edges(after), ['api <', 'api-2 < api', 'api-3 < api-2']);
  assert.deepEqual(judge(after, { request: '', count: null }).overlaps, []);
});

test('R161 drafts that are merged are one: with all files, steps and checks, and no wait for themselves', () => {
  const after = changed(three, { type: 'merge', keys: ['api', 'page'] });
  assert.deepEqual(edges(after), ['api <', 'docs < api']);
  assert.deepEqual(after[0]?.owns, ['api/**', 'page/**']);
  assert.equal(after[0]?.title, 'Do api; Do page');
  assert.equal(after[0]?.prompt, 'api works.\n\npage works.');
  assert.deepEqual(after[0]?.plan.steps, ['step of api', 'step of page']);
  const free = changed([task('api'), task('page', { owns: [] })], { type: 'merge', keys: ['page', 'api'] });
  assert.deepEqual(free[0]?.owns, [], 'what may change everything makes all of it so');
});

test('a circle that a merge makes is found by the same checks as those of a planner', () => {
  const after = changed(three, { type: 'merge', keys: ['api', 'docs'] });
  assert.match(judge(after, { request: '', count: null }).problems.join(), /wait for each other/);
});

test('what is put away is waited for no more; an order names each once', () => {
  assert.deepEqual(edges(changed(three, { type: 'remove', key: 'page' })), ['api <', 'docs <']);
  const keys = ['docs', 'api', 'page'];
  assert.deepEqual(
    changed(three, { type: 'order', keys }).map(({ key }) => key),
    keys,
  );
  for (const wrong of [
    ['api', 'page'],
    ['api', 'api', 'page'],
    ['api', 'page', 'docs', 'docs'],
  ])
    assert.throws(() => changed(three, { type: 'order', keys: wrong }), /names each task once/);
  assert.throws(() => changed(three, { type: 'remove', key: 'no' }), /has the key “no”/);
  assert.throws(() => changed([task('api')], { type: 'remove', key: 'api' }), /only task/);
});
