// What an agent says to people with the tools of its session: how it stands, what it wants to know, what else should be done.
// The agent here does line by line what its prompt says; the tools, their server and their tokens are the real ones.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

const file = (name: string): string => fileURLToPath(new URL(`../support/agents/${name}`, import.meta.url));
const talking = { command: [process.execPath, file('talking-agent.ts')] };

async function talkingStage(context: TestContext, options: StageOptions = {}): Promise<Stage> {
  return createStage(context, { ...options, config: { agents: { talking }, ...options.config } });
}

async function give(stage: Stage, lines: readonly string[], ...flags: string[]): Promise<void> {
  const prompt = ['Please.', ...lines].join('\n');
  const result = await stage.run('task', 'create', prompt, '--name', 'it', '--agent', 'talking', ...flags);
  assert.equal(result.code, 0, result.stderr);
}

/** All that the agent of the task said. */
async function said(stage: Stage): Promise<string> {
  const { events } = await stage.client().call(endpoints.events, { query: { task: 'it', limit: 5000 } });
  return events
    .filter(({ type }) => type === 'agent.message')
    .map(({ data }) => String(data['text']))
    .join('');
}

/** What the agent was told, prompt by prompt: it keeps that in its HOME. */
function told(stage: Stage): readonly string[] {
  const found = readdirSync(stage.home, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('prompts.json'),
  );
  assert.ok(found !== undefined, 'the agent was started');
  return JSON.parse(readFileSync(join(stage.home, found), 'utf8')) as string[];
}

test('R93 the status that an agent reports is the last message of its task, in every view', async (context) => {
  const stage = await talkingStage(context);
  await give(stage, [`tool: report_status {"message": "Half of it\\nis done ${'x'.repeat(200)}"}`, 'hang: ']);
  const task = await stage.untilTask('it', (one) => one.status_message !== null);
  const shown = task.status_message ?? '';
  assert.match(shown, /^Half of it is done x+…$/);
  assert.deepEqual([shown.length, task.status_state, task.state], [160, 'working', 'running']);
  const list = await stage.run('task', 'list', '-c', 'name', '-c', 'message');
  assert.match(list.stdout, /Half of it is done/);
  const status = await stage.run('task', 'status', 'it', '-o', 'json');
  assert.match(status.stdout, /Half of it is done/);
  assert.match((await stage.run('task', 'show', 'it')).stdout, /Half of it is done/);
  const response = await fetch(`${stage.client().url}/api/v2/tasks/me/it`, {
    headers: { 'coder-session-token': readFileSync(join(stage.home, 'token'), 'utf8').trim() },
  });
  const { current_state: current } = (await response.json()) as {
    current_state: { state: string; message: string };
  };
  assert.deepEqual([current.state, current.message], ['working', shown]);
  await stage.run('task', 'cancel', 'it');
});

test('a question puts the task in waiting when the turn ends, outlives the daemon, and its answer is the next prompt', async (context) => {
  const stage = await talkingStage(context);
  await give(stage, [
    'write: a.txt',
    'tool: ask_human {"question": "Which colour?", "suggestions": ["red", "blue"]}',
    'tool: ask_human {"question": "Which colour?"}',
  ]);
  const waiting = await stage.until('it', 'waiting', 'ready', 'failed');
  assert.deepEqual([waiting.state, waiting.step], ['waiting', 'question: Which colour? (red, blue)']);
  assert.match(await said(stage), /ask_human 200: .*pending \(question \w{10}\)/);
  const shown = await stage.run('task', 'approvals', 'it');
  assert.match(shown.stdout, /Which colour\?[^]*it proposes: red, blue[^]*tasklane task answer it/);
  const refused = await stage.run('task', 'complete', 'it');
  assert.match(refused.stderr, /waits for your question/);
  await stage.killDaemon();
  await stage.run('task', 'list');
  assert.equal((await stage.until('it', 'paused')).state, 'paused');
  const answered = await stage.run('task', 'answer', 'it', 'Blue.\nsay: thank you');
  assert.equal(answered.code, 0, answered.stderr);
  const task = await stage.until('it', 'ready', 'failed');
  assert.equal(task.state, 'ready');
  assert.match(told(stage).at(-1) ?? '', /what you asked \(“Which colour\?”\):\s+Blue\./);
  const again = await stage.run('task', 'answer', 'it', 'Green.');
  assert.equal(again.code, 1);
  assert.match(again.stderr, /has asked nothing that is open/);
  assert.match((await stage.run('task', 'approvals', '--all')).stdout, /answered by \S+: Blue\./);
});

