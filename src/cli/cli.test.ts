// The command line as a process: exit codes and messages, against a server that speaks the contract.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { collect, createCli } from '../../test/support/cli.ts';
import { projectJson, scriptRun, world } from '../../test/support/cli-world.ts';
import { refusal, resultJson, taskJson } from '../../test/support/contract-server.ts';
import { createRepository } from '../../test/support/git-repo.ts';
import type { TaskJson } from '../api/schemas.ts';

test('wrong usage ends with 2, names what is wrong and what was meant', async (context) => {
  const { cli, elsewhere } = await world(context);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['rnu'], /^tasklane: unknown command 'rnu'\n {2}next: Did you mean `tasklane run`\?\n$/],
    [['task', 'shwo', '1'], /Did you mean show\?/],
    [['run', 'x', '--chek', 'y'], /unknown option '--chek'\n {2}next: Did you mean --check\?/],
    [['task', 'show'], /missing required argument 'task'/],
    [['run'], /^tasklane: The prompt is empty\.\n {2}next: /],
    [['run', '  '], /The prompt is empty/],
    [['run', 'x', '--timeout', 'soon'], /--timeout “soon” is not a span of time\.\n {2}next: .*90s/],
    [['run', 'x', '--max-turns', '0'], /whole number from 1/],
    [['serve', '--port', '70000'], /number from 0 to 65535/],
    [['task', 'list', '-o', 'yaml'], /Allowed choices are table, text, json/],
  ];
  for (const [args, message] of cases) {
    const result = await cli.run(args, elsewhere);
    assert.equal(result.code, 2, args.join(' '));
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  }
});

test('with --json an error is one line of JSON on stderr', async (context) => {
  const { cli, elsewhere, server } = await world(context);
  server.on('GET', '/tasks/nope', () =>
    refusal(404, 'not_found', 'There is no task “nope”.', 'See `tasklane task list`.'),
  );
  for (const flag of ['--json', '-ojson', '--output=json']) {
    const result = await cli.run(['task', 'show', 'nope', flag], elsewhere);
    assert.equal(result.code, 1);
    assert.equal(result.stderr.trim().split('\n').length, 1);
    assert.deepEqual(JSON.parse(result.stderr), {
      error: {
        code: 'not_found',
        message: 'There is no task “nope”.',
        next: 'See `tasklane task list`.',
        details: {},
      },
    });
  }
});

test('help and version go to stdout, a group without a command prints its help to stderr', async (context) => {
  const { cli, elsewhere } = await world(context);
  const help = await cli.run(['--help'], elsewhere);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /130 {2}cancelled/);
  assert.doesNotMatch(help.stdout, /__complete/);
  assert.match((await cli.run(['--version'], elsewhere)).stdout, /^\d+\.\d+\.\d+\n$/);
  const group = await cli.run(['task'], elsewhere);
  assert.equal(group.code, 2);
  assert.match(group.stderr, /^Usage: tasklane task/);
});

test('without TASKLANE_TOKEN, TASKLANE_URL alone is refused with the next step', async (context) => {
  const { cli, elsewhere, server } = await world(context);
  const bare = createCli(context, cli.home, { TASKLANE_URL: server.url });
  const result = await bare.run(['task', 'list'], elsewhere);
  assert.equal(result.code, 2);
  assert.match(result.stderr, /TASKLANE_TOKEN is not\.\n {2}next: /);
});

test('a daemon elsewhere that does not answer is named, and none is started', async (context) => {
  const { elsewhere, cli } = await world(context);
  const lost = createCli(context, cli.home, { TASKLANE_URL: 'http://127.0.0.1:1', TASKLANE_TOKEN: 't' });
  const result = await lost.run(['task', 'list'], elsewhere);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /^tasklane: No daemon answers at http:\/\/127\.0\.0\.1:1/);
});

test('a number means a task of the project that one stands in, also from a folder deep inside', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ id: 'other', project_id: 'p2' }), taskJson());
  const deep = join(repository, 'src', 'deep');
  mkdirSync(deep, { recursive: true });
  for (const ref of ['12', '#12', 'fix-the-test']) {
    const result = await cli.run(['task', 'show', ref, '--json'], deep);
    assert.equal((JSON.parse(result.stdout) as TaskJson).project_id, 'p1', ref);
  }
});

