// Subagents as a client of the agent meets them: over ACP, with a real provider SDK against a scripted model server.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startInProcess } from '../../../../test/support/builtin-client.ts';
import type { Decide, Environment, TestClient } from '../../../../test/support/builtin-client.ts';
import { startModelServer } from '../../../../test/support/model-server/server.ts';
import type { ModelServer } from '../../../../test/support/model-server/server.ts';
import type { Scripts } from '../../../../test/support/model-server/script.ts';
import { tempDir } from '../../../../test/support/temp-dir.ts';
import { displaysOf } from '../../../domain/subagent/display.ts';
import type { SubagentEvent } from '../../../domain/subagent/event.ts';
import { stopMethod } from '../../subagents/stop.ts';

interface Room {
  readonly server: ModelServer;
  readonly cwd: string;
  readonly client: TestClient;
  readonly session: string;
  /** Of all runs, in the order they came. */
  events(): readonly SubagentEvent[];
  /** What the model was last told after its calls, in its main conversation. */
  told(): string;
}

/** What was sent to the model, of the fields that these tests look at. */
interface Sent {
  readonly tools: readonly {
    function: {
      name: string;
      description: string;
      parameters: { properties: Record<string, { enum?: unknown }> };
    };
  }[];
  readonly messages: readonly { role: string; content: unknown }[];
  readonly tool_choice?: unknown;
  readonly temperature?: number;
}

function sentIn(request: { readonly body: unknown } | undefined): Sent {
  assert.ok(request !== undefined, 'the model was not asked');
  return request.body as Sent;
}

interface RoomOptions {
  readonly agents?: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  readonly decide?: Decide;
  readonly mode?: 'ask' | 'auto';
}

async function room(context: TestContext, scripts: Scripts, options: RoomOptions = {}): Promise<Room> {
  const server = await startModelServer({ scripts });
  context.after(() => server.close());
  const dir = tempDir(context);
  const cwd = join(dir, 'workspace');
  mkdirSync(join(cwd, '.tasklane', 'agents'), { recursive: true });
  for (const [name, text] of Object.entries(options.agents ?? {})) writeAgent(cwd, name, text);
  const client = await startInProcess(
    context,
    {
      PATH: process.env['PATH'] ?? '',
      HOME: join(dir, 'home'),
      TASKLANE_MODEL: 'openai-compatible/scripted',
      TASKLANE_BASE_URL: `${server.url}/v1`,
      TASKLANE_API_KEY: 'key',
      ...options.environment,
    },
    options.decide,
  );
  return {
    server,
    cwd,
    client,
    session: await client.open(cwd, options.mode ?? 'auto'),
    events: () => client.updates.flatMap(eventOf),
    told: () =>
      server.requests.findLast(({ script, tools }) => script === 'it' && tools.includes('task'))
        ?.lastToolResult ?? '',
  };
}

function eventOf(update: { readonly _meta?: unknown }): readonly SubagentEvent[] {
  const meta = update._meta as { subagent?: SubagentEvent } | null | undefined;
  return meta?.subagent === undefined ? [] : [meta.subagent];
}

function writeAgent(cwd: string, name: string, text: string): void {
  writeFileSync(join(cwd, '.tasklane', 'agents', `${name}.md`), text);
}

function agentFile(name: string, fields = '', prompt = 'You do what you are told to.'): string {
  return `---\nname: ${name}\ndescription: Does ${name} things.\n${fields}---\n\n${prompt}\n`;
}

function task(script: string, type = 'general-purpose', description = `Run ${script}`) {
  return {
    call: { match: '^task$', args: { description, prompt: `Go. [[script:${script}]]`, subagent_type: type } },
  };
}

/** Main script: one turn that delegates, then the end. */
const delegating = (...actions: ReturnType<typeof task>[]): Scripts[string] => [
  { do: actions },
  { say: 'All done.' },
];

