// `tasklane mcp` as a program: what it writes where, how it ends, and which daemon it finds.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { collect } from '../support/cli.ts';
import { connectMcp } from '../support/mcp.ts';
import { isRunning } from '../support/processes.ts';
import { createStage, line, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

type Json = Readonly<Record<string, unknown>>;

const hello = {
  jsonrpc: '2.0',
  id: 'hello',
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const toolCall = (id: number, name: string, given: Json): Json => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: given },
});

function send(child: ChildProcess, ...messages: readonly unknown[]): void {
  for (const message of messages)
    child.stdin?.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
}

/** All that it wrote, which must be messages and nothing else. */
async function ended(child: ChildProcess): Promise<{ code: number | null; answers: Json[]; stderr: string }> {
  const { code, stdout, stderr } = await collect(child, 'tasklane mcp');
  const answers = stdout
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Json);
  return { code, answers, stderr };
}

async function start(context: TestContext): Promise<{ stage: Stage; child: ChildProcess }> {
  const stage = await createStage(context);
  return { stage, child: stage.cli.start(['mcp'], stage.repository.dir) };
}

test('the program starts the daemon, answers what it was asked before its input closed, and ends', async (context) => {
  const { child } = await start(context);
  send(child, hello, 'this is no message', toolCall(7, 'list_projects', {}));
  child.stdin?.end();
  const { code, answers, stderr } = await ended(child);
  assert.equal(code, 0);
  assert.match(stderr, /^(?:tasklane: [^\n]*\n)*$/, 'only what is said beside the protocol');
  const ids = answers.map((answer) => answer['id']);
  assert.deepEqual(new Set(ids), new Set(['hello', null, 7]));
  const bad = answers.find((answer) => answer['id'] === null);
  assert.match(JSON.stringify(bad), /-32700.*no JSON-RPC message/);
  const result = JSON.stringify(answers.find((answer) => answer['id'] === 7));
  assert.match(result, /"projects":\[\]/);
});

test('when its input closes during a long wait, it does not wait for it', async (context) => {
  const { child } = await start(context);
  send(child, hello);
  await line(child, 'stdout', /protocolVersion/);
  send(child, toolCall(1, 'watch', { after: 0, wait_seconds: 45 }));
  const began = performance.now();
  child.stdin?.end();
  const { code, answers } = await ended(child);
  assert.equal(code, 0);
  assert.deepEqual(answers, []);
  assert.ok(performance.now() - began < 30_000);
});

test('what the client takes back is not answered, and the rest goes on', async (context) => {
  const { child } = await start(context);
  send(child, hello);
  await line(child, 'stdout', /protocolVersion/);
  send(child, toolCall(1, 'watch', { after: 0, wait_seconds: 45 }));
  send(child, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
  send(child, toolCall(2, 'list_projects', {}));
  const answer = await line(child, 'stdout', /"id":/);
  assert.match(answer, /"id":2/);
  const began = performance.now();
  child.stdin?.end();
  assert.deepEqual((await ended(child)).answers, []);
  // What is under way when the input ends has five seconds: nothing was.
  assert.ok(performance.now() - began < 4500);
});

test('a daemon that is killed in between is started again with the next message', async (context) => {
  const { stage, child } = await start(context);
  let written = '';
  child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const told = async (id: string): Promise<string> => {
    const find = (): string | undefined =>
      written
        .split('\n')
        .slice(0, -1)
        .find((text) => text.includes(`"id":${id}`));
    await until(() => find() !== undefined, `${id} is answered`);
    return find() ?? '';
  };
  send(child, hello);
  await told('"hello"');
  const before = stage.daemonPid;
  send(child, toolCall(1, 'watch', { after: 0, wait_seconds: 45 }), toolCall(2, 'list_projects', {}));
  await told('2');
  await stage.killDaemon();
  // Whoever waited is told at once.
  assert.match(await told('1'), /"code":-32000.*daemon/);
  send(child, toolCall(3, 'list_projects', {}));
  assert.match(await told('3'), /"projects":\[\]/);
  assert.notEqual(stage.daemonPid, before);
  child.stdin?.end();
  const [code] = (await once(child, 'close')) as [number | null];
  assert.equal(code, 0);
});

test('a daemon elsewhere is named in the environment, and never started; a wrong token is told in words', async (context) => {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  const { url } = stage.client();
  const made = await stage.run('token', 'create', 'agent', '--scope', 'read', '-o', 'json');
  const { token } = JSON.parse(made.stdout) as { token: string };
  const elsewhere = `${stage.home}-elsewhere`;
  const env = { TASKLANE_HOME: elsewhere, TASKLANE_URL: url, TASKLANE_TOKEN: token };
  const mcp = await connectMcp(context, stage, { transport: 'stdio', env });
  const { projects } = await mcp.ask<{ projects: { name: string }[] }>('list_projects');
  assert.equal(projects[0]?.name, 'sample');
  const names = await mcp.toolNames();
  assert.ok(names.includes('show_task') && !names.includes('create_task'));
  assert.equal(isRunning(mcp.pid ?? 0), true);
  await mcp.client.close();
  await until(() => !isRunning(mcp.pid ?? 0), 'the program has ended');
  const wrong = { ...env, TASKLANE_TOKEN: `${token}x` };
  await assert.rejects(
    connectMcp(context, stage, { transport: 'stdio', env: wrong }),
    /token is missing or wrong|unauthorized/i,
  );
  const nobody = { ...env, TASKLANE_URL: 'http://127.0.0.1:9' };
  await assert.rejects(
    connectMcp(context, stage, { transport: 'stdio', env: nobody }),
    /No daemon answers at http:\/\/127.0.0.1:9/,
  );
});
