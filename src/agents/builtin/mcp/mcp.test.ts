// The built-in agent with real MCP servers: over HTTP, and as programs of their own.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { McpServer } from '@agentclientprotocol/sdk';
import { startInProcess } from '../../../../test/support/builtin-client.ts';
import type { TestClient } from '../../../../test/support/builtin-client.ts';
import { startModelServer } from '../../../../test/support/model-server/server.ts';
import type { ModelServer } from '../../../../test/support/model-server/server.ts';
import type { Scripts } from '../../../../test/support/model-server/script.ts';
import { serveNotes } from '../../../../test/support/notes-mcp.ts';
import { isSoonGone } from '../../../../test/support/processes.ts';
import { tempDir } from '../../../../test/support/temp-dir.ts';

const program = fileURLToPath(new URL('../../../../test/support/notes-mcp-process.ts', import.meta.url));

function stdio(name = 'notes', meta: Record<string, unknown> = {}): McpServer {
  return {
    name,
    command: process.execPath,
    args: [program],
    env: [{ name: 'NOTES_COLOR', value: 'red' }],
    _meta: { tasklane: meta },
  };
}

function http(url: string): McpServer {
  return {
    type: 'http',
    name: 'notes',
    url,
    headers: [{ name: 'authorization', value: 'Bearer of this attempt' }],
  };
}

type Call = readonly [tool: string, args?: Record<string, unknown>];

interface Room {
  readonly client: TestClient;
  readonly server: ModelServer;
  readonly cwd: string;
}