test('R115 R117 R121 R122 R158 the model is offered task, with its schema, the subagents there are, and when to use it', async (t) => {
  const { client, server, session } = await room(
    t,
    { it: [{ say: 'Hello.' }] },
    { agents: { a: agentFile('reviewer') } },
  );
  await client.prompt(session, '[[script:it]]');
  const { tools } = sentIn(server.requests[0]);
  const offered = tools.find((tool) => tool.function.name === 'task')?.function;
  assert.deepEqual(offered?.parameters, {
    type: 'object',
    properties: {
      description: { type: 'string', description: 'The task in three to five words.' },
      prompt: { type: 'string', description: 'The whole task: all that the subagent must know.' },
      subagent_type: {
        type: 'string',
        description: 'The name of the subagent that is to do it.',
        enum: ['code-search', 'general-purpose', 'reviewer'],
      },
    },
    required: ['description', 'prompt', 'subagent_type'],
    additionalProperties: false,
  });
  for (const words of [
    '- **reviewer**: Does reviewer things.',
    'When to use it:',
    'When not to use it:',
    'stateless',
    'several calls in one message',
  ])
    assert.ok(offered.description.includes(words), words);
});

test('R120 R136 R137 R138 R139 R140 R142 R144 R147 a subagent works in a conversation of its own, and its last message alone goes back', async (t) => {
  const { client, server, session, cwd, events, told } = await room(t, {
    it: delegating(task('sub')),
    sub: [
      { say: 'First I write.', do: [{ write: { path: 'made.txt', content: 'made\n' } }] },
      { say: '  Made made.txt. ' },
    ],
  });
  const end = await client.prompt(session, 'Secret of the main conversation. [[script:it]]');
  assert.equal(end.stopReason, 'end_turn');
  assert.equal(readFileSync(join(cwd, 'made.txt'), 'utf8'), 'made\n');
  assert.equal(told(), 'Made made.txt.');
  const asked = server.requests.filter(({ script }) => script === 'sub');
  assert.equal(asked.length, 2);
  const sent = JSON.stringify(asked[0]?.body);
  assert.ok(
    !sent.includes('Secret') &&
      sent.includes(`Working directory: ${cwd}`) &&
      sent.includes('You are a subagent'),
  );
  // What it says on the way stays with it, and the person sees what it does below the call.
  assert.equal(client.said(), 'All done.');
  const calls = client.updates.filter((update) => update.sessionUpdate === 'tool_call');
  assert.deepEqual(
    calls.map(({ title, _meta }) => [title, _meta?.['parentToolCallId']]),
    [
      ['Task for general-purpose: Run sub', undefined],
      ['Write made.txt', calls[0]?.toolCallId],
    ],
  );
  assert.deepEqual(
    events().map(({ type }) => type),
    ['start', 'round', 'usage', 'tool_call', 'tool_result', 'round', 'usage', 'finish'],
  );
  const finish = events().at(-1);
  assert.ok(finish?.type === 'finish' && finish.terminateReason === 'GOAL');
  const said = finish.statistics;
  assert.deepEqual(
    [said?.rounds, said?.totalToolCalls, said?.successfulToolCalls, said?.totalTokens, said?.estimatedCost],
    [2, 1, 1, 2100, null],
  );
});

test('R118 R119 several calls of one answer run at the same time, at most ten, and their results keep the order', async (t) => {
  const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
  const scripts = Object.fromEntries(
    // The first to be asked is the last to answer.
    names.map((name, index) => [name, [{ delayMs: 400 - index * 30, say: `I am ${name}.` }]]),
  );
  const { client, server, session, events } = await room(t, {
    it: delegating(...names.map((name) => task(name, 'code-search'))),
    ...scripts,
  });
  await client.prompt(session, '[[script:it]]');
  const { messages } = sentIn(server.requests.at(-1));
  const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
  assert.deepEqual(
    results,
    names.map((name) => `I am ${name}.`),
  );
  let open = 0;
  const steps: Readonly<Record<string, number>> = { start: 1, finish: -1 };
  const most = Math.max(...events().map(({ type }) => (open += steps[type] ?? 0)));
  assert.equal(most, 10);
});

test('R132 R134 a subagent is offered the tools that it may have, and never task, also when that is listed', async (t) => {
  const { client, server, session, cwd, told, events } = await room(
    t,
    {
      it: delegating(task('sub', 'reader')),
      sub: [{ do: [{ call: { match: '^read_file$', args: { path: 'x' } } }] }, { say: 'Read.' }],
    },
    {
      agents: {
        reader: agentFile('reader', 'tools: [Read, task, "grep*"]\ndisallowedTools: [grep_search]\n'),
      },
    },
  );
  writeFileSync(join(cwd, 'x'), 'x');
  await client.prompt(session, '[[script:it]]');
  assert.deepEqual(server.requests.find(({ script }) => script === 'sub')?.tools, ['read_file']);
  assert.equal(told(), 'Read.');
  assert.ok(events().some((event) => event.type === 'start' && event.tools.join() === 'read_file'));
});

