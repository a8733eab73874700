// Variants: one prompt attempted by several tasks, compared by what the system measured, and one of them kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PickedJson, VariantListJson } from '../../src/api/variant-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';

test('R188 variants are compared side by side; the one that is picked stays, the others can be restored', async (context) => {
  const stage = await createStage(context);
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const result = await stage.run(...args, '--json');
    assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  };
  const first = await stage.ready(
    'write',
    { path: 'a.txt', content: 'a' },
    '--name',
    'try',
    '--check',
    'true',
  );
  const lonely = await stage.run('task', 'compare', 'try');
  assert.match(lonely.stderr, /has no variants/);
  const longer = promptOf('two-files');
  const made = await json<VariantListJson>(
    'task',
    'variants',
    'try',
    '--variant',
    'agent=tasklane',
    '--variant',
    `prompt=${longer}`,
  );
  assert.deepEqual(
    made.variants.map((variant) => [variant.number, variant.name, variant.prompt === longer]),
    [
      [1, 'try', false],
      [2, 'try-2', false],
      [3, 'try-3', true],
    ],
  );
  for (const name of ['try-2', 'try-3']) await stage.until(name, 'ready');
  // An attempt has ended a moment after its work is ready.
  const ended = async (): Promise<VariantListJson['variants']> => {
    for (;;) {
      const { variants: found } = await json<VariantListJson>('task', 'compare', 'try-3');
      if (found.every((variant) => variant.duration_ms !== null)) return found;
    }
  };
  const variants = await ended();
  assert.deepEqual(
    variants.map(({ state, verification, checks, files }) => [
      state,
      verification,
      checks.length,
      files.length,
    ]),
    [
      ['ready', 'passed', 1, 1],
      ['ready', 'passed', 1, 1],
      ['ready', 'passed', 1, 2],
    ],
  );
  for (const { usage, duration_ms: ms } of variants)
    assert.ok((usage?.input_tokens ?? 0) > 0 && (ms ?? 0) > 0, JSON.stringify([usage, ms]));
  const shown = await stage.run('task', 'compare', 'try');
  assert.match(shown.stdout, /^TASK +STATE +AGENT +CHECKS.*\n#1 try +ready +tasklane[^\n]* 1\/1 passed/);

  const picked = await json<PickedJson>('task', 'pick', 'try-2');
  assert.deepEqual([picked.kept.name, picked.let_go.length, picked.left], ['try-2', 2, []]);
  assert.ok(picked.let_go.includes(first.id));
  assert.equal((await stage.until('try', 'dismissed')).branch, first.branch);
  assert.equal((await stage.until('try-2', 'ready')).state, 'ready');
  assert.ok(stage.branches().includes(first.branch), 'its work is still there');
  const bad = await stage.run('task', 'pick', 'try');
  assert.match(bad.stderr, /is dismissed; only finished work can be picked/);
});