async function room(
  context: TestContext,
  calls: readonly Call[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Room> {
  const script: Scripts[string] = [
    ...calls.map(([match, args = {}]) => ({ do: [{ call: { match, args } }] })),
    { say: 'Done.' },
  ];
  const server = await startModelServer({ scripts: { it: script } });
  context.after(() => server.close());
  const dir = tempDir(context);
  const cwd = join(dir, 'workspace');
  mkdirSync(cwd);
  const client = await startInProcess(context, {
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    TASKLANE_MODEL: 'openai-compatible/scripted',
    TASKLANE_BASE_URL: `${server.url}/v1`,
    TASKLANE_API_KEY: 'key-of-the-model',
    ...environment,
  });
  return { client, server, cwd };
}

async function work({ client, cwd }: Room, servers: readonly McpServer[], mode?: 'ask' | 'auto') {
  return client.prompt(await client.open(cwd, mode, servers), '[[script:it]]');
}

function notices(client: TestClient): readonly string[] {
  return client.updates.flatMap((update) => (update.sessionUpdate === 'notice' ? [update.title] : []));
}

test('the client is told that servers over HTTP may be named', async (t) => {
  const { client } = await room(t, []);
  const said = await client.connection.agent.request('initialize', { protocolVersion: 1 });
  assert.deepEqual(said.agentCapabilities?.mcpCapabilities, { http: true, sse: false });
});

test('tools of a server over HTTP are offered, called with the headers given, and asked about', async (t) => {
  const notes = await serveNotes(t);
  const { client, server, cwd } = await room(t, [
    ['mcp__notes__add_note', { text: 'buy milk' }],
    ['mcp__notes__list'],
  ]);
  const end = await work({ client, server, cwd }, [http(notes.url)]);
  assert.equal(end.stopReason, 'end_turn');
  assert.deepEqual(notes.notes, ['buy milk']);
  const tools = server.requests[0]?.tools ?? [];
  assert.ok(tools.includes('mcp__notes__list'), tools.join());
  assert.equal(server.requests[1]?.lastToolResult, 'noted: buy milk');
  assert.equal(server.requests[2]?.lastToolResult, 'buy milk');
  // The one that only looks at what the server holds is not asked about.
  assert.deepEqual(
    client.permissions.map(({ toolCall }) => toolCall.title),
    ['notes: add.note'],
  );
  assert.deepEqual([...new Set(notes.authorizations)], ['Bearer of this attempt']);
});

test('a server that is a program sees no keys, and ends with the session with all that it started', async (t) => {
  const { client, server, cwd } = await room(t, [['mcp__notes__environment'], ['mcp__notes__child']]);
  await work({ client, server, cwd }, [stdio()], 'auto');
  const environment = server.requests[1]?.lastToolResult ?? '';
  assert.match(environment, /"NOTES_COLOR":"red"/);
  assert.doesNotMatch(environment, /key-of-the-model|TASKLANE_/);
  const child = Number(server.requests[2]?.lastToolResult);
  process.kill(child, 0);
  await client.close();
  assert.ok(await isSoonGone(child));
});

test('patterns say which tools of a server are offered', async (t) => {
  const { client, server, cwd } = await room(t, []);
  const only = stdio('notes', { tools: ['l*', 'c*'], disallowedTools: ['*rash'] });
  await work({ client, server, cwd }, [only], 'auto');
  assert.deepEqual(
    server.requests[0]?.tools?.filter((name) => name.startsWith('mcp__')),
    ['mcp__notes__list', 'mcp__notes__child'],
  );
});

test('servers of the configuration are used too, and those of the client go before them', async (t) => {
  const notes = await serveNotes(t);
  const configured = {
    notes: { command: ['no-such-program'] },
    more: { url: notes.url, headers: { authorization: 'Bearer configured' }, tools: ['list'] },
  };
  const { client, server, cwd } = await room(t, [['mcp__more__list']], {
    TASKLANE_MCP_SERVERS: JSON.stringify(configured),
  });
  await work({ client, server, cwd }, [stdio()], 'auto');
  const tools = server.requests[0]?.tools ?? [];
  assert.deepEqual(
    tools.filter((name) => name.startsWith('mcp__more')),
    ['mcp__more__list'],
  );
  assert.ok(tools.includes('mcp__notes__list'));
  assert.deepEqual(notices(client), []);
  assert.ok(notes.authorizations.every((one) => one === 'Bearer configured'));
});

test('a server that does not start is said with its last words, and the others work', async (t) => {
  const { client, server, cwd } = await room(t, [['mcp__notes__list']]);
  const broken: McpServer = {
    name: 'broken',
    command: 'sh',
    args: ['-c', 'echo no licence >&2; exit 7'],
    env: [],
  };
  const missing: McpServer = { name: 'missing', command: 'no-such-program', args: [], env: [] };
  const dead = { ...http('http://127.0.0.1:1/mcp'), name: 'dead' };
  const end = await work({ client, server, cwd }, [broken, missing, dead, stdio()]);
  assert.equal(end.stopReason, 'end_turn');
  const said = notices(client).toSorted();
  assert.equal(said.length, 3);
  assert.match(
    said[0] ?? '',
    /^The MCP server "broken" could not be used: .*exit code 7; it said: no licence/,
  );
  assert.match(said[1] ?? '', /^The MCP server "dead" could not be used: .*(ECONNREFUSED|bad port)/);
  assert.match(said[2] ?? '', /^The MCP server "missing" could not be used: .*no-such-program.*not found/);
  assert.equal(server.requests[1]?.lastToolResult, '(no output)');
});

test('a server that ends in the middle is said, and is started again by the next call', async (t) => {
  const { client, server, cwd } = await room(t, [
    ['mcp__notes__crash'],
    ['mcp__notes__add_note', { text: 'a' }],
  ]);
  const end = await work({ client, server, cwd }, [stdio()], 'auto');
  assert.equal(end.stopReason, 'end_turn');
  assert.match(server.requests[1]?.lastToolResult ?? '', /^The MCP server "notes" did not do it: /);
  assert.equal(server.requests[2]?.lastToolResult, 'noted: a');
  assert.deepEqual(notices(client), [
    'The MCP server "notes" has ended (exit code 3; it said: out of paper). It is started again when one of its tools is called.',
  ]);
});

test('a call that takes too long, one that is refused, and one with wrong arguments are failures', async (t) => {
  const { client, server, cwd } = await room(t, [
    ['mcp__notes__hang'],
    ['mcp__notes__refuse'],
    ['mcp__notes__add_note', { text: 1 }],
  ]);
  await work({ client, server, cwd }, [stdio('notes', { timeoutMs: 300 })], 'auto');
  assert.match(server.requests[1]?.lastToolResult ?? '', /did not do it: Request timed out/);
  assert.equal(server.requests[2]?.lastToolResult, 'no notes today');
  assert.match(server.requests[3]?.lastToolResult ?? '', /text/);
  assert.equal(client.lastCall().status, 'failed');
});

test('a large answer keeps its head and tail; one of more than 8 MiB ends the server, not the session', async (t) => {
  const { client, server, cwd } = await room(t, [
    ['mcp__notes__flood', { bytes: 200_000 }],
    ['mcp__notes__flood', { bytes: 20_000_000 }],
  ]);
  const end = await work({ client, server, cwd }, [stdio()], 'auto');
  assert.equal(end.stopReason, 'end_turn');
  const answer = server.requests[1]?.lastToolResult ?? '';
  assert.ok(
    answer.includes('[… 150000 characters cut; read_output of out-1 from offset 25000 shows them …]'),
  );
  assert.ok(answer.length < 51_000);
  assert.match(server.requests[2]?.lastToolResult ?? '', /^The MCP server "notes" did not do it/);
});

test('a cancelled turn does not wait for a server', async (t) => {
  const { client, server, cwd } = await room(t, [['mcp__notes__hang']]);
  const id = await client.open(cwd, 'auto', [stdio()]);
  const turn = client.prompt(id, '[[script:it]]');
  await client.waitFor(
    (update) => update.sessionUpdate === 'tool_call_update' && update.status === 'in_progress',
  );
  await client.cancel(id);
  assert.equal((await turn).stopReason, 'cancelled');
  assert.equal(server.requests.length, 1);
});

test('servers that cannot be meant are refused before anything starts', async (t) => {
  const { client, cwd } = await room(t, []);
  const sse: McpServer = { type: 'sse', name: 'old', url: 'http://127.0.0.1:1', headers: [] };
  await assert.rejects(client.open(cwd, 'ask', [sse]), /"old" cannot be used: the transport "sse"/);
  await assert.rejects(client.open(cwd, 'ask', [stdio(), stdio()]), /"notes" cannot be used: there are two/);
  await assert.rejects(
    client.open(cwd, 'ask', [http('file:///etc/passwd')]),
    /its address "file:\/\/\/etc\/passwd" is not one of http or https/,
  );
});
