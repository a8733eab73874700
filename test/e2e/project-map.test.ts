// Adding a repository shows the checks that it seems to want, once, and runs none of them.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage } from '../support/stage.ts';

test('R42 project add proposes setup and checks with their reasons; project map shows all that is known', async (context) => {
  const stage = await createStage(context, {
    files: {
      'package.json': JSON.stringify({ scripts: { test: 'touch ran && node --test' } }),
      'package-lock.json': '{}',
      'src/a.js': 'x\n',
    },
  });
  const added = await stage.run('project', 'add', '.');
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stderr, /setup +npm ci +\(package-lock\.json is there\)/);
  const line = added.stderr.split('\n').find((one) => one.trim().startsWith('{')) ?? '';
  const config = { setup: 'npm ci', checks: [{ name: 'test', command: 'npm run test' }] };
  assert.deepEqual(JSON.parse(line), config);
  assert.equal(existsSync(join(stage.repository.dir, 'ran')), false);

  const map = await stage.run('project', 'map', '--json');
  const known = JSON.parse(map.stdout) as {
    commit: string;
    languages: unknown;
    commands: { setup: unknown };
  };
  assert.equal(known.commit, stage.head());
  assert.deepEqual(known.languages, [{ name: 'JavaScript', files: 1 }]);
  assert.match((await stage.run('project', 'map')).stdout, /^checks {5}npm run test$/m);
  stage.repository.commit({ 'tool.py': 'x\n' }, 'second');
  assert.match((await stage.run('project', 'map')).stdout, /^languages {2}JavaScript 1, Python 1$/m);

  assert.doesNotMatch((await stage.run('project', 'add', '.')).stderr, /no checks are configured/);
});

test('a repository whose configuration names checks is proposed none', async (context) => {
  const stage = await createStage(context, {
    files: {
      'package.json': JSON.stringify({ scripts: { test: 'node --test' } }),
      '.tasklane/config.json': JSON.stringify({ check: 'true' }),
    },
  });
  const added = await stage.run('project', 'add', '.', '--json');
  assert.equal((JSON.parse(added.stdout) as { proposed: unknown }).proposed, null);
});
