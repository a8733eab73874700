// Drafts of a plan changed by hand: in an editor, split, merged, put into another order; who is too late is shown both.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const task = (key: string, more: object = {}): object => ({
  key,
  title: `Make ${key}`,
  prompt: promptOf('write', { path: `${key}/a.txt`, content: key }),
  owns: [`${key}/**`],
  ...more,
});
const tasks = [
  task('api'),
  task('page', { depends_on: [{ key: 'api', reason: 'it asks for it' }] }),
  task('docs'),
];
const scripts = {
  three: [{ do: [{ call: { match: 'propose_tasks$', args: { tasks } } }] }, { say: 'Three.' }],
};

/** An editor that replaces one text by another, as a person would. */
const EDITOR = "sed -i.bak 's/# Make api/# Serve orders/'";

async function planned(stage: Stage, ...args: readonly string[]): Promise<RequestJson> {
  const result = await stage.run('plan', ...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as RequestJson;
}

const titles = ({ drafts }: RequestJson): readonly string[] =>
  drafts.map(({ number, title, state }) => `#${number} ${title}: ${state}`);

test('R11 R165 R166 R181 drafts are edited inline, split, merged, reordered and put away by hand; stale edits are refused with both versions', async (context) => {
  const stage = await createStage(context, { scripts, env: { EDITOR } });
  const { id } = await planned(stage, promptOf('three'));
  const edited = await stage.run('plan', 'edit', id, 'api');
  assert.equal(edited.code, 0, edited.stderr);
  assert.match(edited.stdout, /Changed since:\n {2}~ api: title\n/);
  assert.equal((await stage.show('1')).title, 'Serve orders');

  const late = await stage.run('plan', 'drop', id, 'docs', '--if-revision', '1');
  assert.equal(late.code, 1, late.stderr);
  assert.match(late.stderr, /revision 1 → 2/);
  assert.match(
    late.stderr,
    /api, title, as you read it: Make api\n {2}api, title, as it is now: {3}Serve orders/,
  );

  // What somebody changed on the board stays, when the proposal does not change it.
  await stage.task(['task', 'edit', '3', '--priority', 'high']);
  await stage.task(['task', 'edit', '2', '--title', 'Show them']);
  const parts = ['--part', 'Routes [api/routes/**]: Routes.', '--part', 'Models [api/models/**]: Models.'];
  const split = await planned(stage, 'split', id, '1', ...parts);
  assert.deepEqual(titles(split), [
    '#1 Routes: draft',
    '#4 Models: draft',
    '#2 Show them: draft',
    '#3 Make docs: draft',
  ]);
  assert.deepEqual([split.revisions[0]?.by, split.revisions.at(-1)?.by], [null, split.by]);
  const page = await stage.show('2');
  assert.deepEqual(page.depends_on, [split.drafts[0]?.task_id, split.drafts[1]?.task_id]);
  assert.equal((await stage.show('3')).priority, 'high');

  const merged = await planned(
    stage,
    'merge',
    id,
    'api',
    'api-2',
    '--title',
    'Serve it',
    '--prompt',
    promptOf('write', { path: 'api/routes/a.txt', content: 'x' }),
  );
  assert.deepEqual(titles(merged), ['#1 Serve it: draft', '#2 Show them: draft', '#3 Make docs: draft']);
  assert.equal((await stage.show('4')).state, 'cancelled');
  const unknown = await stage.run('plan', 'merge', id, 'api', 'nothing');
  assert.match(unknown.stderr, /called “nothing”.*\n.*There are: api, page, docs/);
  const ordered = await planned(stage, 'reorder', id, 'docs', '2');
  assert.deepEqual(
    ordered.drafts.map(({ key }) => key),
    ['docs', 'page', 'api'],
  );
  const dropped = await planned(stage, 'drop', id, 'page');
  assert.deepEqual(titles(dropped), ['#3 Make docs: draft', '#1 Serve it: draft']);

  const accepted = await planned(stage, 'accept', id);
  assert.equal(accepted.state, 'accepted');
  for (const { task_id: taskId } of accepted.drafts)
    assert.equal((await stage.until(taskId, 'ready', 'failed')).state, 'ready');
  assert.equal(
    (await stage.run('plan', 'drop', id, 'docs')).code,
    1,
    'what is accepted is not changed any more',
  );
});