for (const [what, args, words] of [
  [
    'an unknown subagent',
    { subagent_type: 'nobody' },
    'Subagent "nobody" not found. Available subagents: code-search, general-purpose',
  ],
  ['an empty prompt', { prompt: '  ' }, 'Parameter "prompt" must be a non-empty string.'],
  ['no description', { description: null }, 'Parameter "description" must be a non-empty string.'],
] as const)
  test(`R116 R150 ${what} is refused in words, and the turn goes on`, async (t) => {
    const all = { description: 'Look', prompt: 'Look.', subagent_type: 'code-search', ...args };
    const { client, session, told, events } = await room(t, {
      it: [{ do: [{ call: { match: '^task$', args: all } }] }, { say: 'Well.' }],
    });
    assert.equal((await client.prompt(session, '[[script:it]]')).stopReason, 'end_turn');
    assert.equal(told(), words);
    assert.deepEqual(events(), []);
  });

const endless = Array.from({ length: 6 }, (_, index) => ({
  say: `Step ${index}.`,
  do: [{ shell: { command: `echo step ${index}` } }],
}));

test('R127 R129 R131 at its turns a subagent gets one last chance to sum up', async (t) => {
  const { client, server, session, told, events } = await room(
    t,
    { it: delegating(task('sub', 'short')), sub: [...endless.slice(0, 2), { say: 'I got to step 1.' }] },
    { agents: { short: agentFile('short', 'runConfig:\n  max_turns: 2\n') } },
  );
  await client.prompt(session, '[[script:it]]');
  assert.equal(told(), 'Subagent terminated: Maximum turns (2) reached\nPartial result: I got to step 1.');
  const last = sentIn(server.requests.findLast(({ script }) => script === 'sub'));
  assert.equal(last.tool_choice, 'none');
  const [run] = displaysOf(events());
  assert.deepEqual(
    [run?.status, run?.terminateReason, run?.round, run?.maxTurns],
    ['failed', 'MAX_TURNS', 2, 2],
  );
});

test('R130 with terminate_mode immediate it ends at once, with what it said last', async (t) => {
  const { client, server, session, told } = await room(
    t,
    { it: delegating(task('sub', 'short')), sub: endless },
    { agents: { short: agentFile('short', 'runConfig:\n  max_turns: 2\n  terminate_mode: immediate\n') } },
  );
  await client.prompt(session, '[[script:it]]');
  assert.equal(told(), 'Subagent terminated: Maximum turns (2) reached\nPartial result: Step 1.');
  assert.equal(server.requests.filter(({ script }) => script === 'sub').length, 2);
});

test('R128 R131 at its time a subagent is stopped also inside of a tool, and sums up', async (t) => {
  const { client, session, told, cwd } = await room(
    t,
    {
      it: delegating(task('sub', 'slow')),
      sub: [{ do: [{ shell: { command: 'touch begun; sleep 60; touch never' } }] }, { say: 'It slept.' }],
    },
    { agents: { slow: agentFile('slow', 'runConfig:\n  max_time_minutes: 0.03\n') } },
  );
  await client.prompt(session, '[[script:it]]');
  assert.equal(
    told(),
    'Subagent terminated: Maximum time (0.03 minutes) exceeded\nPartial result: It slept.',
  );
  assert.deepEqual([existsSync(join(cwd, 'begun')), existsSync(join(cwd, 'never'))], [true, false]);
});

test('R127 at its tokens it ends, and the price that is known makes a cost', async (t) => {
  const { client, session, told, events } = await room(
    t,
    { it: delegating(task('sub', 'cheap')), sub: [...endless.slice(0, 2), { say: 'So far.' }] },
    {
      agents: { cheap: agentFile('cheap', 'runConfig:\n  max_tokens: 1500\n') },
      environment: { TASKLANE_MODEL_PRICE: '3,15' },
    },
  );
  await client.prompt(session, '[[script:it]]');
  assert.equal(told(), 'Subagent terminated: Maximum tokens (1500) exceeded\nPartial result: So far.');
  const finish = events().at(-1);
  assert.ok(finish?.type === 'finish');
  assert.equal(finish.statistics?.estimatedCost, (3000 * 3 + 150 * 15) / 1_000_000);
});