test('outside any project a number is refused with the way out, and a name and an id work', async (context) => {
  const { cli, server, elsewhere, repository } = await world(context);
  server.tasks.push(taskJson());
  const refused = await cli.run(['task', 'status', '12'], elsewhere);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /next: Add --project/);
  for (const args of [
    ['fix-the-test'],
    [taskJson().id],
    ['12', '--project', 'sample'],
    ['12', '-p', repository],
  ])
    assert.equal((await cli.run(['task', 'status', ...args], elsewhere)).code, 0, args.join(' '));
});

test('a repository inside a project is not that project', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson());
  const inner = join(repository, 'vendor', 'inner');
  createRepository(inner);
  assert.equal((await cli.run(['task', 'status', '12'], inner)).code, 2);
});

test('looking at tasks adds no project', async (context) => {
  const { cli, server, elsewhere } = await world(context);
  await cli.run(['task', 'list'], elsewhere);
  assert.deepEqual(
    server.calls.filter((call) => call.method !== 'GET'),
    [],
  );
});

test('a project that does not exist is refused with the names of those that do', async (context) => {
  const { cli, elsewhere } = await world(context);
  const result = await cli.run(['task', 'list', '--project', 'nope'], elsewhere);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /no project “nope”\.\n {2}next: Name one of: sample/);
});

test('run adds the repository by its first use and says so on stderr', async (context) => {
  const { cli, server, elsewhere } = await world(context);
  createRepository(elsewhere);
  server.on('POST', '/projects', ({ body }) => {
    const { path } = body as { path: string };
    const project = projectJson('p9', 'elsewhere', path);
    return { body: { ...project, added: true, warnings: ['There are submodules.'] } };
  });
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  const result = await cli.run(['run', 'do', 'it'], elsewhere);
  assert.equal(result.code, 0, result.stderr);
  assert.match(
    result.stderr,
    /added .*elsewhere as project elsewhere .*main\)\ntasklane: There are submodules\./,
  );
  const created = server.calls.find((call) => call.method === 'POST' && call.path.endsWith('/tasks'));
  assert.deepEqual(created?.body, { prompt: 'do it', project: 'p9' });
});

test('run passes every flag on', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  const flags = [
    '--agent',
    'qwen',
    '--model',
    'openai/x',
    '--check',
    'make',
    '-c',
    'npm test',
    '--name',
    'a-b',
  ];
  const args = ['run', '-', ...flags, '--timeout', '1h30m', '--max-turns', '7'];
  const result = await cli.run(args, repository, 'fix\nit\n');
  assert.equal(result.code, 0, result.stderr);
  const created = server.calls.find((call) => call.method === 'POST');
  assert.deepEqual(created?.body, {
    prompt: 'fix\nit\n',
    name: 'a-b',
    agent: 'qwen',
    model: 'openai/x',
    checks: [{ command: 'make' }, { command: 'npm test' }],
    timeout_ms: 5_400_000,
    max_turns: 7,
    project: 'p1',
  });
});

test('run prints what happens as plain lines on stderr and the summary on stdout', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) => {
    server.append(task.id, 'agent.message', { text: 'I look ' });
    server.append(task.id, 'agent.message', { text: 'at it.' });
    server.append(task.id, 'agent.tool', { call: { id: '1', title: 'npm test', status: 'running' } });
    server.append(task.id, 'agent.tool', { call: { id: '1', title: 'npm test', status: 'completed' } });
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' });
  });
  const result = await cli.run(['run', 'fix it'], repository);
  assert.equal(result.code, 0);
  assert.match(result.stderr, /I look at it\.\n▶ npm test\n✓ npm test\n• ready\n$/);
  assert.match(result.stdout, /^✓ #12 “Fix the test”: ready \(/);
  assert.match(result.stdout, /1 file changed, \+3 −1/);
  assert.match(result.stdout, /aaaaaaaaaa Fix the test/);
  assert.match(result.stdout, /npm test: passed, 4 passed, 0 failed, 1 skipped, 3\.2 s/);
  assert.match(result.stdout, /tasklane task diff fix-the-test/);
  assert.match(result.stdout, /tasklane task apply fix-the-test/);
});

