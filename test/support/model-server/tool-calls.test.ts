import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../temp-dir.ts';
import type { OfferedTool } from './conversation.ts';
import { mapAction } from './tool-calls.ts';
import type { Offer } from './tool-calls.ts';

const text = { type: 'string' };

function offered(
  name: string,
  properties: Readonly<Record<string, object>>,
  more: Partial<OfferedTool> = {},
): OfferedTool {
  const schema = { type: 'object', properties, required: Object.keys(properties) };
  return { name, namespace: null, freeForm: false, schema, ...more };
}

function offer(...tools: OfferedTool[]): Offer {
  return { tools, workingDirectory: '/work', searchResult: null };
}

const bash = offered('bash', { command: text });
const write = { write: { path: 'a.txt', content: 'one\ntwo\n' } };
const edit = { edit: { path: 'a.txt', find: "it's", replace: 'it is "$1"' } };

test('arguments are named as each agent names them', () => {
  const qwen = offered('write_file', {
    file_path: { ...text, description: 'The absolute path' },
    content: text,
  });
  const cline = offered('write_to_file', { path: text, content: text });
  const editor = offered('editor', { command: { enum: ['view', 'create'] }, path: text, file_text: text });
  assert.deepEqual(mapAction(write, offer(qwen))?.args, { file_path: '/work/a.txt', content: 'one\ntwo\n' });
  assert.deepEqual(mapAction(write, offer(cline))?.args, { path: 'a.txt', content: 'one\ntwo\n' });
  assert.deepEqual(mapAction(write, offer(editor))?.args, {
    command: 'create',
    path: 'a.txt',
    file_text: 'one\ntwo\n',
  });
});

test('an edit knows single replacements and lists of them', () => {
  const gemini = offered('replace', {
    file_path: text,
    instruction: text,
    old_string: text,
    new_string: text,
  });
  const item = { type: 'object', properties: { oldText: text, newText: text } };
  const pi = offered('edit', { path: text, edits: { type: 'array', items: item } });
  const { find, replace } = edit.edit;
  const geminiArgs = { file_path: 'a.txt', instruction: 'scripted', old_string: find, new_string: replace };
  assert.deepEqual(mapAction(edit, offer(gemini))?.args, geminiArgs);
  assert.deepEqual(mapAction(edit, offer(pi))?.args, {
    path: 'a.txt',
    edits: [{ oldText: find, newText: replace }],
  });
});

test('without a working directory, a path stays relative', () => {
  const qwen = offered('read_file', { absolute_path: text });
  const read = { read: { path: 'a.txt' } };
  assert.deepEqual(mapAction(read, offer(qwen))?.args, { absolute_path: '/work/a.txt' });
  assert.deepEqual(mapAction(read, { ...offer(qwen), workingDirectory: null })?.args, {
    absolute_path: 'a.txt',
  });
});

test('a shell takes a string, or an argv array, or a list of commands', () => {
  const shell = { shell: { command: 'ls' } };
  const codex = offered('shell', { command: { type: 'array', items: text } });
  const many = offered('run_commands', { commands: { type: 'array', items: text } });
  assert.deepEqual(mapAction(shell, offer(bash))?.args, { command: 'ls' });
  assert.deepEqual(mapAction(shell, offer(codex))?.args, { command: ['bash', '-lc', 'ls'] });
  assert.deepEqual(mapAction(shell, offer(many))?.args, { commands: ['ls'] });
});

test('an agent with a shell alone writes, reads and edits with it', (t) => {
  const dir = tempDir(t);
  const env = { PATH: [dirname(process.execPath), process.env['PATH']].join(':') };
  const run = (action: Parameters<typeof mapAction>[0]): string => {
    const args = mapAction(action, offer(bash))?.args;
    assert.ok(typeof args === 'object' && typeof args['command'] === 'string');
    return execFileSync('sh', ['-c', args['command']], { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' });
  };
  run({ write: { path: 'deep/a.txt', content: "it's `one`\n\\two\n" } });
  assert.equal(readFileSync(join(dir, 'deep/a.txt'), 'utf8'), "it's `one`\n\\two\n");
  assert.equal(run({ read: { path: 'deep/a.txt' } }), "it's `one`\n\\two\n");
  run({ edit: { ...edit.edit, path: 'deep/a.txt' } });
  assert.equal(readFileSync(join(dir, 'deep/a.txt'), 'utf8'), 'it is "$1" `one`\n\\two\n');
  writeFileSync(join(dir, 'a.txt'), "it's it's");
  assert.throws(() => run(edit), /expected exactly one place/);
});

test('an agent that writes with patches gets one, as free text where the tool takes that', () => {
  const patch = '*** Begin Patch\n*** Add File: a.txt\n+one\n+two\n*** End Patch';
  const freeForm = offered('apply_patch', {}, { freeForm: true });
  assert.equal(mapAction(write, offer(bash, freeForm))?.args, patch);
  const json = offered('apply_patch', { patchText: text });
  assert.deepEqual(mapAction(write, offer(bash, json))?.args, { patchText: patch });
});

test('a tool is called by a pattern, with its namespace', () => {
  const ask = offered(
    'ask_human',
    { question: text, urgent: { type: 'boolean' } },
    { namespace: 'mcp__board' },
  );
  const call = { call: { match: 'ask_human$', args: { question: 'Which?' } } };
  const expected = {
    name: 'ask_human',
    namespace: 'mcp__board',
    args: { question: 'Which?', urgent: false },
  };
  assert.deepEqual(mapAction(call, offer(bash, ask)), expected);
});

test('a tool that is not listed is searched, and then called through the agent', () => {
  const search = offered('tool_search', { query: text });
  const caller = offered('tool_call', { name: text, arguments: { type: 'object' } });
  const call = { call: { match: 'ask_human$', args: { question: 'Which?' } } };
  assert.deepEqual(mapAction(call, offer(search, caller))?.args, { query: 'ask human' });
  const found = {
    ...offer(search, caller),
    searchResult: '{"name":"mcp__board__ask_human","description":"Ask"}',
  };
  const args = { name: 'mcp__board__ask_human', arguments: { question: 'Which?' } };
  assert.deepEqual(mapAction(call, found), { name: 'tool_call', namespace: null, args });
});

test('what no tool can do is not mapped', () => {
  assert.equal(mapAction({ shell: { command: 'ls' } }, offer(offered('think', {}))), null);
  assert.equal(mapAction({ call: { match: 'ask', args: {} } }, offer(bash)), null);
});
