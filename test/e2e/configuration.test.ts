// What the files say reaches the task, and what they must not say is refused or ignored, by name.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Client } from '../../src/api/client.ts';
import type { ProjectNewsJson } from '../../src/api/project-schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/api/errors.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const file = '.tasklane/config.json';

function configure(stage: Stage, config: object): void {
  stage.repository.commit({ [file]: JSON.stringify(config) }, 'configure');
}

/** The next thing that happens to a project, from the live stream; the stream must be open before it happens. */
async function openNews(client: Client, open: () => Promise<unknown>): Promise<ProjectNewsJson> {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(30_000)]);
  let told: ProjectNewsJson | undefined;
  const onProject = (news: ProjectNewsJson): void => {
    told = news;
    ended.abort();
  };
  // Its snapshot says that the stream is open.
  const onSnapshot = (): void => void open();
  for await (const _ of client.events({ projects: '1', snapshot: '1' }, signal, { onProject, onSnapshot }));
  assert.ok(told !== undefined, 'nothing was told within 30 s');
  return told;
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

test('what is set for a project counts over its repository’s file, says who says what, and can be taken back', async (context) => {
  const stage = await createStage(context);
  configure(stage, { check: 'exit 1', checks: [{ name: 'lint', command: 'exit 1' }] });
  assert.equal((await stage.run('project', 'add')).code, 0);
  const set = await stage.run('project', 'set', 'check=test -f hello.txt', 'maxTurns=50', 'setup=null');
  assert.equal(set.code, 0, set.stderr);
  assert.match(set.stdout, /^check is test -f hello\.txt, from: project \(.*settings\.json\)$/m);
  const { task } = await stage.runTask([promptOf('hello')]);
  assert.deepEqual(
    task.result?.checks.map((check) => check.command),
    ['test -f hello.txt'],
  );
  const shown = await stage.run('project', 'config');
  assert.match(shown.stdout, /^check +project +test -f hello\.txt +repository: exit 1$/m);
  assert.match(shown.stdout, /^checks +project +\[\] +repository: \[.*lint/m);
  assert.match(shown.stdout, /^setup +project +null/m);
  assert.match(shown.stdout, /^model +environment +openai-compatible/m);
  assert.equal(stage.repository.git('status', '--porcelain'), '', 'nothing of ours is in the repository');

  const client = stage.client();
  const params = { project: 'sample' };
  const read = await client.call(endpoints.projectSettings, { params });
  const body = { set: { checkReruns: 0 } };
  const news = await openNews(client, () => client.call(endpoints.changeProjectSettings, { params, body }));
  assert.deepEqual([news.project_name, news.change, news.version], ['sample', 'settings', read.version + 1]);
  const late = { set: { checkReruns: 3 }, version: read.version };
  await assert.rejects(client.call(endpoints.changeProjectSettings, { params, body: late }), (error) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'stale_version');
    const current = error.details['current'] as typeof read;
    assert.equal(current.version, read.version + 1);
    assert.equal(current.settings.find(({ key }) => key === 'checkReruns')?.value, 0);
    return true;
  });
  const wrong = await stage.run('project', 'set', 'checkRerun=1', 'port=3', 'checks=[{"name": "x"}]');
  assert.equal(wrong.code, 2, wrong.stderr);
  assert.match(wrong.stderr, /unknown key "checkRerun"; did you mean "checkReruns"\?/);
  assert.match(wrong.stderr, /port cannot be set here, only in config\.json/);
  assert.match(wrong.stderr, /checks\.0\.command is missing; it is a command line for sh/);
  assert.match((await stage.run('project', 'set', 'check')).stderr, /“check” is no setting with a value/);

  const reset = await stage.run('project', 'reset', 'check', 'setup');
  assert.match(reset.stdout, /^check is exit 1, from: repository \(.*\.tasklane\/config\.json\)$/m);
  const late2 = await stage.run('project', 'reset', 'maxTurns', '--if-version', String(read.version));
  assert.match(late2.stderr, /The settings of sample were changed meanwhile/);
  const log = await stage.run('audit', '--action', 'settings.edit');
  assert.match(log.stdout, /project sample: check, maxTurns, setup/);
  assert.match(log.stdout, /refused.*stale_version|stale_version.*refused/);
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