test('run says the last words of the agent once: in the stream, or else in the summary', async (context) => {
  const { cli, server, repository } = await world(context);
  const result = resultJson();
  scriptRun(server, (task) => {
    server.append(task.id, 'agent.message', { text: 'The test ' });
    server.append(task.id, 'agent.message', { text: 'passes again.' });
    server.change(task, { state: 'ready', result }, { type: 'verified' });
  });
  const streamed = await cli.run(['run', 'fix it'], repository);
  assert.match(streamed.stderr, /The test passes again\./);
  assert.doesNotMatch(streamed.stdout, /The test passes again/);
  server.tasks.length = 0;
  server.events.length = 0;
  scriptRun(server, (task) => server.change(task, { state: 'ready', result }, { type: 'verified' }));
  const silent = await cli.run(['run', 'fix it'], repository);
  assert.match(silent.stdout, /\n\n {2}The test passes again\.\n\n/);
});

test('run --json prints one event a line and the summary last', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  const result = await cli.run(['run', 'fix it', '--json'], repository);
  const lines = result.stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  assert.deepEqual(lines.slice(0, -1), server.events);
  assert.deepEqual(lines.at(-1), { type: 'summary', task: server.tasks[0] });
});

test('the exit code of run says how the task ended', async (context) => {
  const failure = { kind: 'test' as const, message: 'npm test failed', detail: '', next: 'Retry it.' };
  const ends: readonly (readonly [Partial<TaskJson>, number, RegExp])[] = [
    [{ state: 'done', applied_commit: 'b'.repeat(40) }, 0, /applied as bbbbbbbbbb/],
    [{ state: 'failed', failure }, 1, /npm test failed\n {2}next: Retry it\./],
    [
      { state: 'waiting', step: 'question: Which database?' },
      3,
      /: waits for you \(.*\n\n {2}Which database\?\n\n.*task answer fix-the-test/,
    ],
    [{ state: 'paused' }, 3, /paused/],
    [{ state: 'cancelled' }, 130, /cancelled/],
  ];
  for (const [patch, code, words] of ends) {
    const { cli, server, repository } = await world(context);
    scriptRun(server, (task) => server.change(task, patch, { type: 'whatever' }));
    const result = await cli.run(['run', 'fix it'], repository);
    assert.equal(result.code, code, String(patch.state));
    assert.match(result.stdout, words);
  }
});

test('run goes on when the task came to rest only for a moment', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) => {
    const asked = server.change(task, { state: 'waiting' }, { type: 'asked', detail: 'sure?' });
    server.on('GET', '/tasks/([^/]+)', () => {
      // By the time it is looked at, somebody has answered; it becomes ready only after that look.
      const again = server.change(asked, { state: 'running' }, { type: 'answered' });
      server.on('GET', '/tasks/([^/]+)', () => ({ body: server.tasks[0] }));
      setImmediate(() =>
        server.change(again, { state: 'ready', result: resultJson() }, { type: 'verified' }),
      );
      return { body: again };
    });
  });
  const result = await cli.run(['run', 'fix it'], repository);
  assert.equal(result.code, 0, result.stdout);
  assert.match(result.stdout, /: ready/);
});

test('run --apply applies what is ready and shows what happens meanwhile', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  server.on('POST', '/tasks/([^/]+)/apply', () => {
    const applying = server.change(
      server.tasks[0] ?? taskJson(),
      { state: 'applying' },
      { type: 'apply_started' },
    );
    server.append(applying.id, 'run.output', { source: 'check test', text: '4 passed\n' });
    const patch = { state: 'done', applied_commit: 'c'.repeat(40) } as const;
    return { body: server.change(applying, patch, { type: 'applied', commit: 'c'.repeat(40) }) };
  });
  const result = await cli.run(['run', 'fix it', '--apply'], repository);
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /│ 4 passed\n• applied as cccccccccc\n$/);
  assert.match(result.stdout, /applied as cccccccccc/);
});

