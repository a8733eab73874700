// The main job through the real command line: one command from the words of a person to work that is proved, shown as a
// branch, and applied. The agent is our own; test/e2e/agents.test.ts does the same with agents of others.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { createStage, promptOf, until } from '../support/stage.ts';

const hello = promptOf('hello');

test('R1 R33 R54 R168 R169 R184 run does a task in a copy of its own and proves it, and main is untouched', async (context) => {
  const stage = await createStage(context);
  const before = stage.head();
  const check = 'test -f hello.txt && echo "# pass 3" && echo "# fail 0"';
  const { task } = await stage.runTask([hello, '--name', 'say-hello', '--check', check]);

  assert.deepEqual(
    [task.state, task.number, task.name, task.attempt, task.hold, task.failure, task.agent],
    ['ready', 1, 'say-hello', 1, null, null, 'tasklane'],
  );
  assert.equal(task.prompt, hello);
  assert.equal(task.branch, 'tasklane/1-say-hello');
  assert.equal(task.base_commit, before);
  for (const time of [task.created_at, task.updated_at]) assert.ok(Date.parse(time) <= Date.now());
  const { result } = task;
  assert.ok(result !== null);
  assert.equal(result.summary, 'Created hello.txt as asked.');
  assert.deepEqual(result.files, [
    { path: 'hello.txt', status: 'added', from: null, additions: 1, deletions: 0 },
  ]);
  assert.equal(result.commits.length, 1);
  const [evidence, ...more] = result.checks;
  assert.ok(evidence !== undefined && more.length === 0);
  assert.deepEqual(
    [evidence.command, evidence.outcome, evidence.exit_code, evidence.on, evidence.counts],
    [check, 'passed', 0, 'task', { passed: 3, failed: 0, skipped: 0 }],
  );

  // What the evidence names is what git has, and what the person sees as a branch.
  const { git } = stage.repository;
  assert.equal(git('rev-parse', `${task.branch}^{tree}`), evidence.tree);
  assert.equal(git('rev-parse', task.branch), result.head);
  assert.equal(git('rev-parse', `${task.branch}^`), before);
  assert.equal(git('show', `${task.branch}:hello.txt`), 'hello from the script');
  const message = git('log', '-1', '--format=%an <%ae>%n%B', task.branch);
  assert.match(message, /^Test Person <person@example\.com>\n/);
  assert.match(message, new RegExp(`Tasklane-Task: #1 ${task.id}\nTasklane-Agent: tasklane`));

  assert.equal(stage.head(), before);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(existsSync(join(stage.repository.dir, 'hello.txt')), false);
});

