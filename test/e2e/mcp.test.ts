// The MCP server as clients meet it: the official client, over both transports and in both eras of the protocol, against a
// real daemon and a scripted model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ask, homeToken } from '../support/asking.ts';
import { connectMcp, wordsOf } from '../support/mcp.ts';
import type { Transport, Watched } from '../support/mcp.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const transports: readonly Transport[] = ['http', 'stdio'];

interface Created {
  readonly task: {
    readonly number: number;
    readonly id: string;
    readonly state: string;
    readonly next: string;
  };
}

async function stageWithProject(context: TestContext): Promise<Stage> {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  return stage;
}

for (const transport of transports)
  test(`R218 over ${transport}, an agent has work done: create, watch, diff, apply`, async (context) => {
    const stage = await stageWithProject(context);
    const mcp = await connectMcp(context, stage, { transport });
    assert.match(mcp.client.getInstructions() ?? '', /create_task, then watch/);
    const { projects } = await mcp.ask<{ projects: { name: string }[] }>('list_projects');
    assert.deepEqual(
      projects.map((project) => project.name),
      ['sample'],
    );
    const check = { name: 'there', command: 'test -f note.txt && echo it is there' };
    const prompt = promptOf('write', { path: 'note.txt', content: 'hello-from-afar' });
    const { task } = await mcp.ask<Created>('create_task', { prompt, name: 'note', checks: [check] });
    const seen = await mcp.until(task.number, 'ready');
    assert.match(seen.tasks[0]?.next ?? '', /apply, dismiss/);
    const diff = await mcp.ask<{ patch: string; files: { path: string }[] }>('diff', { task: task.number });
    assert.match(diff.patch, /^\+hello-from-afar$/m);
    assert.deepEqual(
      diff.files.map((file) => file.path),
      ['note.txt'],
    );
    const shown = await mcp.ask<{ task: { result: { checks: { log: string; outcome: string }[] } } }>(
      'show_task',
      { task: 'note' },
    );
    const [evidence] = shown.task.result.checks;
    assert.equal(evidence?.outcome, 'passed');
    const output = await mcp.ask<{ text: string }>('check_log', { task: task.number, log: evidence.log });
    assert.match(output.text, /it is there/);
    const log = await mcp.ask<{ events: { what: string; text: string }[] }>('task_log', {
      task: task.number,
    });
    // A message may be logged in pieces.
    const said = log.events.filter(({ what }) => what === 'agent.message').map(({ text }) => text);
    assert.match(said.join(''), /Wrote note\.txt/);
    assert.ok(log.events.some((event) => event.what === 'task.ready'));
    const applied = await mcp.ask<Created>('apply', { task: task.number });
    assert.equal(applied.task.state, 'done');
    assert.equal(stage.repository.git('show', 'main:note.txt'), 'hello-from-afar');
  });

test('a draft is edited, accepted, paused, resumed and cancelled, and what cannot be is refused in words', async (context) => {
  const stage = await stageWithProject(context);
  const mcp = await connectMcp(context, stage);
  const { task } = await mcp.ask<Created>('create_task', { prompt: promptOf('hello'), draft: true });
  const place = { task: task.number };
  assert.equal(task.state, 'draft');
  assert.match(task.next, /accept/);
  assert.match((await mcp.refusal('apply', place)).text, /is draft/);
  assert.match((await mcp.refusal('diff', place)).text, /no committed work yet/);
  await mcp.ask('edit', { ...place, title: 'Another', prompt: promptOf('hang') });
  const { tasks } = await mcp.ask<{ tasks: { title: string }[] }>('list_tasks', { states: ['draft'] });
  assert.deepEqual(
    tasks.map((one) => one.title),
    ['Another'],
  );
  await mcp.ask('accept', place);
  await mcp.until(task.number, 'running');
  const queue = await mcp.ask<{ running: { number: number }[] }>('queue');
  assert.deepEqual(
    queue.running.map((one) => one.number),
    [task.number],
  );
  await mcp.ask('pause', place);
  await mcp.until(task.number, 'paused');
  await mcp.ask('resume', place);
  await mcp.until(task.number, 'running');
  await mcp.ask('send_message', { ...place, message: 'never mind' });
  await mcp.ask('cancel', { ...place, reason: 'no longer wanted' });
  const end = await mcp.until(task.number, 'cancelled');
  assert.match(end.tasks[0]?.next ?? '', /over/);
  const { code, text } = await mcp.refusal('cancel', place);
  assert.equal(code, 'invalid_transition');
  assert.match(text, /cancelled/);
});