test('proposed tasks are drafts below the task, checked as a whole, and people decide about them', async (context) => {
  const stage = await talkingStage(context);
  const plan = [
    { key: 'a', title: 'First', prompt: 'Do the first.' },
    { title: 'Second', prompt: 'Do the second.', depends_on: ['a'], owns: ['src/**'] },
  ];
  await give(stage, [
    `tool: propose_tasks ${JSON.stringify({ tasks: plan })}`,
    `tool: propose_tasks ${JSON.stringify({ tasks: [...plan].reverse() })}`,
    `tool: propose_tasks ${JSON.stringify({ tasks: [] })}`,
    'write: a.txt',
  ]);
  const parent = await stage.until('it', 'ready', 'failed');
  const words = await said(stage);
  assert.match(words, /Proposed: #2 “First”, #3 “Second”/);
  assert.match(words, /“Second” depends on “a”, which does not come before it/);
  const { tasks } = await stage.client().call(endpoints.listTasks, { query: { state: 'draft' } });
  const [second, first, ...others] = tasks;
  assert.deepEqual(others, []);
  const seen = (task: TaskJson | undefined) => [task?.title, task?.parent, task?.depends_on, task?.owner];
  assert.deepEqual(seen(first), ['First', parent.id, [], parent.owner]);
  assert.deepEqual(seen(second), ['Second', parent.id, [first?.id], parent.owner]);
  assert.equal((await stage.run('task', 'accept', 'first')).code, 0);
});

test('an agent hears in the middle of its turn what people wrote, once, and which files are its own', async (context) => {
  const stage = await talkingStage(context);
  await give(
    stage,
    [
      'tool: may_write {"paths": ["src/a.ts", "docs/b.md", "../c"]}',
      'tool: report_status {"message": "asking"}',
      'ask: Write src.txt',
      'say: on',
      'tool: request_next_task {}',
      'tool: request_next_task {}',
    ],
    '--owns',
    'src/**',
    '--permission',
    'ask',
    '--on-violation',
    'revert',
  );
  await stage.until('it', 'waiting');
  await stage.run('task', 'send', 'it', 'Mind the gap.');
  await stage.run('task', 'deny', 'it');
  await stage.until('it', 'ready', 'failed', 'waiting');
  const words = await said(stage);
  assert.match(
    words,
    /yes src\/a\.ts: Your task owns it\.\\nno docs\/b\.md: Your task owns src\/\*\*\.\\nno \.\.\/c:/,
  );
  assert.match(words, /a person says:\\n\\nMind the gap\.[^]*request_next_task 200: [^\n]*Nothing new/);
});

test('R100 an agent that does not stop for a message that interrupts is ended, and hears it in a new process', async (context) => {
  const stage = await talkingStage(context);
  await give(stage, ['tool: report_status {"message": "busy"}', 'deaf: ']);
  await stage.untilTask('it', (one) => one.status_message === 'busy');
  const sent = await stage.run('task', 'send', 'it', '--interrupt', 'Something else.\nwrite: other.txt');
  assert.equal(sent.code, 0, sent.stderr);
  const task = await stage.until('it', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1], JSON.stringify(task.failure));
  assert.deepEqual(
    task.result?.files.map(({ path }) => path),
    ['other.txt'],
  );
  const prompts = told(stage).filter((prompt) => prompt.includes('Something else.'));
  assert.equal(prompts.length, 1, 'it is told once');
  assert.match(
    (await stage.run('task', 'logs', 'it')).stdout,
    /did not end its turn when it was interrupted/,
  );
});

test('R117 any agent has subagents: one works in a copy of its own, and its work comes into the copy of the agent', async (context) => {
  const scripts = {
    part: [{ do: [{ write: { path: 'part.txt', content: 'part\n' } }] }, { say: 'Built the part.' }],
  };
  const stage = await talkingStage(context, { scripts });
  const wanted = { description: 'build the part', prompt: promptOf('part') };
  await give(stage, [
    'write: mine.txt',
    `tool: run_subagent ${JSON.stringify(wanted)}`,
    'tool: subagent_result {"run": "s1"}',
    'tool: subagent_result {"run": "s7"}',
  ]);
  const ended = await stage.until('it', 'ready', 'failed', 'waiting');
  const words = await said(stage);
  assert.equal(ended.state, 'ready', words);
  assert.match(words, /run_subagent 200: .*Subagent s1 is done\. Built the part\./);
  assert.match(words, /added part\.txt/);
  assert.match(words, /subagent_result 200: .*Subagent s1 is done/);
  assert.match(words, /You have no subagent “s7”.*Yours are s1/s);
  assert.deepEqual(
    ended.result?.files.map(({ path }) => path),
    ['mine.txt', 'part.txt'],
  );
});

