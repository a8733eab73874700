// An ACP agent that sends what no agent should, in the way its first argument names: too much, half of it, or too late.
import { once } from 'node:events';
import { serve } from './acp-peer.ts';
import type { Handler, Params, Peer } from './acp-peer.ts';

const sessionId = 'flooding';
const ended = { stopReason: 'end_turn' };
const megabyte = 'x'.repeat(1024 * 1024);

/** Writes as fast as it is read, and holds nothing back. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function line(change: Params): string {
  const params = { sessionId, update: change };
  return `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params })}\n`;
}

const said = (text: string): Params => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text },
});

const turns: Readonly<Record<string, (params: Params) => Promise<unknown>>> = {
  'giant-line': async () => {
    await write('{"jsonrpc":"2.0","method":"session/update","params":{"x":"');
    for (let count = 0; count < 200; count += 1) await write(megabyte);
    await write('"}}\n');
    return ended;
  },
  'half-json': async () => {
    await write('{"jsonrpc":"2.0","method":"session/upd\n');
    await write('\u0000\u0001\uFFFD not a message\n{"jsonrpc":"2.0"}\n"text"\nnull\n');
    await write(line(said('I go on.')));
    return ended;
  },
  'half-json-and-exits': async () => {
    await write('{"jsonrpc":"2.0","method":"session/upd');
    process.exit(0);
  },
  'answers-nobody': async () => {
    for (const id of [99_999, 'x', null, -1])
      await write(`${JSON.stringify({ jsonrpc: '2.0', id, result: { stopReason: 'end_turn' } })}\n`);
    await write(`${JSON.stringify({ jsonrpc: '2.0', id: 77_777, error: { code: -1, message: 'no' } })}\n`);
    await write(line(said('I go on.')));
    return ended;
  },
  'goes-on-after-its-end': async () => {
    setTimeout(() => {
      for (const text of ['one', 'two']) void write(line(said(`After the end: ${text}.`)));
    }, 50);
    return ended;
  },
  'talks-without-end': async ({ count }) => {
    for (let one = 0; one < Number(count ?? 100 * 128); one += 1)
      await write(line(said(`${'y'.repeat(8191)}\n`)));
    return ended;
  },
  'puts-out-100-MB': async () => {
    const call = { toolCallId: 'big', title: 'Print it all', status: 'in_progress' };
    for (let part = 1; part <= 10; part += 1) {
      const content = [{ type: 'content', content: { type: 'text', text: megabyte.repeat(10) + part } }];
      await write(line({ sessionUpdate: 'tool_call_update', ...call, content }));
    }
    await write(line({ sessionUpdate: 'tool_call_update', ...call, status: 'completed' }));
    return ended;
  },
  'speaks-version-2': async () => {
    for (const change of [
      { sessionUpdate: 'state_update', state: 'running' },
      { sessionUpdate: 'agent_message_chunk', messageId: 'a', content: { type: 'text', text: 'Hello.' } },
      { sessionUpdate: 'agent_message', messageId: 'a', content: [{ type: 'text', text: 'Hello.' }] },
      { sessionUpdate: 'agent_message', messageId: 'b', content: [{ type: 'text', text: ' And more.' }] },
      { sessionUpdate: 'tool_call_content_chunk', toolCallId: 't', content: text('first ') },
      { sessionUpdate: 'tool_call_update', toolCallId: 't', title: 'Run it', status: 'in_progress' },
      { sessionUpdate: 'tool_call_content_chunk', toolCallId: 't', content: text('second') },
      {
        sessionUpdate: 'plan_update',
        plan: { type: 'items', entries: [{ content: 'Look', status: 'pending' }] },
      },
      { sessionUpdate: 'state_update', state: 'requires_action' },
      { sessionUpdate: 'tool_call_update', toolCallId: 't', status: 'completed' },
      { sessionUpdate: 'state_update', state: 'idle' },
      { sessionUpdate: 'telepathy', thought: { of: 'a number', number: 7 } },
    ])
      await write(line(change));
    return ended;
  },
  'wants-a-terminal': async () => {
    const asked = { sessionId, command: 'id', args: [] };
    const answer = await peer.ask('terminal/create', asked).catch((error: unknown) => String(error));
    await write(line(said(`${JSON.stringify(capabilities)} ${JSON.stringify(answer)}`)));
    return ended;
  },
};

function text(content: string): Params {
  return { type: 'content', content: { type: 'text', text: content } };
}

let capabilities: unknown = null;
const turn = turns[process.argv[2] ?? ''];
if (turn === undefined) throw new Error(`no such behaviour; there are: ${Object.keys(turns).join(', ')}`);

const handlers: Readonly<Record<string, Handler>> = {
  initialize: (params) => {
    capabilities = params['clientCapabilities'];
    return { protocolVersion: 1, agentCapabilities: {} };
  },
  'session/new': () => ({ sessionId, modes: null }),
  'session/cancel': () => undefined,
  'session/prompt': (params) => turn({ ...params, count: process.argv[3] }),
};
const peer: Peer = serve(handlers);
