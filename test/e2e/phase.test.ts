// The claiming protocol for agents from outside (seed 004), through the real daemon: agents here are calls over HTTP and
// writes into the copies they were given.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type {
  MayWriteAnswerJson,
  NextAnswerJson,
  PhaseJson,
  QueueFileJson,
} from '../../src/api/phase-schemas.ts';
import { phaseStage, queueOf, refusal } from '../support/phase-stage.ts';
import type { Given } from '../support/phase-stage.ts';

const parts = ['src/api/*', 'src/ui/*', 'tests/*', 'docs/*'];

test('R198 R199 R203 R211 agents that ask at once get different tasks, lowest first, three at most', async (context) => {
  const it = await phaseStage(context, queueOf(parts.map((glob) => ({ ownership: [glob] }))));
  const asked = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'].map((agent) => it.next(agent));
  const answers = await Promise.all(asked);
  const given = answers.filter((answer) => answer.kind === 'task');
  assert.deepEqual(
    given.map((answer) => answer.task.id).sort((a, b) => a - b),
    [1, 2, 3],
  );
  const others = answers.filter((answer) => answer.kind === 'none');
  assert.equal(others.length, 3);
  for (const other of others) {
    assert.match(other.reason, /no slot: 3 of 3 agents/);
    assert.equal(other.is_over, false);
  }
  const phase = await it.phase();
  assert.deepEqual(
    phase.tasks.map((task) => task.status),
    ['in_progress', 'in_progress', 'in_progress', 'pending'],
  );
  assert.equal(new Set(phase.tasks.slice(0, 3).map((task) => task.owner)).size, 3);
  assert.equal(phase.tasks[3]?.owner, null);
});

