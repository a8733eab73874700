// An ACP agent without a model that does, line by line, what its prompt says: asks for leave (all lines in a row at once), calls
// the tools of the MCP servers that it was given, says something, writes a file. For tests of what people and agents say to
// each other.
//
//   ask: Write a.txt        then it writes that file, where that is allowed
//   tool: report_status {"message": "half way"}
//   say: words
//   write: a.txt
//   hang: for as long as nobody cancels
//   deaf: for ever, whoever cancels
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promptText, serve } from './acp-peer.ts';
import type { Params } from './acp-peer.ts';

interface Server {
  readonly name: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const memory = join(process.env['HOME'] ?? '/nonexistent', 'prompts.json');
let servers: readonly Server[] = [];
let turn = new AbortController();
let calls = 0;

const peer = serve({
  initialize: () => ({
    protocolVersion: 1,
    agentInfo: { name: 'talking', title: 'Talking agent', version: '1.0.0' },
    agentCapabilities: { loadSession: true, mcpCapabilities: { http: true } },
  }),
  'session/new': (params) => {
    given(params);
    return { sessionId: 'one' };
  },
  'session/load': (params) => {
    given(params);
    return {};
  },
  'session/cancel': () => turn.abort(),
  'session/prompt': async (params) => {
    turn = new AbortController();
    const text = promptText(params);
    writeFileSync(memory, JSON.stringify([...remembered(), text]));
    try {
      await follow(text.split('\n'));
      return { stopReason: 'end_turn' };
    } catch (error) {
      if (turn.signal.aborted) return { stopReason: 'cancelled' };
      throw error;
    }
  },
});

/** Kept for tests, in its HOME. */
function given(params: Params): void {
  servers = params['mcpServers'] as readonly Server[];
  writeFileSync(memory.replace('prompts.json', 'servers.json'), JSON.stringify(servers));
}

/** All that it was ever told: for tests, in its HOME. */
function remembered(): readonly string[] {
  try {
    return JSON.parse(readFileSync(memory, 'utf8')) as string[];
  } catch {
    return [];
  }
}

async function follow(lines: readonly string[]): Promise<void> {
  let asks: Promise<void>[] = [];
  for (const line of lines) {
    turn.signal.throwIfAborted();
    const [, verb = '', rest = ''] = /^(ask|tool|say|write|hang|deaf): ?(.*)$/.exec(line) ?? [];
    if (verb === 'ask') {
      asks.push(ask(rest));
      continue;
    }
    await Promise.all(asks);
    asks = [];
    if (verb === 'say') say(rest);
    if (verb === 'write') writeFileSync(rest, 'one\n');
    if (verb === 'tool') await callTool(rest);
    if (verb === 'hang') await cancelled();
    if (verb === 'deaf') await new Promise(() => undefined);
  }
  await Promise.all(asks);
}

async function ask(title: string): Promise<void> {
  calls += 1;
  const toolCallId = `call-${calls}`;
  const path = join(process.cwd(), title.split(' ').at(-1) ?? 'a.txt');
  const toolCall = { toolCallId, title, kind: 'edit', status: 'pending', locations: [{ path }] };
  const options = [
    { optionId: 'always', name: 'Always', kind: 'allow_always' },
    { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
    { optionId: 'no', name: 'No', kind: 'reject_once' },
    { optionId: 'never', name: 'Never', kind: 'reject_always' },
  ];
  const answer = await peer.ask('session/request_permission', { sessionId: 'one', toolCall, options });
  const { optionId: picked = 'nothing' } = answer['outcome'] as { readonly optionId?: string };
  say(`${title}: ${picked}. `);
  if (picked === 'yes' || picked === 'always') writeFileSync(path, 'one\n');
}

async function callTool(rest: string): Promise<void> {
  const [, name = '', json = '{}'] = /^(\w+) ?(.*)$/.exec(rest) ?? [];
  const [server] = servers;
  if (server === undefined) return say('there are no tools. ');
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...Object.fromEntries(server.headers.map((header) => [header.name, header.value])),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: JSON.parse(json || '{}') as unknown },
    }),
    signal: turn.signal,
  });
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  say(`${name} ${response.status}: ${data}\n`);
}

function cancelled(): Promise<never> {
  return new Promise((_, reject) => {
    turn.signal.addEventListener('abort', () => reject(new Error('cancelled')));
  });
}

function say(text: string): void {
  peer.notify('session/update', {
    sessionId: 'one',
    update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
  });
}