test('R141 R146 a permission is asked for in the name of the call, and the subagent waits for it', async (t) => {
  const { client, session, cwd, events } = await room(
    t,
    {
      it: delegating(task('sub')),
      sub: [{ do: [{ write: { path: 'a', content: 'a' } }] }, { say: 'Not written.' }],
    },
    { mode: 'ask', decide: () => 'refused' },
  );
  await client.prompt(session, '[[script:it]]');
  assert.equal(existsSync(join(cwd, 'a')), false);
  assert.equal(client.permissions.length, 1);
  const types = events().map(({ type }) => type);
  assert.deepEqual(types.slice(3, 6), ['tool_call', 'approval_request', 'tool_result']);
  const asked = events().find((event) => event.type === 'approval_request');
  assert.equal(
    client.permissions[0]?.toolCall.toolCallId,
    asked?.type === 'approval_request' ? asked.callId : '',
  );
});

test('R157 one subagent is stopped and the agent goes on with the others', async (t) => {
  const { client, server, session, events, told } = await room(t, {
    it: delegating(task('hanging', 'code-search'), task('quick', 'code-search')),
    hanging: [{ say: 'I think…', hang: true }],
    quick: [{ say: 'Quick.' }],
  });
  const turn = client.prompt(session, '[[script:it]]');
  await server.waitFor(({ script }) => script === 'hanging');
  const toolCallId = events().find(
    (event) => event.type === 'start' && event.description === 'Run hanging',
  )?.subagentId;
  const stop = (id: string | undefined): Promise<unknown> =>
    client.connection.agent.request(stopMethod, { sessionId: session, toolCallId: id });
  assert.deepEqual(await stop(toolCallId), { stopped: true });
  assert.equal((await turn).stopReason, 'end_turn');
  assert.equal(told(), 'Quick.');
  const { messages } = sentIn(server.requests.at(-1));
  const [first] = messages.filter(({ role }) => role === 'tool');
  assert.match(String(first?.content), /^Task was cancelled by user\nPartial work completed:\n- nothing/);
  assert.deepEqual(
    displaysOf(events()).map(({ status }) => status),
    ['cancelled', 'completed'],
  );
  assert.deepEqual(await stop(toolCallId), { stopped: false });
});

test('R157 a cancelled turn ends its subagents with it', async (t) => {
  const { client, server, session, events } = await room(t, {
    it: delegating(task('hanging')),
    hanging: [{ hang: true }],
  });
  const turn = client.prompt(session, '[[script:it]]');
  const asked = await server.waitFor(({ script }) => script === 'hanging');
  await client.cancel(session);
  assert.equal((await turn).stopReason, 'cancelled');
  assert.equal(await asked.outcome, 'closed');
  assert.deepEqual(
    displaysOf(events()).map(({ status }) => status),
    ['cancelled'],
  );
});

test('R143 R152 R153 a model that fails is an error of that run, with what was done; the agent goes on', async (t) => {
  const { client, session, told, events } = await room(t, {
    it: delegating(task('sub')),
    sub: [
      { do: [{ write: { path: 'half', content: 'half' } }] },
      { fail: { status: 400, message: 'no such luck' } },
    ],
  });
  assert.equal((await client.prompt(session, '[[script:it]]')).stopReason, 'end_turn');
  assert.match(
    told(),
    /^Subagent error: .*no such luck[^]*Partial work completed:\n- Write half\n\nSuggested next steps:\n- Look at what it left/,
  );
  assert.deepEqual(
    events()
      .slice(-2)
      .map(({ type }) => type),
    ['error', 'finish'],
  );
});