test('the token of a session opens its own tools, and nothing once the session has ended', async (context) => {
  const stage = await talkingStage(context);
  await give(stage, ['tool: report_status {"message": "here"}', 'hang: ']);
  await stage.untilTask('it', (one) => one.status_message === 'here');
  const { url } = stage.client();
  const call = async (token: string, path = '/session/mcp'): Promise<number> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
    });
    await response.text();
    return response.status;
  };
  const home = readFileSync(join(stage.home, 'token'), 'utf8').trim();
  const own = tokenOf(stage);
  assert.deepEqual(
    [await call(own), await call(`${own}x`), await call(home), await call(''), await call(own, '/mcp')],
    [200, 401, 401, 401, 401],
  );
  await stage.run('task', 'cancel', 'it');
  assert.equal(await call(own), 401);
  const names = readdirSync(stage.home, { recursive: true, encoding: 'utf8' });
  const kept = names.filter((name) => /daemon\.log|tasklane\.(db|sqlite)/.test(name));
  assert.ok(kept.length >= 2, names.join());
  for (const name of kept) assert.ok(!readFileSync(join(stage.home, name)).includes(own), name);
});

/** As the agent was given it; it keeps that in its HOME. */
function tokenOf(stage: Stage): string {
  const found = readdirSync(stage.home, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('servers.json'),
  );
  const text = readFileSync(join(stage.home, found ?? ''), 'utf8');
  return /Bearer (ses_\w{43})/.exec(text)?.[1] ?? 'none';
}

test('an agent without MCP has the same tools as a command on its PATH', async (context) => {
  const script = [
    'tasklane-session',
    'tasklane-session report_status message="from the shell" state=complete',
    `tasklane-session ask_human '{"question": "Which colour?"}'`,
    'tasklane-session report_status state=nonsense; echo "code $?"',
    'echo one > a.txt',
  ].join('\n');
  const plain = { command: ['sh', '-c', `${script}\ncat > /dev/null`], protocol: 'command' };
  const stage = await createStage(context, { config: { agents: { plain } } });
  await stage.run('task', 'create', 'Go.', '--name', 'it', '--agent', 'plain');
  const task = await stage.until('it', 'waiting', 'ready', 'failed');
  assert.deepEqual([task.state, task.step], ['waiting', 'question: Which colour?']);
  assert.deepEqual([task.status_message, task.status_state], ['from the shell', 'complete']);
  const words = await said(stage);
  assert.match(words, /may_write: Says for each path[^]*paths: From the root/);
  assert.match(words, /pending \(question \w+\)[^]*message: Invalid input[^]*code 1/);
});

const reals = [
  {
    name: 'tasklane',
    env: (url: string) => ({
      TASKLANE_MODEL: 'openai-compatible/scripted-model',
      TASKLANE_BASE_URL: `${url}/v1`,
      TASKLANE_API_KEY: 'scripted',
    }),
    flags: [],
  },
  {
    name: 'qwen',
    env: (url: string) => ({
      OPENAI_API_KEY: 'fake-key',
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_MODEL: 'scripted-model',
    }),
    flags: [],
  },
  {
    name: 'gemini',
    env: (url: string) => ({ GEMINI_API_KEY: 'fake-key', GOOGLE_GEMINI_BASE_URL: url }),
    flags: ['--model', 'google/gemini-2.5-flash'],
  },
];

for (const real of reals)
  test(`${real.name} reports and asks with our tools, of which no person is asked leave`, async (context) => {
    const stage = await createStage(context, {
      modelEnv: real.env,
      config: { permission: 'ask' },
      scripts: {
        talk: [
          { say: 'I report.', do: [{ call: { match: 'report_status$', args: { message: 'on it' } } }] },
          { say: 'I ask.', do: [{ call: { match: 'ask_human$', args: { question: 'Which colour?' } } }] },
          { say: 'I wait for the answer.' },
          { say: 'Thank you.' },
        ],
      },
    });
    const flags = ['--agent', real.name, ...real.flags];
    await stage.run('task', 'create', promptOf('talk'), '--name', 'it', ...flags);
    const task = await stage.until('it', 'waiting', 'ready', 'failed');
    const open = await stage.run('task', 'approvals', 'it', '-o', 'json');
    assert.deepEqual(
      [task.state, task.step, task.status_message],
      ['waiting', 'question: Which colour?', 'on it'],
      open.stdout,
    );
    await stage.run('task', 'answer', 'it', 'Blue.');
    await stage.untilTask('it', (one) => one.step?.startsWith('idle') === true);
    assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /what you asked[^]*Blue\./);
  });
