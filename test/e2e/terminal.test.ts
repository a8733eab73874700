// What a person reads on the way: said once, in words, and only what is so.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const hello = promptOf('hello');

function writeRepositoryConfig(stage: Stage, content: object): void {
  const dir = join(stage.repository.dir, '.tasklane');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'config.json'), JSON.stringify(content));
}

const count = (text: string, part: string): number => text.split(part).length - 1;

test('R113 without a key a failure says each thing once, and what to do about it', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({}) });
  const { stdout, stderr } = await stage.run('run', hello, '--name', 'hello');
  assert.equal(count(stderr + stdout, 'No model is chosen and no key is set'), 1, stdout);
  assert.equal(count(stdout, 'OPENAI_API_KEY'), 1, stdout);
  assert.match(stdout, /next: Set TASKLANE_MODEL .*`tasklane stop`/);
  assert.doesNotMatch(stdout, /-32000|agent:|code:|data:|printed:|cause:/);
  assert.equal((await stage.show('hello')).failure?.detail, '');
});

test('R113 doctor warns of agents without a key and names the variables', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({ TASKLANE_MODEL: 'openai/gpt-5.5' }) });
  const { stdout } = await stage.run('doctor');
  assert.match(stdout, /! agent tasklane: .* no key .*\n {4}fix: Set one of OPENAI_API_KEY, /);
  const keyed = await createStage(context);
  assert.match((await keyed.run('doctor')).stdout, /✓ agent tasklane: /);
});

test('agents of a repository that is not trusted are named as ignored wherever they are missed', async (context) => {
  const stage = await createStage(context);
  writeRepositoryConfig(stage, { agents: { evil: { command: ['touch', 'it'], protocol: 'command' } } });
  const added = await stage.run('project', 'add');
  assert.match(added.stderr, /added .*\ntasklane: .*not trusted/);
  for (const command of [['agents'], ['config', 'show']])
    assert.match((await stage.run(...command)).stderr, /not trusted\. .*`tasklane project add .* --trust`/);
  const refused = await stage.run('run', hello, '--agent', 'evil');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /There is no agent "evil".*\n {2}next: .*not trusted\. .* --trust` trusts it/);
  const trusted = await stage.run('project', 'add', '.', '--trust');
  assert.equal(trusted.code, 0);
  assert.match(trusted.stderr, /^tasklane: trusted project sample: /);
  assert.doesNotMatch(trusted.stderr, /added|already|not trusted/);
  const agents = await stage.run('agents');
  assert.match(agents.stdout, /\nevil /);
  assert.equal(agents.stderr, '');
});

test('only one of two commands that begin in a new repository says that it added it', async (context) => {
  const stage = await createStage(context);
  await stage.run('doctor'); // so that both find a daemon
  const runs = ['one', 'two'].map((name) => stage.start('run', hello, '--name', name).ended);
  const said = (await Promise.all(runs)).map((result) => result.stderr).join('');
  assert.equal(count(said, ': added '), 1, said);
});

test('setup and checks are announced where there are any, and only there', async (context) => {
  const stage = await createStage(context);
  const without = await stage.run('run', hello, '--name', 'one');
  assert.equal(without.code, 0, without.stderr);
  assert.doesNotMatch(without.stderr, /setting the copy up|running the checks/);
  writeRepositoryConfig(stage, { setup: 'true' });
  const both = await stage.run('run', hello, '--name', 'two', '--check', 'true');
  assert.match(both.stderr, /• setting the copy up\n[^]*• running the checks\n/);
});

test('the last words of the agent are said once, also when it waits for a person', async (context) => {
  const stage = await createStage(context);
  const ready = await stage.run('run', hello, '--name', 'one');
  assert.equal(count(ready.stderr + ready.stdout, 'Created hello.txt as asked.'), 1);
  const waiting = await stage.run('run', promptOf('say'), '--name', 'two');
  assert.equal(waiting.code, 3);
  assert.equal(count(waiting.stderr + waiting.stdout, 'Just words, no work.'), 1, waiting.stdout);
  assert.match(waiting.stderr, /• waits for you\n$/);
  assert.match((await stage.run('task', 'list')).stdout, / waits for you: Just words, no work\.\n/);
  assert.equal((await stage.run('task', 'wait', 'two', '--timeout', '20s')).code, 3);
  assert.doesNotMatch((await stage.run('task', 'apply', 'one')).stdout, /Created hello/);
});