test('R196 R205 R206 R207 R208 from the file to the merge: all complete, tested together, merged, cleared', async (context) => {
  const queue = queueOf([
    { ownership: ['src/api/*'] },
    { ownership: ['src/ui/*'] },
    { ownership: ['tests/*'], blocked_by: [1, 2] },
  ]);
  const check = 'test "$(cat src/api/a.txt src/ui/b.txt tests/c.txt)" = "$(printf "one\\ntwo\\nthree")"';
  const it = await phaseStage(context, queue, '--check', check);
  const { stage } = it;
  const before = stage.head();

  const [ada, bob] = [await it.claim('ada'), await it.claim('bob')];
  assert.deepEqual([ada.task.id, bob.task.id], [1, 2]);
  assert.match(ada.task.branch, /^parallel\/1-do-part-1$/);
  const waiting = await it.next('cyd');
  assert.equal(waiting.kind, 'none');
  assert.match(waiting.kind === 'none' ? waiting.reason : '', /^task 3 .*waits for #1 .*\(running, /);

  it.write(ada, 'src/api/a.txt', 'one\n');
  it.write(bob, 'src/ui/b.txt', 'two\n');
  assert.equal((await it.complete('ada', ada, { summary: 'wrote a' })).kind, 'completed');
  // The answer was lost on the way, and the agent asks again.
  assert.equal((await it.complete('ada', ada)).kind, 'completed');
  await it.complete('bob', bob);
  assert.equal(stage.repository.git('show', `${ada.task.branch}:src/api/a.txt`), 'one');
  assert.equal(stage.head(), before);

  // What comes after two others begins with the work of both.
  const cyd = await it.claim('cyd');
  assert.equal(readFileSync(join(cyd.worktree ?? '', 'src/api/a.txt'), 'utf8'), 'one\n');
  assert.equal(readFileSync(join(cyd.worktree ?? '', 'src/ui/b.txt'), 'utf8'), 'two\n');
  it.write(cyd, 'tests/c.txt', 'three\n');
  await it.complete('cyd', cyd);

  const finished = await it.json<PhaseJson>(['queue', 'phase', 'finish']);
  assert.equal(finished.state, 'finished');
  assert.equal(stage.head(), finished.commit);
  assert.deepEqual(
    finished.evidence.map((item) => [item.on, item.outcome, item.tree]),
    [['merged', 'passed', stage.repository.git('rev-parse', 'main^{tree}')]],
  );
  const merges = stage.repository.git(
    'log',
    '--merges',
    '--first-parent',
    '--reverse',
    '--format=%s',
    'main',
  );
  assert.deepEqual(
    merges.split('\n').map((line) => line.replace(/:.*/, '')),
    [1, 2, 3].map((id) => `Merge parallel/${id}-do-part-${id}`),
  );
  assert.match(stage.repository.git('log', '-1', '--format=%B'), /Tasklane-Agent: cyd/);
  assert.deepEqual(stage.branches(), ['main']);
  assert.equal(existsSync(cyd.worktree ?? ''), false);
  assert.equal(existsSync(it.queueFile), false);

  // What was complete stays listed, and nothing is left to hand out.
  const archived = await it.json<QueueFileJson>(['queue', 'export']);
  assert.deepEqual(
    archived,
    queueOf(
      queue.tasks.map((task, index) => ({
        ...task,
        status: 'completed' as const,
        owner: ['ada', 'bob', 'cyd'][index] ?? null,
      })),
    ),
  );
  const over = await it.next('dan', {}, finished.id);
  assert.deepEqual([over.kind, over.kind === 'none' && over.is_over], ['none', true]);
  const again = await it.json<PhaseJson>(['queue', 'phase', 'finish']);
  assert.deepEqual([again.id, again.commit], [finished.id, finished.commit]);
});

test('R201 a claim whose files somebody else has now is rejected, with the path', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/api/*'] }]), '--manual');
  const prompt = '1 task: login (src/api/auth/*)';
  const warned = await it.stage.run('queue', 'import', '--prompt', prompt, '--name', 'second');
  assert.match(warned.stderr, /Task 1 owns src\/api\/auth\/\S+ together with #1 .*they take turns/);

  const ada = await it.claim('ada');
  const answer = await it.next('bob', {}, 'second');
  assert.equal(answer.kind, 'conflict');
  if (answer.kind !== 'conflict') return;
  assert.deepEqual([answer.id, answer.with], [1, ada.task.task_id]);
  assert.match(answer.path, /^src\/api\/auth\//);
  const inWords = await it.stage.run('queue', 'phase', 'next', '--agent', 'bob', '--phase', 'second');
  assert.deepEqual([inWords.code, inWords.stdout], [1, '']);
  assert.match(inWords.stderr, /task 1 “login” owns src\/api\/auth\/\S+ together with #1/);

  await it.complete('ada', ada);
  assert.equal((await it.claim('bob', {}, 'second')).task.id, 1);
});

test('a lease that ends makes its task pending again, and its late agent can do nothing any more', async (context) => {
  const it = await phaseStage(
    context,
    queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]),
    '--manual',
  );
  const late = await it.claim('late', { lease_ms: 1000 });
  it.write(late, 'src/late.txt', 'half\n');
  await it.stage.event(late.task.name, (event) => JSON.stringify(event.data).includes('"lost"'));
  const [task] = (await it.phase()).tasks;
  assert.deepEqual([task?.status, task?.owner], ['pending', null]);

  assert.equal((await refusal(it.complete('late', late))).code, 'stale_lease');
  const next = await it.claim('next');
  assert.equal(next.task.id, 1);
  assert.ok(next.lease.fence > late.lease.fence);
  assert.notEqual(next.worktree, late.worktree);
  assert.equal(existsSync(late.worktree ?? ''), false);
  assert.equal(existsSync(join(next.worktree ?? '', 'src/late.txt')), false);
  assert.equal((await refusal(it.complete('late', late))).code, 'stale_lease');
  const stolen = await refusal(it.complete('late', next));
  assert.equal(stolen.code, 'not_holder');
  assert.match(stolen.message, /^Task 1 “Do part 1” is not late’s: next has it \(running\)\.$/);
  const call = { params: { phase: 'task-queue', task: '1' }, body: { agent: 'late', fence: 1 } };
  const client = it.stage.client();
  assert.equal((await refusal(client.call(endpoints.heartbeatPhaseTask, call))).code, 'stale_lease');
  assert.equal((await refusal(client.call(endpoints.releasePhaseTask, call))).code, 'stale_lease');

  it.write(next, 'src/next.txt', 'whole\n');
  assert.equal((await it.complete('next', next)).kind, 'completed');
  const shown = await it.stage.show(next.task.task_id);
  assert.deepEqual([shown.attempt, shown.result?.files.map((file) => file.path)], [1, ['src/next.txt']]);
});

test('a heartbeat keeps a task longer than its lease, and brings what people wrote', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]), '--manual');
  const ada = await it.claim('ada', { lease_ms: 1000 });
  await it.stage.run('task', 'send', ada.task.name, 'Use tabs.');
  const beat = await it.stage.client().call(endpoints.heartbeatPhaseTask, {
    params: { phase: 'task-queue', task: '1' },
    body: { agent: 'ada', fence: 1, lease_ms: 60_000 },
  });
  assert.deepEqual(beat.messages, ['Use tabs.']);
  assert.ok(Date.parse(beat.lease.until) > Date.parse(ada.lease.until) + 30_000);
});

test('R204 changes of files that a task does not own are a violation: it fails, and main is untouched', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/api/*'] }]), '--check', 'true');
  const ada = await it.claim('ada');
  it.write(ada, 'src/api/a.txt', 'mine\n');
  it.write(ada, 'README.md', 'not mine\n');
  const answer = await it.complete('ada', ada);
  assert.deepEqual([answer.kind, answer.kind === 'violation' && answer.paths], ['violation', ['README.md']]);
  assert.equal(answer.task.status, 'blocked');
  const task = await it.stage.show(ada.task.task_id);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'ownership_violation']);
  assert.equal(it.stage.repository.git('show', `${task.branch}:README.md`), 'not mine');
  const refused = await it.stage.run('queue', 'phase', 'finish');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /cannot be finished: not complete yet: task 1 .*\(failed\)/);

  await it.stage.run('task', 'retry', ada.task.name);
  await it.work('bob', 'src/api/a.txt', 'mine\n');
  await it.until((phase) => phase.state === 'finished');
  assert.equal(it.stage.repository.git('show', 'main:README.md'), '# Test');
});

test('“may I write this?” is answered with who owns it instead', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/api/*'] }, { ownership: ['src/ui/*'] }]));
  const ada = await it.claim('ada');
  const paths = [
    'src/api/auth/login.ts',
    'src/ui/x.ts',
    'README.md',
    '../out',
    join(ada.worktree ?? '', 'src/api/y'),
  ];
  const args = ['queue', 'phase', 'may-write', '1', ...paths, '--agent', 'ada', '--fence', '1'];
  const answer = await it.json<MayWriteAnswerJson>(args, 1);
  assert.deepEqual(
    answer.paths.map((path) => [path.allowed, path.owner?.id ?? null]),
    [
      [true, 1],
      [false, 2],
      [false, null],
      [false, null],
      [true, 1],
    ],
  );
  assert.match(answer.paths[1]?.reason ?? '', /^It belongs to task 2 “Do part 2” \(queued\)\.$/);
});

test('a phase that is red together is not merged; the task that was wrong comes back, and then it is', async (context) => {
  const queue = queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]);
  const it = await phaseStage(
    context,
    queue,
    '--check',
    '! grep -r bad src || { echo "bad is in src"; exit 1; }',
  );
  const before = it.stage.head();
  await it.work('ada', 'src/a.txt', 'bad\n');
  const second = await it.work('bob', 'docs/b.txt', 'fine\n');
  assert.equal(second.kind, 'completed');
  const open = await it.until((phase) => phase.notice !== null);
  assert.deepEqual([open.state, open.notice?.kind], ['open', 'test']);
  assert.match(open.notice?.detail ?? '', /bad is in src/);
  assert.equal(it.stage.head(), before);
  const words = await it.stage.run('queue', 'phase');
  assert.match(words.stdout, /not merged: Merged, the phase does not pass[^]*next: Nothing was merged/);
  const alone = await it.stage.run('task', 'apply', 'do-part-2');
  assert.equal(alone.code, 1);
  assert.match(alone.stderr, /belongs to phase “task-queue”/);

  await it.stage.run('task', 'send', 'do-part-1', 'Do not write bad.');
  const again = await it.claim('cyd');
  assert.deepEqual([again.task.id, again.messages], [1, ['Do not write bad.']]);
  assert.equal(readFileSync(join(again.worktree ?? '', 'src/a.txt'), 'utf8'), 'bad\n');
  it.write(again, 'src/a.txt', 'good\n');
  await it.complete('cyd', again);
  const finished = await it.until((phase) => phase.state === 'finished');
  assert.equal(it.stage.head(), finished.commit);
  assert.equal(it.stage.repository.git('show', 'main:src/a.txt'), 'good');
});

test('a conflict stops the phase and is reported, never resolved', async (context) => {
  const it = await phaseStage(
    context,
    queueOf([{ ownership: ['README.md'] }]),
    '--check',
    'true',
    '--manual',
  );
  await it.work('ada', 'README.md', 'of the phase\n');
  const mine = it.stage.repository.commit({ 'README.md': 'of the person\n' }, 'my own');
  const phase = await it.json<PhaseJson>(['queue', 'phase', 'finish'], 1);
  assert.deepEqual(
    [phase.state, phase.notice?.kind, phase.notice?.detail],
    ['open', 'conflict', 'README.md'],
  );
  assert.equal(it.stage.head(), mine);
  assert.equal(existsSync(it.queueFile), true);
});

test('R211 agents may work elsewhere and name their branch; the same rules hold for it', async (context) => {
  const queue = queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]);
  const it = await phaseStage(context, queue, '--check', 'test -f src/a.txt');
  const { repository } = it.stage;
  const commitOn = (branch: string, path: string): void => {
    repository.git('checkout', '--quiet', '-b', branch, 'main');
    repository.commit({ [path]: 'work\n' }, `on ${branch}`);
    repository.git('checkout', '--quiet', 'main');
  };
  commitOn('ada-work', 'src/a.txt');
  commitOn('bob-work', 'src/b.txt');
  const [ada, bob] = [(await it.next('ada')) as Given, (await it.next('bob')) as Given];
  assert.equal(ada.worktree, null);
  const missing = await refusal(it.complete('ada', ada, { branch: 'nothing' }));
  assert.equal(missing.code, 'not_found');
  // It began before this, and must not be blamed for it.
  repository.commit({ 'README.md': 'newer\n' }, 'main moves on');
  assert.equal((await it.complete('ada', ada, { branch: 'ada-work' })).kind, 'completed');
  const bad = await it.complete('bob', bob, { branch: 'bob-work' });
  assert.deepEqual([bad.kind, bad.kind === 'violation' && bad.paths], ['violation', ['src/b.txt']]);
  await it.stage.run('task', 'archive', 'do-part-2');
  const finished = await it.until((phase) => phase.state === 'finished');
  assert.deepEqual(
    finished.tasks.map((task) => task.status),
    ['completed', 'blocked'],
  );
  assert.equal(repository.git('show', 'main:src/a.txt'), 'work');
  assert.equal(repository.git('ls-tree', 'main', 'src/b.txt'), '');
});

test('the same queue imported twice is one phase; another one is refused once work has begun', async (context) => {
  const queue = queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]);
  const it = await phaseStage(context, queue);
  const first = await it.phase();
  const again = await it.stage.run('queue', 'import', '-o', 'json');
  assert.equal((JSON.parse(again.stdout) as PhaseJson).id, first.id);
  assert.match(again.stderr, /is phase task-queue already; nothing was changed/);

  // Nothing has begun: the newer queue takes its place.
  it.writeQueue(queueOf([{ ownership: ['src/**', 'lib/*'] }, { ownership: ['docs/*'] }]));
  const second = await it.import();
  assert.notEqual(second.id, first.id);
  assert.equal((await it.phase(first.id)).state, 'cancelled');

  await it.next('ada');
  // An export in the middle is the same queue, whatever its statuses say by now.
  assert.equal((await it.stage.run('queue', 'export', 'session-state/task-queue.json')).code, 0);
  const exported = JSON.parse(readFileSync(it.queueFile, 'utf8')) as QueueFileJson;
  assert.deepEqual(
    exported.tasks.map((task) => [task.status, task.owner]),
    [
      ['in_progress', 'ada'],
      ['pending', null],
    ],
  );
  assert.equal((await it.import()).id, second.id);
  it.writeQueue(queueOf([{ ownership: ['src/**'] }, { ownership: ['docs/*'], description: 'Other' }]));
  const refused = await it.stage.run('queue', 'import');
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /has begun, and this queue differs[^]*task 1: ownership was \["lib\/\*","src\/\*\*"\], is[^]*task 2: description was "Do part 2", is "Other"/,
  );
});

test('what is complete in a file counts as complete, and what was in progress is handed out again', async (context) => {
  const queue = queueOf([
    { ownership: ['a/*'], status: 'completed', owner: 'old' },
    { ownership: ['b/*'], status: 'in_progress', owner: 'old', blocked_by: [1] },
    { ownership: ['c/*'], status: 'blocked', blocked_by: [2] },
    { ownership: ['d/*'], status: 'blocked' },
  ]);
  const it = await phaseStage(context, queue, '--manual');
  const exported = await it.json<QueueFileJson>(['queue', 'export']);
  assert.deepEqual(
    exported.tasks.map((task) => [task.status, task.owner]),
    [
      ['completed', 'old'],
      ['pending', null],
      ['pending', null],
      ['blocked', null],
    ],
  );
  assert.equal((await it.claim('new')).task.id, 2);
});

test('a bad file is refused with every problem and its line, and nothing is stored', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]));
  it.writeQueue(`{"tasks": [
    {"id": 1, "description": "a", "ownership": ["src/api/*"], "status": "todo"},
    {"id": 1, "description": "b", "ownership": ["../x"]},
    {"id": 3, "description": "c", "ownership": ["src/api/auth/*"], "blocked_by": [4]}
  ]}`);
  const refused = await it.stage.run('queue', 'import', '--name', 'bad');
  assert.equal(refused.code, 2);
  const lines = refused.stderr
    .split('\n')
    .map((line) => /line (\d+): (.{13})/.exec(line)?.slice(1).join(' '));
  assert.deepEqual(lines.filter(Boolean), [
    '2 unknown statu',
    '3 id 1 is taken',
    '4 task 3 is blo',
    '4 tasks 1 and 3',
  ]);
  assert.equal((await refusal(it.phase('bad'))).code, 'not_found');
  const gone = await it.stage.run('queue', 'import', 'nothing.json');
  assert.match(gone.stderr, /^tasklane: The queue file .*nothing\.json cannot be read\./);
});

test('R197 without a queue an agent is told to stop', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]));
  const cancelled = await it.json<PhaseJson>(['queue', 'phase', 'cancel', '--reason', 'not needed']);
  assert.deepEqual([cancelled.state, cancelled.reason], ['cancelled', 'not needed']);
  const told = await it.stage.run('queue', 'phase', 'next', '--agent', 'ada');
  assert.equal(told.code, 1);
  assert.match(
    told.stderr,
    /There is no phase in project sample: no task queue was registered\.\n {2}next: Agents: stop/,
  );
  const answer = await it.next('ada', {}, cancelled.id);
  assert.deepEqual([answer.kind, answer.kind === 'none' && answer.is_over], ['none', true]);
  const unknown = await refusal(it.next('ada', {}, 'nothing'));
  assert.equal(unknown.code, 'not_found');
  assert.match(unknown.next ?? '', /^Agents: stop/);
});

test('R211 a task is given back, or given up with the reason; what was cancelled on the way is nobody’s', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]));
  const held = ['--agent', 'ada', '--fence'];
  await it.claim('ada');
  assert.equal((await it.stage.run('queue', 'phase', 'release', '1', ...held, '1')).code, 0);
  const again = await it.claim('ada');
  assert.equal(again.task.id, 1);
  it.write(again, 'src/half.txt', 'half\n');
  const fence = String(again.lease.fence);
  const failed = await it.stage.run('queue', 'phase', 'fail', '1', ...held, fence, '--reason', 'no access');
  assert.equal(failed.code, 0, failed.stderr);
  const [first] = (await it.phase()).tasks;
  assert.deepEqual([first?.status, first?.failure?.message], ['blocked', 'no access']);
  assert.equal(it.stage.repository.git('show', `${again.task.branch}:src/half.txt`), 'half');

  const bob = await it.claim('bob');
  await it.stage.run('task', 'cancel', bob.task.name);
  assert.equal((await refusal(it.complete('bob', bob))).code, 'stale_lease');
});

test('an agent does not notice that the daemon was killed; what was half done is not lost', async (context) => {
  const it = await phaseStage(
    context,
    queueOf([{ ownership: ['src/*'] }]),
    '--check',
    'test ! -e hold || sleep 60',
  );
  const ada = await it.claim('ada');
  it.write(ada, 'src/a.txt', 'work\n');
  await it.stage.killDaemon();
  assert.equal((await it.stage.run('queue', 'phase')).code, 0);
  assert.equal((await it.complete('ada', ada)).kind, 'completed');
  await it.until((phase) => phase.state === 'finished');
  assert.equal(it.stage.repository.git('show', 'main:src/a.txt'), 'work');
});

test('a daemon that is killed while it tests a phase tests it again after its start', async (context) => {
  const flag = 'test -f "$HOME/../../../../../../go" || { touch "$HOME/../../../../../../began"; sleep 60; }';
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]), '--check', flag);
  const before = it.stage.head();
  await it.work('ada', 'src/a.txt', 'work\n');
  await it.until((phase) => phase.state === 'integrating');
  await it.stage.killDaemon();
  await it.stage.writeHome('go', '');
  assert.equal(it.stage.head(), before);
  assert.equal((await it.stage.run('queue', 'phase')).code, 0);
  const finished = await it.until((phase) => phase.state === 'finished');
  assert.equal(it.stage.head(), finished.commit);
});

test('R198 the protocol over MCP: the same tools, answers and refusals, behind the same token', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }, { ownership: ['docs/*'] }]));
  const { url } = JSON.parse(readFileSync(join(it.stage.home, 'daemon.json'), 'utf8')) as { url: string };
  const token = readFileSync(join(it.stage.home, 'token'), 'utf8').trim();
  const rpc = async (method: string, params: object, bearer = token): Promise<Response> =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      signal: AbortSignal.timeout(30_000),
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
  const result = async (response: Response): Promise<Record<string, unknown>> => {
    const text = await response.text();
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    return (JSON.parse(data) as { result: Record<string, unknown> }).result;
  };
  const call = async (name: string, args: object): Promise<Record<string, unknown>> =>
    result(await rpc('tools/call', { name, arguments: args }));

  assert.equal((await rpc('tools/list', {}, 'wrong')).status, 401);
  const hello = await result(
    await rpc('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    }),
  );
  assert.deepEqual((hello['serverInfo'] as { name: string }).name, 'tasklane');
  const { tools } = (await result(await rpc('tools/list', {}))) as { tools: { name: string }[] };
  const names = new Set(tools.map((one) => one.name));
  for (const name of [
    'request_next_task',
    'heartbeat',
    'may_write',
    'complete_task',
    'fail_task',
    'release_task',
  ])
    assert.ok(names.has(name), name);
  const given = (await call('request_next_task', { agent: 'ada', workspace: true }))[
    'structuredContent'
  ] as NextAnswerJson;
  assert.equal(given.kind, 'task');
  if (given.kind !== 'task') return;
  it.write(given, 'src/a.txt', 'work\n');
  const held = { task: 1, agent: 'ada', fence: given.lease.fence };
  const may = await call('may_write', { ...held, paths: ['docs/x'] });
  assert.match(JSON.stringify(may['structuredContent']), /"allowed":false.*task 2/);
  const wrong = await call('complete_task', { ...held, fence: 9 });
  assert.equal(wrong['isError'], true);
  assert.match(JSON.stringify(wrong['content']), /fence 9\) has ended.*stale_lease/);
  const bad = await call('complete_task', { task: 1, agent: 'ada' });
  assert.equal(bad['isError'], true);
  const done = await call('complete_task', { ...held, summary: 'wrote a' });
  assert.match(JSON.stringify(done['structuredContent']), /"kind":"completed"/);
  const listed = (await call('show_phase', {}))['structuredContent'] as PhaseJson;
  assert.deepEqual(
    listed.tasks.map((task) => task.status),
    ['completed', 'pending'],
  );
});
