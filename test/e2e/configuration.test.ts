// What the files say reaches the task, and what they must not say is refused or ignored, by name.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const file = '.tasklane/config.json';

function configure(stage: Stage, config: object): void {
  stage.repository.commit({ [file]: JSON.stringify(config) }, 'configure');
}

test('setup and check of the repository’s own file are run, and the home’s file gives the rest', async (context) => {
  const stage = await createStage(context, { config: { check: 'exit 1', timeoutMs: 120_000 } });
  configure(stage, {
    setup: 'echo installed > ../installed',
    check: 'test -f ../installed && test -f hello.txt',
  });
  const { task } = await stage.runTask([promptOf('hello'), '--apply']);
  assert.deepEqual(
    task.result?.checks.map((check) => [check.on, check.command]),
    [
      ['task', 'test -f ../installed && test -f hello.txt'],
      ['merged', 'test -f ../installed && test -f hello.txt'],
    ],
  );
  const shown = await stage.run('config', 'show');
  assert.match(shown.stdout, /^check +repository .*\.tasklane\/config\.json +test -f/m);
  assert.match(shown.stdout, /^timeoutMs +.*home\/config\.json +120000$/m);
  assert.match(shown.stdout, /^keepDays +default +30$/m);
});

test('R218 agents of a repository that is not trusted are ignored with a warning, and run once it is trusted', async (context) => {
  const stage = await createStage(context);
  const trace = join(stage.dir, 'ran');
  const evil = { protocol: 'command', command: ['touch', trace], env: { MODEL: '{model}' } };
  configure(stage, { agent: 'evil', agents: { evil, tasklane: evil } });
  const refused = await stage.run('run', promptOf('hello'));
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /is of a repository that is not trusted\. The agents that it defines are programs to run/,
  );
  assert.match(
    refused.stderr,
    /tasklane: There is no agent "evil"; there are tasklane, aider, [a-z, ]+, qwen\./,
  );
  const { task } = await stage.runTask([promptOf('hello'), '--agent', 'tasklane']);
  assert.equal(task.state, 'ready');
  assert.equal(existsSync(trace), false);

  const trusted = await stage.run('project', 'add', '.', '--trust');
  assert.equal(trusted.code, 0, trusted.stderr);
  await stage.runTask([promptOf('hello')], 3);
  assert.equal(existsSync(trace), true);
});

test('an unknown key or a wrong value in the repository’s file names file, key and what is allowed', async (context) => {
  const stage = await createStage(context);
  const path = join(stage.repository.dir, file);
  configure(stage, { chekc: 'npm test' });
  const unknown = await stage.run('run', promptOf('hello'));
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /config\.json: unknown key "chekc"; did you mean "check"\? Known keys: /);
  assert.ok(unknown.stderr.includes(`tasklane: ${path}:`), unknown.stderr);
  assert.match(unknown.stderr, /\n {2}next: Correct .*config\.json/i);
  writeFileSync(path, '{ "checkTimeoutMs": "soon" }');
  const wrong = await stage.run('run', promptOf('hello'));
  assert.match(wrong.stderr, /checkTimeoutMs is "soon" \(a string\); allowed: a whole number from 1 to/);
  writeFileSync(path, '{ "check": \n oops }');
  const broken = await stage.run('run', promptOf('hello'));
  assert.match(broken.stderr, /is not valid JSON: line 2, column 2: /);
  assert.equal((await stage.run('task', 'list', '--all', '-q')).stdout, '');
  writeFileSync(path, '{}');
  assert.equal((await stage.run('run', promptOf('hello'))).code, 0);
});

test('a mistake in the home’s file, made while the daemon runs, is said by the next command', async (context) => {
  const stage = await createStage(context);
  await stage.ready('hello', {}, '--name', 'hello');
  await stage.writeHome('config.json', '{ "parallell": 3 }');
  const result = await stage.run('run', promptOf('hello'));
  assert.equal(result.code, 1);
  assert.match(result.stderr, /home\/config\.json: unknown key "parallell"; did you mean "parallel"\?/);
  await stage.writeHome('config.json', '{ "parallel": 3 }');
  assert.equal((await stage.run('run', promptOf('hello'))).code, 0);
});

test('doctor finds what is there and what is missing, with how to fix it', async (context) => {
  const stage = await createStage(context, {
    config: { agents: { mine: { command: ['no-such-program'] } } },
  });
  const { code, stdout } = await stage.run('doctor');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^✓ git: git \d/m);
  assert.match(stdout, /^✓ store: driver sqlite/m);
  assert.match(stdout, /^✓ agent tasklane: .*\(default\)/m);
  assert.match(stdout, /^! sandbox: .*\n {4}fix: \S/m);
  assert.match(stdout, /^! agent mine: .*no-such-program.*\n {4}fix: Install it, or correct/m);
});
