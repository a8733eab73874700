import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownToolOf } from './own-tool.ts';

const ours = { name: 'tasklane', tools: ['report_status', 'ask_human'] };

// As Qwen Code 0.24.4 and Gemini CLI 0.61.0 sent them.
const qwen = {
  toolCallId: 'call_58665841',
  kind: 'other',
  status: 'pending',
  title: '{"message":"on it"}',
  content: [],
  locations: [],
  rawInput: { message: 'on it' },
  _meta: { toolName: 'mcp__tasklane__report_status' },
};
const gemini = {
  toolCallId: 'mcp_tasklane_report_status__call_48a52096',
  kind: 'other',
  status: 'pending',
  title: 'report_status (tasklane MCP Server)',
  content: [{ type: 'content', content: { type: 'text', text: '{"message":"on it"}' } }],
  locations: [],
};

test('our own tools are known by what the program of the agent says of them', () => {
  assert.equal(ownToolOf(qwen, ours), 'report_status');
  assert.equal(ownToolOf(gemini, ours), 'report_status');
});

test('nothing that a model can write makes another tool one of ours', () => {
  const { title, toolCallId } = gemini;
  for (const other of [
    // A command of that name, and an id that the model made up.
    { ...gemini, kind: 'execute', toolCallId: 'run_shell_command__1' },
    { ...gemini, toolCallId: `run_shell_command__${toolCallId}` },
    { ...qwen, _meta: { toolName: 'run_shell_command' }, title, toolCallId },
    { ...qwen, _meta: { toolName: 'mcp__other__report_status' } },
    { ...qwen, _meta: { toolName: 'mcp__tasklane__delete_all' } },
    { ...qwen, _meta: undefined, rawInput: { name: 'mcp__tasklane__report_status' } },
    { ...gemini, title: 'report_status (other MCP Server)' },
    null,
    {},
  ])
    assert.equal(ownToolOf(other, ours), null, JSON.stringify(other));
});