test('watch waits no longer than it is told, misses nothing between two calls, and ends with the daemon', async (context) => {
  const stage = await stageWithProject(context);
  const mcp = await connectMcp(context, stage);
  const begin = await mcp.ask<Watched>('watch', {});
  assert.deepEqual(begin.changes, []);
  const began = performance.now();
  const nothing = await mcp.ask<Watched>('watch', { after: begin.position, wait_seconds: 1 });
  assert.deepEqual([nothing.changes, nothing.position], [[], begin.position]);
  assert.ok(performance.now() - began >= 990, 'it waited');
  // While nobody watches.
  const first = await mcp.ask<Created>('create_task', { prompt: 'one', draft: true });
  const second = await mcp.ask<Created>('create_task', { prompt: 'two', draft: true });
  const both = await mcp.ask<Watched>('watch', { after: begin.position });
  assert.deepEqual(
    both.changes.map(({ what, task }) => [what, task]),
    [
      ['task.created', first.task.number],
      ['task.created', second.task.number],
    ],
  );
  // While somebody does: the answer comes with the change, long before its time is over.
  const waiting = mcp.ask<Watched>('watch', { after: both.position, wait_seconds: 45, task: second.task.id });
  await mcp.ask('archive', { task: first.task.number });
  await mcp.ask('archive', { task: second.task.number });
  const changed = performance.now();
  const seen = await waiting;
  assert.ok(performance.now() - changed < 10_000, 'it was told, and did not look by itself');
  assert.deepEqual(
    seen.changes.map(({ what, task }) => [what, task]),
    [['task.cancelled', second.task.number]],
  );
  const hanging = mcp.call('watch', { after: seen.position, wait_seconds: 45 });
  const stopped = stage.run('stop');
  // Answered, not cut off: a client that hears nothing waits until its own patience ends.
  assert.match(wordsOf(await hanging), /Nothing happened/);
  assert.equal((await stopped).code, 0);
});

test('a long diff and a long log come in pages that make the whole again', async (context) => {
  const stage = await stageWithProject(context);
  const mcp = await connectMcp(context, stage);
  const content = Array.from({ length: 1500 }, (_, line) => `zeile-${line}-grüße`).join('-');
  const { number } = await stage.ready('write', { path: 'long.txt', content });
  interface Page {
    readonly patch: string;
    readonly next_offset: number | null;
    readonly total_chars: number;
  }
  let [whole, offset, pages] = ['', 0, 0];
  for (;;) {
    const page = await mcp.ask<Page>('diff', { task: number, offset, limit: 7000 });
    assert.ok(page.patch.length <= 7000);
    whole += page.patch;
    pages += 1;
    assert.equal(page.total_chars > 20_000, true);
    if (page.next_offset === null) break;
    offset = page.next_offset;
  }
  assert.ok(pages > 2);
  assert.ok(whole.includes(`+${content}`));
  const one = await mcp.ask<Page>('diff', { task: number, path: 'long.txt', limit: 40_000 });
  assert.equal(one.patch, whole);
  assert.match(
    (await mcp.refusal('diff', { task: number, path: 'other.txt' })).text,
    /no change of “other.txt”/,
  );
  interface Log {
    readonly events: { id: number }[];
    readonly next_after: number;
    readonly more: boolean;
  }
  const all = await mcp.ask<Log>('task_log', { task: number, limit: 200 });
  assert.equal(all.more, false);
  const paged: number[] = [];
  for (let after = 0, isMore = true; isMore;) {
    const page = await mcp.ask<Log>('task_log', { task: number, limit: 3, after });
    paged.push(...page.events.map((event) => event.id));
    [after, isMore] = [page.next_after, page.more];
  }
  assert.deepEqual(
    paged,
    all.events.map((event) => event.id),
  );
});

test('both eras of the protocol are spoken over both transports', async (context) => {
  const stage = await stageWithProject(context);
  for (const transport of transports)
    for (const [mode, version] of [
      ['legacy', /^2025-/],
      ['auto', /^2026-/],
    ] as const) {
      const mcp = await connectMcp(context, stage, { transport, mode });
      assert.match(mcp.client.getNegotiatedProtocolVersion() ?? '', version, `${transport} ${mode}`);
      assert.equal(mcp.client.getServerVersion()?.name, 'tasklane');
      const { task } = await mcp.ask<Created>('create_task', { prompt: 'x', draft: true });
      const resource = await mcp.client.readResource({ uri: `tasklane://task/${task.number}` });
      assert.match(JSON.stringify(resource.contents), /\[draft\]/);
      await assert.rejects(mcp.client.readResource({ uri: 'tasklane://task/999' }), /There is no task “999”/);
      const { resourceTemplates } = await mcp.client.listResourceTemplates();
      assert.equal(resourceTemplates.length, 3);
    }
  // A revision that nobody knows is answered with one that we speak.
  const hello = await ask(stage.client().url, '/mcp', {
    method: 'POST',
    token: homeToken(stage.home),
    headers: { accept: 'application/json, text/event-stream' },
    body: {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '1999-01-01', capabilities: {}, clientInfo: { name: 'old', version: '1' } },
    },
  });
  assert.match(hello.text, /"protocolVersion":"2025-/);
});

test('who addresses /mcp by a foreign name, from a foreign page or without a token is refused', async (context) => {
  const stage = await stageWithProject(context);
  const { url } = stage.client();
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const accept = 'application/json, text/event-stream';
  const post = async (headers: Record<string, string>, token?: string): Promise<number> => {
    const asked = { method: 'POST', headers: { accept, ...headers }, body };
    return (await ask(url, '/mcp', { ...asked, ...(token !== undefined && { token }) })).status;
  };
  const token = homeToken(stage.home);
  assert.equal(await post({}, token), 200);
  assert.equal(await post({}), 401);
  assert.equal(await post({}, 'wrong'), 401);
  assert.equal(await post({ host: 'evil.example' }, token), 421);
  assert.equal(await post({ origin: 'https://evil.example' }, token), 421);
});