test('run --apply ends with 1 when the apply is refused, by its checks or at once', async (context) => {
  const notice = {
    kind: 'conflict' as const,
    message: 'It conflicts in a.js.',
    detail: '',
    next: 'Send it back.',
  };
  const { cli, server, repository } = await world(context);
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  server.on('POST', '/tasks/([^/]+)/apply', () => {
    const applying = server.change(
      server.tasks[0] ?? taskJson(),
      { state: 'applying' },
      { type: 'apply_started' },
    );
    return { body: server.change(applying, { state: 'ready', notice }, { type: 'apply_refused', notice }) };
  });
  const refused = await cli.run(['run', 'fix it', '--apply'], repository);
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /not applied \(.*\)\n\n {2}It conflicts in a\.js\.\n {2}next: Send it back\./);

  server.tasks.length = 0;
  server.events.length = 0;
  server.on('POST', '/tasks/([^/]+)/apply', () =>
    refusal(409, 'invalid_transition', 'Somebody else applies it.'),
  );
  scriptRun(server, (task) =>
    server.change(task, { state: 'ready', result: resultJson() }, { type: 'verified' }),
  );
  const atOnce = await cli.run(['run', 'fix it', '--apply'], repository);
  assert.equal(atOnce.code, 1);
  assert.match(atOnce.stderr, /tasklane: Somebody else applies it\./);
});

test('Ctrl-C cancels the task through the API and ends with 130 when it is cancelled', async (context) => {
  const { cli, server, repository } = await world(context);
  scriptRun(server, () => child.kill('SIGINT'));
  server.on('POST', '/tasks/([^/]+)/cancel', () => ({
    body: server.change(
      server.tasks[0] ?? taskJson(),
      { state: 'cancelled' },
      { type: 'cancelled', reason: 'Ctrl-C' },
    ),
  }));
  const child = cli.start(['run', 'fix it'], repository);
  const result = await collect(child);
  assert.equal(result.code, 130);
  assert.match(result.stderr, /cancelling… [^]*• cancelled: Ctrl-C\n$/);
});

test('a second Ctrl-C leaves the task to itself at once, and the same press twice is one', async (context) => {
  const { cli, server, repository } = await world(context);
  let cancels = 0;
  let isWaiting = false;
  scriptRun(server, () => {
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 20); // as npm passes it on
  });
  server.on('POST', '/tasks/([^/]+)/cancel', () => {
    cancels += 1;
    setTimeout(() => {
      isWaiting = child.exitCode === null;
      child.kill('SIGINT');
    }, 300);
    return new Promise(() => undefined);
  });
  const child = cli.start(['run', 'fix it'], repository);
  const result = await collect(child);
  assert.equal(result.code, 130);
  assert.deepEqual([cancels, isWaiting], [1, true]);
  assert.match(result.stderr, /left to itself; follow it with: tasklane task logs -f fix-the-test\n$/);
});

test('Ctrl-C while the task is being created leaves no task running', async (context) => {
  const { cli, server, repository } = await world(context);
  server.on('POST', '/tasks', async () => {
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.tasks.push(taskJson());
    return { status: 201, body: taskJson() };
  });
  let cancelled: string | undefined;
  server.on('POST', '/tasks/([^/]+)/cancel', (_, [task]) => {
    cancelled = task;
    return { body: taskJson({ state: 'cancelled' }) };
  });
  const child = cli.start(['run', 'fix it'], repository);
  const result = await collect(child);
  assert.equal(result.code, 130);
  assert.equal(cancelled, taskJson().id);
});

test('logs print the thread, with control sequences of the agent taken out', async (context) => {
  const { cli, server, repository } = await world(context);
  const task = taskJson({ state: 'ready' });
  server.tasks.push(task);
  server.append(task.id, 'agent.message', { text: 'Hi \u001b]0;title\u0007\u001b[31mred\u001b[0m\u0008\n' });
  server.append(task.id, 'agent.tool', { call: { id: '1', title: 'ls', status: 'running' } });
  const result = await cli.run(['task', 'logs', '12'], repository);
  assert.equal(result.stdout, 'Hi red\n▶ ls\n');
});

test('logs -f go on until the task comes to rest', async (context) => {
  const { cli, server, repository } = await world(context);
  const task = taskJson({ state: 'running' });
  server.tasks.push(task);
  server.append(task.id, 'agent.message', { text: 'one\n' });
  server.onStream = () => {
    server.append(task.id, 'agent.message', { text: 'two\n' });
    server.change(task, { state: 'ready' }, { type: 'verified' });
  };
  const result = await cli.run(['task', 'logs', '-f', '12'], repository);
  assert.equal(result.stdout, 'one\ntwo\n• ready\n');
});