test('R32 R34 R186 diff shows the work, apply brings it to main and into the checkout', async (context) => {
  const stage = await createStage(context);
  const task = await stage.ready('hello', {}, '--name', 'hello', '--check', 'test -f hello.txt');
  const diff = await stage.run('task', 'diff', 'hello');
  assert.equal(diff.code, 0);
  assert.match(diff.stdout, /^diff --git a\/hello\.txt b\/hello\.txt\n[^]*\n\+hello from the script\n$/);
  assert.equal(diff.stdout, `${stage.repository.git('diff', '--full-index', 'main', task.branch)}\n`);

  const applied = await stage.run('task', 'apply', '1');
  assert.equal(applied.code, 0, applied.stderr);
  assert.match(applied.stdout, /^✓ #1 “.*”: applied as [0-9a-f]{10}\n/);
  const done = await stage.show(task.id);
  assert.equal(done.state, 'done');
  assert.equal(stage.head(), done.applied_commit);
  assert.deepEqual(done.delivery, { kind: 'fast_forwarded', reason: null, files: [] });
  assert.deepEqual(
    done.result?.checks.map((check) => [check.on, check.outcome]),
    [
      ['task', 'passed'],
      ['merged', 'passed'],
    ],
  );
  assert.equal(readFileSync(join(stage.repository.dir, 'hello.txt'), 'utf8'), 'hello from the script\n');
  assert.equal(stage.repository.git('status', '--porcelain'), '');
  await until(() => stage.branches().length === 1, 'the branch of the applied task is gone');
  assert.equal(existsSync(join(stage.home, 'p', task.project_id, 'ws', task.id)), false);
});

test('R215 R216 with --json every line is one event in order, and the last one is the summary', async (context) => {
  const stage = await createStage(context);
  const { events, task } = await stage.runTask([hello, '--check', 'echo checked', '--apply']);
  assert.equal(task.state, 'done');
  assert.deepEqual(
    events.map((event) => event.seq),
    events.map((_, index) => index + 1),
  );
  const steps = events.filter((event) => event.type === 'task.changed').map((event) => event.data['to']);
  const states = steps.filter((state, index) => state !== steps[index - 1]);
  assert.deepEqual(states, ['queued', 'starting', 'running', 'ready', 'applying', 'done']);
  const kinds = new Set(events.map((event) => event.type));
  for (const kind of ['task.created', 'agent.message', 'agent.tool', 'run.output'])
    assert.ok(kinds.has(kind), `${kind} is missing in ${[...kinds].join(', ')}`);
  // The log that the daemon keeps is the same, event by event.
  const { events: kept } = await stage
    .client()
    .call(endpoints.events, { query: { task: task.id, limit: 5000 } });
  assert.deepEqual(kept, events);
});

test('without a terminal run writes plain lines, and ends with what came out and what to type next', async (context) => {
  const stage = await createStage(context);
  const result = await stage.run('run', hello, '--name', 'hello', '--check', 'echo checked');
  assert.equal(result.code, 0);
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(result.stdout + result.stderr, /[\u001b\r]/);
  assert.match(result.stdout, /: ready \(/);
  assert.match(result.stdout, /branch {2}tasklane\/1-hello\n/);
  assert.match(result.stdout, /1 file changed, \+1 −0\n/);
  assert.match(result.stdout, /commit {2}[0-9a-f]{10} /);
  assert.match(result.stdout, /check {3}✓ echo checked: passed, /);
  assert.match(result.stdout, /tasklane task diff hello +see the changes\n {2}tasklane task apply hello/);
});

test('a prompt on standard input is taken whole', async (context) => {
  const stage = await createStage(context);
  const prompt = `Zeile eins „ü“\n\n  $HOME stays $HOME\n${hello}`;
  const result = await stage.cli.run(['run', '-', '--json'], stage.repository.dir, `${prompt}\n`);
  assert.equal(result.code, 0, result.stderr);
  assert.equal((await stage.show('1')).prompt, prompt);
});

test('exit code 3: an agent that changed nothing waits for a person, and goes on when one answers', async (context) => {
  const stage = await createStage(context);
  const { task } = await stage.runTask([promptOf('say'), '--name', 'talk'], 3);
  assert.deepEqual([task.state, task.step], ['waiting', 'idle: Just words, no work.']);
  const sent = await stage.run('task', 'send', 'talk', hello);
  assert.equal(sent.code, 0, sent.stderr);
  const done = await stage.until('talk', 'ready');
  assert.equal(done.attempt, 1);
  assert.equal(stage.repository.git('show', 'tasklane/1-talk:hello.txt'), 'hello from the script');
});

test('exit code 1: the work of a task whose check failed is kept on its branch', async (context) => {
  const stage = await createStage(context);
  const { task } = await stage.runTask([hello, '--name', 'hello', '--check', 'echo "1 wrong"; exit 4'], 1);
  assert.equal(task.state, 'failed');
  assert.equal(stage.repository.git('show', 'tasklane/1-hello:hello.txt'), 'hello from the script');
});

test('run ends with 130 when the task is cancelled by somebody else, and no agent is left', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', promptOf('hello-then-hang'), '--name', 'hanging');
  await stage.model.waitFor((request) => request.step === 1);
  const cancelled = await stage.run('task', 'cancel', 'hanging', '--reason', 'not needed');
  assert.equal(cancelled.code, 0, cancelled.stderr);
  const { code, stdout } = await run.ended;
  assert.equal(code, 130, stdout);
  // The command that cancels promises that they are gone.
  assert.deepEqual([...stage.workers()], []);
  // What it had done is kept, and can be looked at.
  assert.equal(stage.repository.git('show', 'tasklane/1-hanging:hello.txt'), 'hello from the script');
});

test('--timeout and --max-turns end the agent and keep what it did', async (context) => {
  const stage = await createStage(context);
  const late = await stage.runTask([promptOf('hello-then-hang'), '--name', 'late', '--timeout', '2s'], 1);
  assert.equal(late.task.failure?.kind, 'timeout');
  assert.match(late.task.failure.next, /--timeout/);
  const long = await stage.runTask(
    [promptOf('edit', { find: 'Test', replace: 'Best' }), '--max-turns', '2'],
    1,
  );
  assert.equal(long.task.failure?.kind, 'max_turns');
  assert.equal(stage.repository.git('show', `${late.task.branch}:hello.txt`), 'hello from the script');
  assert.equal(stage.repository.git('show', `${long.task.branch}:README.md`), '# Best');
});

test('R168 two tasks at the same time work in copies of their own', async (context) => {
  const stage = await createStage(context);
  const both = ['one', 'two'].map((name) =>
    stage.runTask([promptOf('write', { path: `${name}.txt`, content: name }), '--name', name]),
  );
  const tasks = (await Promise.all(both)).map((each) => each.task);
  for (const task of tasks)
    assert.deepEqual(
      task.result?.files.map((file) => file.path),
      [`${task.name}.txt`],
    );
  assert.deepEqual(new Set(tasks.map((task) => task.number)), new Set([1, 2]));
});

test('R55 a program without a protocol works as an agent: the prompt as an argument, and on standard input', async (context) => {
  const stage = await createStage(context);
  const program = join(stage.dir, 'agent.sh');
  writeFileSync(
    program,
    '#!/bin/sh\nprintf "%s" "${1-$(cat)}" > prompt.txt\nenv > environment.txt\necho "I wrote it."\n',
  );
  chmodSync(program, 0o755);
  const agent = { protocol: 'command', passEnv: ['TASKLANE_MODEL'], env: { COLOUR: 'blue' } };
  const agents = {
    arg: { ...agent, command: [program, '{prompt}'] },
    stdin: { ...agent, command: [program] },
  };
  await stage.writeHome('config.json', JSON.stringify({ agents }));
  for (const name of ['arg', 'stdin']) {
    const { task } = await stage.runTask(['Say "hi" to $HOME; `now`', '--agent', name, '--name', name]);
    assert.deepEqual([task.state, task.result?.summary], ['ready', 'I wrote it.']);
    const prompt = stage.repository.git('show', `${task.branch}:prompt.txt`);
    assert.match(prompt, /^Say "hi" to \$HOME; `now`\n/);
    const seen = variables(stage.repository.git('show', `${task.branch}:environment.txt`));
    assert.equal(seen.get('COLOUR'), 'blue');
    assert.equal(seen.get('TASKLANE_MODEL'), 'openai-compatible/scripted-model');
    assert.equal(seen.has('TASKLANE_API_KEY'), false);
    assert.match(seen.get('HOME') ?? '', new RegExp(`^${stage.home}/.*${task.id}`));
  }
});

test('R213 a task is found by number, by name and by id, in every command', async (context) => {
  const stage = await createStage(context);
  const task = await stage.ready('hello', {}, '--name', 'hello');
  for (const ref of ['1', '#1', 'hello', task.id])
    for (const command of ['show', 'status'])
      assert.equal((await stage.task(['task', command, ref])).id, task.id);
  const list = JSON.parse((await stage.run('task', 'list', '--json')).stdout) as { tasks: TaskJson[] };
  assert.deepEqual(
    list.tasks.map((each) => each.id),
    [task.id],
  );
});

test('R114 delete takes the copy and the branch of a task away, and its log stays', async (context) => {
  const stage = await createStage(context);
  const task = await stage.ready('hello', {}, '--name', 'hello');
  const copy = join(stage.home, 'p', task.project_id, 'ws', task.id);
  assert.ok(existsSync(copy));
  const deleted = await stage.run('task', 'delete', 'hello', '--yes');
  assert.equal(deleted.code, 0, deleted.stderr);
  assert.equal(existsSync(copy), false);
  assert.deepEqual(stage.branches(), ['main']);
  await stage.quiet();
  assert.equal((await stage.run('task', 'show', 'hello')).code, 1);
  const { events } = await stage.client().call(endpoints.events, { query: { after: 0 } });
  assert.equal(events.at(-1)?.data['to'], 'ready');
});

function variables(text: string): ReadonlyMap<string, string> {
  const pairs = text
    .split('\n')
    .map((each) => [each.replace(/=.*/, ''), each.replace(/^[^=]*=/, '')] as const);
  return new Map(pairs);
}
