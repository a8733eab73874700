// A well-behaved ACP agent without a model: acts out the script named in the prompt, asks before it acts, reports usage,
// and can load its sessions again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from '../model-server/script.ts';
import { act } from './act.ts';
import type { Stage } from './act.ts';
import { PeerError, promptText, serve } from './acp-peer.ts';
import type { Params } from './acp-peer.ts';
import { scriptIn } from './contract-scripts.ts';

const folder = join(process.env['HOME'] ?? '/nonexistent', 'sessions');
let said: string[] = [];
let sessionId = '';
let mode = 'auto';
let turn = new AbortController();
let calls = 0;

const modes = () => ({
  modes: {
    currentModeId: mode,
    availableModes: [
      { id: 'default', name: 'Ask' },
      { id: 'auto', name: 'Auto' },
    ],
  },
});

const peer = serve({
  initialize: () => ({
    protocolVersion: 1,
    agentInfo: { name: 'scripted', title: 'Scripted agent', version: '1.0.0' },
    agentCapabilities: { loadSession: true },
  }),
  'session/new': () => {
    sessionId = `session-${process.pid}`;
    save();
    return { sessionId, ...modes() };
  },
  'session/load': (params) => {
    sessionId = String(params['sessionId']);
    try {
      said = JSON.parse(readFileSync(file(), 'utf8')) as string[];
    } catch {
      throw new PeerError(-32002, `Session not found: ${sessionId}`);
    }
    for (const text of said) say(text);
    return modes();
  },
  'session/set_mode': (params) => {
    mode = String(params['modeId']);
  },
  'session/cancel': () => turn.abort(),
  'session/prompt': prompt,
});

async function prompt(params: Params): Promise<unknown> {
  turn = new AbortController();
  try {
    await act(scriptIn(promptText(params)), stage, turn.signal);
    return { stopReason: 'end_turn' };
  } catch (error) {
    if (turn.signal.aborted) return { stopReason: 'cancelled' };
    throw error;
  }
}

const stage: Stage = {
  say: (text) => {
    said.push(text);
    save();
    say(text);
  },
  attempt,
  fail: (status, message) => {
    throw new PeerError(-32603, 'Internal error', { details: `${status} ${message}` });
  },
  endOfStep: () =>
    update({
      sessionUpdate: 'agent_message_chunk',
      content: { type: 'text', text: '' },
      _meta: { usage: { inputTokens: 100, outputTokens: 10, cachedReadTokens: 5 } },
    }),
};

async function attempt(action: Action, perform: () => Promise<void>): Promise<void> {
  calls += 1;
  const call = describe(action, `call-${calls}`);
  update({ sessionUpdate: 'tool_call', ...call, status: 'pending' });
  if (mode === 'default' && !(await isAllowed(call))) {
    update({ sessionUpdate: 'tool_call_update', toolCallId: call.toolCallId, status: 'failed' });
    return;
  }
  update({ sessionUpdate: 'tool_call_update', toolCallId: call.toolCallId, status: 'in_progress' });
  await perform();
  update({ sessionUpdate: 'tool_call_update', toolCallId: call.toolCallId, status: 'completed' });
}

function describe(action: Action, toolCallId: string): Params & { readonly toolCallId: string } {
  if ('write' in action) {
    const path = join(process.cwd(), action.write.path);
    const content = [{ type: 'diff', path, oldText: null, newText: action.write.content }];
    return { toolCallId, title: `Write ${action.write.path}`, kind: 'edit', locations: [{ path }], content };
  }
  return { toolCallId, title: 'Run a command', kind: 'execute', rawInput: action };
}

async function isAllowed(toolCall: Params): Promise<boolean> {
  const options = [
    { optionId: 'always', name: 'Always', kind: 'allow_always' },
    { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
    { optionId: 'no', name: 'No', kind: 'reject_once' },
  ];
  const answer = await peer.ask('session/request_permission', { sessionId, toolCall, options });
  return (answer['outcome'] as Params)['optionId'] === 'yes';
}

function say(text: string): void {
  update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
}

function update(change: Params): void {
  peer.notify('session/update', { sessionId, update: change });
}

function file(): string {
  return join(folder, `${sessionId}.json`);
}

function save(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file(), JSON.stringify(said));
}