test('a subagent that repeats one call for ever is stopped', async (t) => {
  const again = { do: [{ read: { path: 'same' } }] };
  const { client, server, session, told, cwd, events } = await room(t, {
    it: delegating(task('sub', 'code-search')),
    sub: [
      ...Array.from({ length: 12 }, () => again),
      { say: 'I was going in circles.' },
      ...Array.from({ length: 50 }, () => again),
    ],
  });
  writeFileSync(join(cwd, 'same'), 'the same');
  await client.prompt(session, '[[script:it]]');
  assert.equal(
    told(),
    'Subagent terminated: It made the same call again and again\nPartial result: I was going in circles.',
  );
  assert.equal(displaysOf(events())[0]?.terminateReason, 'LOOP_DETECTED');
  assert.match(
    server.requests.findLast(({ script }) => script === 'sub')?.lastToolResult ?? '',
    /the same answer 12 times/,
  );
});

test('a tool that prints 100 MB fills neither the memory nor the conversation of a subagent', async (t) => {
  const { client, server, session, told } = await room(t, {
    it: delegating(task('sub')),
    sub: [
      { do: [{ shell: { command: 'head -c 100000000 /dev/zero | tr "\\0" x; echo; echo the end' } }] },
      { say: 'Long.' },
    ],
  });
  await client.prompt(session, '[[script:it]]');
  assert.equal(told(), 'Long.');
  const seen = server.requests.findLast(({ script }) => script === 'sub')?.lastToolResult ?? '';
  assert.ok(
    seen.length < 40_000 && seen.includes('the end') && /99\d+ characters cut/.test(seen),
    seen.slice(-200),
  );
});

test('R126 model and temperature of a subagent are used', async (t) => {
  const { client, server, session } = await room(
    t,
    { it: delegating(task('sub', 'warm')), sub: [{ say: 'Warm.' }] },
    { agents: { warm: agentFile('warm', 'modelConfig:\n  model: another-model\n  temperature: 0.3\n') } },
  );
  await client.prompt(session, '[[script:it]]');
  const asked = server.requests.find(({ script }) => script === 'sub');
  assert.deepEqual([asked?.model, sentIn(asked).temperature], ['another-model', 0.3]);
  assert.equal(server.requests[0]?.model, 'scripted');
});

test('R117 R124 R125 files are read anew: one that appears is offered, a broken one keeps none of the others away', async (t) => {
  const { client, server, session, cwd } = await room(
    t,
    { it: [{ say: 'One.' }, { say: 'Two.' }, { say: 'Three.' }] },
    { agents: { broken: '---\nname: [oops\n---\nHello, this is broken.\n', reserved: agentFile('system') } },
  );
  mkdirSync(join(cwd, '.claude', 'agents'), { recursive: true });
  writeFileSync(join(cwd, '.claude', 'agents', 'x.md'), agentFile('Reviewer', 'tools: Read, Bash\n'));
  symlinkSync('/etc/passwd', join(cwd, '.tasklane', 'agents', 'passwd.md'));
  const offered = async (): Promise<unknown> => {
    await client.prompt(session, server.requests.length === 0 ? '[[script:it]]' : 'And now?');
    const { tools } = sentIn(server.requests.at(-1));
    return tools.find((tool) => tool.function.name === 'task')?.function.parameters.properties[
      'subagent_type'
    ]?.enum;
  };
  assert.deepEqual(await offered(), ['Reviewer', 'code-search', 'general-purpose']);
  writeAgent(cwd, 'mine', agentFile('reviewer'));
  writeAgent(cwd, 'search', agentFile('code-search', '', 'Search as this project does it.'));
  assert.deepEqual(await offered(), ['code-search', 'general-purpose', 'reviewer']);
});

test('subagents that change one file at the same time do not lose each other’s work', async (t) => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const scripts = Object.fromEntries(
    names.map((name) => [
      name,
      [{ do: [{ edit: { path: 'list', find: `${name}=0`, replace: `${name}=1` } }] }, { say: 'Edited.' }],
    ]),
  );
  const { client, session, cwd, events } = await room(t, {
    it: delegating(...names.map((name) => task(name))),
    ...scripts,
  });
  writeFileSync(join(cwd, 'list'), names.map((name) => `${name}=0\n`).join(''));
  await client.prompt(session, '[[script:it]]');
  const failures = events().filter((event) => event.type === 'tool_result' && !event.success);
  const done = readFileSync(join(cwd, 'list'), 'utf8').split('=1').length - 1;
  assert.equal(done + failures.length, names.length);
  for (const event of failures)
    assert.match(
      event.type === 'tool_result' ? (event.error ?? '') : '',
      /changed by somebody else meanwhile/,
    );
});
