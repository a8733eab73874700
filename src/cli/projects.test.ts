// Projects on the command line: what is said when one is added, trusted, or not followed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectJson, scriptRun, world } from '../../test/support/cli-world.ts';
import { resultJson } from '../../test/support/contract-server.ts';
import { createRepository } from '../../test/support/git-repo.ts';

const warning = 'The agents that it defines are ignored.';

test('project add says what it did: added, there already, or trusted', async (context) => {
  const { cli, server, repository } = await world(context);
  const answer = (added: boolean) => () => ({ body: { ...projectJson('p1', 'sample', repository), added } });
  const cases = [
    [true, [], /^tasklane: added .*sample as project sample \(work is applied to main\)\n$/],
    [true, ['--trust'], /^tasklane: added .*\ntasklane: trusted project sample: .*\n$/],
    [false, [], /^tasklane: .*sample is project sample already \(work is applied to main\)\n$/],
    [
      false,
      ['--trust'],
      /^tasklane: trusted project sample: its \.tasklane\/config\.json may define agents\n$/,
    ],
  ] as const;
  for (const [added, flags, words] of cases) {
    server.on('POST', '/projects', answer(added));
    const result = await cli.run(['project', 'add', '.', ...flags], repository);
    assert.equal(result.code, 0);
    assert.match(result.stderr, words);
  }
});

test('a repository that another command has just added is not said to be added again', async (context) => {
  const { cli, server, elsewhere } = await world(context);
  createRepository(elsewhere);
  server.on('POST', '/projects', () => ({
    body: { ...projectJson('p9', 'elsewhere', elsewhere), added: false, warnings: [warning] },
  }));
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  const result = await cli.run(['run', 'do it'], elsewhere);
  assert.equal(result.code, 0);
  assert.doesNotMatch(result.stderr, /added|already/);
});

test('what a repository asks for and does not get is said with the agents and the settings', async (context) => {
  const { cli, server, repository } = await world(context);
  server.on('GET', '/agents', () => ({ body: { agents: [], warnings: [warning] } }));
  server.on('GET', '/config', () => ({ body: { entries: [], files: [], warnings: [warning] } }));
  for (const command of [['agents'], ['config', 'show']]) {
    const result = await cli.run(command, repository);
    assert.equal(result.code, 0, result.stderr);
    assert.equal(result.stderr, `tasklane: ${warning}\n`);
    const json = await cli.run([...command, '-o', 'json'], repository);
    assert.deepEqual((JSON.parse(json.stdout) as { warnings: unknown }).warnings, [warning]);
  }
});