test('diff prints the patch byte by byte, and --stat only the files', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(taskJson({ state: 'ready' }));
  const patch = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\u001b[31mb\r\n';
  const files = [{ path: 'x', status: 'modified', from: null, additions: 1, deletions: 1 }];
  server.on('GET', '/tasks/([^/]+)/diff', () => ({
    body: { base: 'a', head: 'b', files, patch, truncated: false },
  }));
  assert.equal((await cli.run(['task', 'diff', '12'], repository)).stdout, patch);
  const stat = await cli.run(['task', 'diff', '12', '--stat'], repository);
  assert.equal(stat.stdout, 'M x  +1 −1\n1 file changed, +1 −1\n');
});

test('a reader that has enough ends the command quietly', async (context) => {
  const { cli, server, repository } = await world(context);
  const tasks = Array.from({ length: 3000 }, (_, number) =>
    taskJson({ id: `t${number}`, title: 'x'.repeat(200) }),
  );
  server.tasks.push(...tasks);
  const child = cli.start(['task', 'list', '--json'], repository);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout?.once('data', () => child.stdout?.destroy());
  await once(child, 'exit');
  assert.equal(stderr, '');
});

test('list has one row a task, and quiet only the ids', async (context) => {
  const { cli, server, repository } = await world(context);
  server.tasks.push(
    taskJson({
      hold: {
        kind: 'slot',
        text: 'no slot: 3 of 3 agents busy',
        task: null,
        path: null,
        agent: null,
        until: null,
      },
    }),
  );
  const list = await cli.run(['task', 'ls'], repository);
  const [header, row] = list.stdout.trimEnd().split('\n');
  assert.match(header ?? '', /^NAME +STATUS +STATE +STATE CHANGED +MESSAGE$/);
  assert.match(
    row ?? '',
    /^fix-the-test {2}initializing {2}working {2}\d+d\d+h ago +Queued: no slot: 3 of 3 agents busy$/,
  );
  const chosen = await cli.run(['task', 'ls', '-c', 'number,Task State', '-c', 'agent'], repository);
  assert.match(chosen.stdout, /^NUMBER {2}TASK STATE {2}AGENT\n12 {6}queued {6}tasklane\n$/);
  const unknown = await cli.run(['task', 'ls', '-c', 'colour'], repository);
  assert.deepEqual([unknown.code, unknown.stdout], [2, '']);
  assert.match(unknown.stderr, /no column “colour”\.\n {2}next: Choose from: number, /);
  assert.equal((await cli.run(['task', 'ls', '-q'], repository)).stdout, `${taskJson().id}\n`);
  server.tasks.length = 0;
  const none = await cli.run(['task', 'ls'], repository);
  assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', 'No tasks found.\n']);
});

test('delete looks up every task before it deletes the first, and asks nobody without a terminal', async (context) => {
  const { cli, server, repository } = await world(context);
  const deleted: (string | undefined)[] = [];
  server.tasks.push(taskJson(), taskJson({ id: 'second', number: 13, name: 'second' }));
  server.on('DELETE', '/tasks/([^/]+)', (_, [task]) => (deleted.push(task), {}));
  assert.equal((await cli.run(['task', 'rm', '12', '99'], repository)).code, 1);
  assert.deepEqual(deleted, []);
  assert.equal((await cli.run(['task', 'rm', '12', 'second'], repository)).code, 0);
  assert.deepEqual(deleted, [taskJson().id, 'second']);
});

test('doctor ends with 1 when there is a problem, and prints how to fix it', async (context) => {
  const { cli, server, repository } = await world(context);
  const finding = { name: 'git', status: 'problem', message: 'too old', fix: 'Install git 2.38.' };
  server.on('GET', '/doctor', () => ({ body: { findings: [finding] } }));
  const result = await cli.run(['doctor'], repository);
  assert.deepEqual([result.code, result.stdout], [1, '✗ git: too old\n    fix: Install git 2.38.\n']);
});
