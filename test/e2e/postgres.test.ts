// The daemon on PostgreSQL, as a person meets it: a whole run, a crash, a server that is away, and two homes that share one
// database. Real daemons, real agents, a real server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ConfigShowJson, DoctorReportJson, ProjectListJson, TaskJson } from '../../src/api/schemas.ts';
import { lineTo } from '../support/outage.ts';
import type { PostgresServer } from '../support/postgres.ts';
import { isRunning } from '../support/processes.ts';
import { changesOf, create, gate, names, queue, queueStage, refused } from '../support/queue-stage.ts';
import { PhaseStage, queueOf, refusal } from '../support/phase-stage.ts';
import { promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { withPostgres } from '../support/with-postgres.ts';

function stageOn(context: TestContext, url: string): Promise<Stage> {
  return queueStage(context, { env: { TASKLANE_STORE: url } });
}

/** The types of the changes of a task, in order. */
async function changeTypes(stage: Stage, task: TaskJson): Promise<readonly string[]> {
  return (await changesOf(stage))
    .filter((event) => event.task_id === task.id)
    .map((event) => (event.data['change'] as { type: string }).type);
}

function nameOf(stage: Stage): string {
  return readFileSync(join(stage.home, 'worker'), 'utf8').trim();
}

async function json<Answer>(stage: Stage, ...args: string[]): Promise<Answer> {
  const result = await stage.run(...args, '-o', 'json');
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as Answer;
}

await withPostgres((server: PostgresServer) => {
  test('a task runs to applied, and the store is told about without its password (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const stage = await stageOn(context, url.replace('ada@', 'ada:hush@'));
    const task = await stage.ready('hello', {}, '--name', 'one', '--check', 'test -f hello.txt');
    assert.equal(task.state, 'ready');
    const done = await stage.task(['task', 'apply', 'one']);
    assert.deepEqual([done.state, stage.head()], ['done', done.applied_commit]);
    const rows = await server.query<{ state: string; home: string }>(
      'select t.state, p.home from tasklane.tasks t join tasklane.projects p on p.id = t.project_id',
      url,
    );
    assert.deepEqual(rows, [{ state: 'done', home: nameOf(stage) }]);

    // So that a copy of this home cannot take its tasks for its own.
    const held = "select from pg_locks where locktype = 'advisory' and objsubid = 2";
    assert.equal((await server.query(held, url)).length, 1);

    const config = await json<ConfigShowJson>(stage, 'config', 'show');
    const entry = config.entries.find(({ key }) => key === 'store');
    assert.equal(entry?.source, 'environment TASKLANE_STORE');
    assert.match(String(entry?.value), /^postgres:\/\/ada:\*\*\*@\/test_\d+\?host=/);
    const doctor = await json<DoctorReportJson>(stage, 'doctor');
    const store = doctor.findings.find(({ name }) => name === 'store');
    assert.equal(store?.status, 'ok');
    assert.match(
      store?.message ?? '',
      /driver postgres, server postgres:\/\/ada@\/test_\d+.*schema \d+, .*postgres \d+\./,
    );
    const log = readFileSync(join(stage.home, 'daemon.log'), 'utf8');
    assert.doesNotMatch(JSON.stringify([config, doctor, log]), /hush/);
  });

  test('R217 kill -9 of the daemon in a run: the next one goes on with it, in its own session (PostgreSQL)', async (context) => {
    const stage = await stageOn(context, await server.database(context));
    const prompt = promptOf('write-then-hang-once', { path: 'a.txt', content: 'one' });
    const run = stage.start('run', prompt, '--name', 'one', '--json');
    await stage.model.waitFor((request) => request.step === 1);
    const orphans = [...stage.workers().keys()];
    run.child.kill('SIGKILL');
    await stage.killDaemon();
    assert.equal((await stage.run('task', 'list')).code, 0);
    const task = await stage.until('one', 'ready', 'failed', 'waiting');
    assert.deepEqual([task.state, task.attempt], ['ready', 1]);
    assert.deepEqual(orphans.filter(isRunning), []);
    const types = await changeTypes(stage, task);
    assert.deepEqual(
      ['claimed', 'lost', 'verified'].map((type) => types.filter((one) => one === type).length),
      [2, 1, 1],
    );
    assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /You were interrupted/);
  });

  test('two homes on one database each run their own tasks; a crash of one leaves the other alone (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const [ada, bob] = [await stageOn(context, url), await stageOn(context, url)];
    const [gateOfAda, gateOfBob] = [gate(ada), gate(bob)];
    const ofAda = await create(ada, gateOfAda.prompt('ada.txt'), '--name', 'of-ada');
    await ada.until(ofAda.id, 'running');
    const ofBob = await create(bob, gateOfBob.prompt('bob.txt'), '--name', 'of-bob');
    await bob.until(ofBob.id, 'running');
    assert.notEqual(nameOf(ada), nameOf(bob));

    await ada.killDaemon();
    // A daemon that starts looks at everything that is live: what is another home's stays as it is.
    await bob.killDaemon();
    assert.equal((await bob.run('task', 'list')).code, 0);
    gateOfBob.open();
    assert.equal((await bob.until(ofBob.id, 'ready', 'failed', 'waiting')).state, 'ready');
    const seen = await bob.show(ofAda.id);
    assert.equal(seen.state, 'running');
    assert.deepEqual(await changeTypes(bob, ofAda), ['accepted', 'claimed', 'stepped', 'stepped', 'started']);

    gateOfAda.open();
    assert.equal((await ada.run('task', 'list')).code, 0);
    const task = await ada.until(ofAda.id, 'ready', 'failed', 'waiting');
    assert.deepEqual([task.state, task.attempt], ['ready', 1]);
    assert.equal(ada.repository.git('show', `${task.branch}:ada.txt`), 'ada.txt');
    const types = await changeTypes(ada, ofAda);
    assert.deepEqual(
      types.filter((type) => type === 'claimed' || type === 'lost'),
      ['claimed', 'lost', 'claimed'],
    );
    // A run gives its lease back when it has closed its session, a moment after its task is ready.
    const signal = AbortSignal.timeout(30_000);
    const leases = async (): Promise<unknown> =>
      server.query<{ count: number }>('select count(*)::integer from tasklane.leases', url);
    while (JSON.stringify(await leases()) !== '[{"count":0}]') signal.throwIfAborted();
  });

  test('a home sees the tasks of another, says whose they are, and cannot change them (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const [ada, bob] = [await stageOn(context, url), await stageOn(context, url)];
    const first = gate(ada);
    const running = await create(ada, first.prompt('a.txt'), '--name', 'first', '--policy', 'develop');
    await ada.until(running.id, 'running');
    const waiting = await create(ada, promptOf('hello'), '--name', 'second', '--policy', 'develop');
    const own = await create(bob, promptOf('hello'), '--name', 'own');
    await bob.until(own.id, 'ready');

    const view = await queue(bob);
    assert.deepEqual(names(view.running), []);
    const all = await bob.client().call(endpoints.queue);
    assert.deepEqual([names(all.running), names(all.waiting)], [['first'], ['second']]);
    // What runs elsewhere takes no slot here.
    assert.equal(all.agents.busy, 0);
    const held = await bob.show(waiting.id);
    assert.equal(held.hold?.kind, 'other_home');
    assert.equal(held.hold?.text, `is for the daemon of the home ${nameOf(ada)} to start`);

    for (const args of [
      ['task', 'cancel', running.id],
      ['task', 'edit', waiting.id, '--title', 'Mine'],
      ['task', 'move', waiting.id, '--top'],
      ['task', 'send', running.id, 'hello'],
      ['task', 'diff', running.id],
      ['task', 'delete', '--yes', waiting.id],
      ['run', promptOf('hello'), '--project', waiting.project_name],
      ['project', 'remove', '--yes', waiting.project_name],
      ['config', 'show', '--project', waiting.project_name],
    ])
      assert.match(
        await refused(bob, 1, ...args),
        new RegExp(`belongs to the home ${nameOf(ada)}, .*this is ${nameOf(bob)}`),
        args.join(' '),
      );
    const { projects } = await json<ProjectListJson>(bob, 'project', 'list');
    assert.deepEqual(
      projects.map(({ home, is_here }) => [home, is_here]),
      [
        [nameOf(ada), false],
        [nameOf(bob), true],
      ],
    );
    assert.match((await bob.run('project', 'list')).stdout, /HOME .*\n.*this one/s);
    first.open();
    await ada.until(waiting.id, 'done');
  });

  test('R196 R206 R208 agents from outside take the tasks of a phase, and their work is merged (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const it = new PhaseStage(await stageOn(context, url));
    it.writeQueue(queueOf([{ ownership: ['a/*'] }, { ownership: ['b/*'], blocked_by: [1] }]));
    await it.import('--check', 'test -f a/a.txt && test -f b/b.txt');
    const given = await it.claim('ada');
    assert.equal((await it.next('bob')).kind, 'none');
    // By the clock of the server.
    const [lease] = await server.query<{ ms: number }>(
      'select (until - extract(epoch from clock_timestamp()) * 1000)::integer as ms from tasklane.leases',
      url,
    );
    assert.ok(lease !== undefined && lease.ms > 0);
    // Another home neither hands its tasks out nor ends its leases.
    const bob = await stageOn(context, url);
    await bob.run('task', 'list');
    const { phases } = await bob.client().call(endpoints.listPhases);
    const asked = { params: { phase: phases[0]?.id ?? '' }, body: { agent: 'eve' } };
    assert.equal((await refusal(bob.client().call(endpoints.nextPhaseTask, asked))).code, 'other_home');
    it.write(given, 'a/a.txt', 'one');
    assert.equal((await it.complete('ada', given)).kind, 'completed');
    await it.work('bob', 'b/b.txt', 'two');
    const finished = await it.until((phase) => phase.state === 'finished');
    assert.equal(it.stage.head(), finished.commit);
  });

  test('a server that is away for a moment costs no run; meanwhile commands say so (PostgreSQL)', async (context) => {
    const line = await lineTo(context, await server.database(context));
    const stage = await stageOn(context, line.url);
    const first = gate(stage);
    const watched = stage.start('run', first.prompt('a.txt'), '--name', 'one');
    const task = await stage.until('one', 'running');
    await line.cut();
    const said = await refused(stage, 1, 'task', 'list');
    assert.match(said, /There is no connection to postgres:.*\n {2}next: Check that the server runs/);
    const doctor = await stage.run('doctor');
    assert.equal(doctor.code, 1);
    assert.match(doctor.stdout, /✗ store: There is no connection to postgres:/);
    first.open();
    await until(() => stage.workers().size === 0 || stage.model.requests.length > 2, 'the agent goes on');
    await line.mend();
    const ready = await stage.until('one', 'ready', 'failed', 'waiting');
    assert.equal(ready.state, 'ready');
    const { code, stdout, stderr } = await watched.ended;
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    assert.match(stderr, /It is written\./);
    const types = await changeTypes(stage, task);
    assert.deepEqual(
      types.filter((type) => type === 'claimed' || type === 'lost'),
      ['claimed'],
    );
    assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
  });
});
