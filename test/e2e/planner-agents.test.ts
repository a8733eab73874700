// Unmodified agents of others as planners: they look, may change nothing, are told what is wrong with their answer, and what they
// propose are drafts.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { others } from '../support/agents/others.ts';
import { createStage, promptOf } from '../support/stage.ts';

const task = { key: 'api', title: 'Serve orders', prompt: 'GET /orders answers.', owns: ['src/**'] };
const answer = (...tasks: readonly object[]): string =>
  `I looked around.\n\`\`\`json\n${JSON.stringify({ tasks })}\n\`\`\``;
const scripts = {
  'plan-orders': [
    { say: 'I will change it right away.', do: [{ write: { path: 'src/shop.ts', content: 'stolen' } }] },
    { say: answer({ ...task, owns: ['../**'] }) },
    { say: answer(task, { ...task, key: 'page', title: 'Show orders', owns: ['web/**'] }) },
  ],
};

for (const { name, flags, env } of others)
  test(`R162 ${name} plans: it reads, may write nothing, repairs its answer, and its drafts wait`, async (context) => {
    const stage = await createStage(context, {
      files: { 'src/shop.ts': 'export {};\n' },
      scripts,
      modelEnv: env,
    });
    const before = stage.head();
    const result = await stage.run('plan', promptOf('plan-orders'), '--agent', name, ...flags, '--json');
    assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
    const plan = JSON.parse(result.stdout) as RequestJson;
    assert.deepEqual(
      [plan.state, plan.agent, plan.revisions[0]?.repairs, plan.revisions[0]?.problems],
      ['proposed', name, 1, []],
    );
    assert.deepEqual(
      plan.drafts.map(({ title, state }) => [title, state]),
      [
        ['Serve orders', 'draft'],
        ['Show orders', 'draft'],
      ],
    );
    assert.deepEqual([stage.head(), stage.repository.git('status', '--porcelain')], [before, '']);
    assert.equal(existsSync(stage.personHome), false);
    await stage.quiet();
  });
