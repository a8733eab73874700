// The agent as its clients meet it: over ACP, with a real provider SDK against a model server whose words are scripted.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { methods, RequestError } from '@agentclientprotocol/sdk';
import { startInProcess, textOf } from '../../../test/support/builtin-client.ts';
import type { Decide, Environment, TestClient } from '../../../test/support/builtin-client.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import type { ModelServer } from '../../../test/support/model-server/server.ts';
import type { Scripts } from '../../../test/support/model-server/script.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { isRunning, isSoonGone } from '../../../test/support/processes.ts';

const hello = [
  { say: 'I will write it.', do: [{ write: { path: 'src/hello.txt', content: 'hello\n' } }] },
  { say: 'Written.' },
];

interface Room {
  readonly server: ModelServer;
  readonly cwd: string;
  readonly environment: Environment;
  readonly client: TestClient;
}

interface RoomOptions {
  readonly environment?: (url: string) => Environment;
  readonly decide?: Decide;
}

async function room(context: TestContext, script: Scripts[string], options: RoomOptions = {}): Promise<Room> {
  const server = await startModelServer({ scripts: { it: script } });
  context.after(() => server.close());
  const dir = tempDir(context);
  const cwd = join(dir, 'workspace');
  mkdirSync(cwd);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    TASKLANE_MODEL: 'openai-compatible/scripted',
    TASKLANE_BASE_URL: `${server.url}/v1`,
    TASKLANE_API_KEY: 'key-of-the-model',
    ...options.environment?.(server.url),
  };
  const client = await startInProcess(context, environment, options.decide);
  return { server, cwd, environment, client };
}

const providers = {
  chat: (url) => ({ TASKLANE_MODEL: 'openai-compatible/scripted', TASKLANE_BASE_URL: `${url}/v1` }),
  responses: (url) => ({
    TASKLANE_MODEL: 'openai/gpt-5.5',
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: 'key-of-the-model',
  }),
  anthropic: (url) => ({
    TASKLANE_MODEL: 'anthropic/claude-sonnet-5-5',
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'key-of-the-model',
  }),
  gemini: (url) => ({
    TASKLANE_MODEL: 'google/gemini-pro-latest',
    GOOGLE_GEMINI_BASE_URL: url,
    GEMINI_API_KEY: 'key-of-the-model',
  }),
} satisfies Record<string, (url: string) => Environment>;

for (const [dialect, environment] of Object.entries(providers))
  test(`a model behind the dialect ${dialect} writes a file, asked for and shown with its diff`, async (t) => {
    const { client, server, cwd } = await room(t, hello, { environment });
    const end = await client.prompt(await client.open(cwd), 'Please. [[script:it]]');
    assert.equal(end.stopReason, 'end_turn');
    assert.equal(readFileSync(join(cwd, 'src/hello.txt'), 'utf8'), 'hello\n');
    assert.equal(client.said(), 'I will write it.Written.');
    assert.deepEqual(
      server.requests.map((request) => [request.dialect, request.step, request.stream]),
      [
        [dialect, 0, true],
        [dialect, 1, true],
      ],
    );
    assert.match(server.requests[0]?.auth ?? '', /key-of-the-model/);
    assert.equal(server.requests[1]?.lastToolResult?.includes('created src/hello.txt (1 line)'), true);
    assert.equal(client.permissions.length, 1);
    const call = client.updates.findLast((update) => update.sessionUpdate === 'tool_call_update');
    assert.deepEqual(call?.sessionUpdate === 'tool_call_update' && call.content?.[0], {
      type: 'diff',
      path: join(cwd, 'src/hello.txt'),
      oldText: null,
      newText: 'hello\n',
    });
    const { _meta: extra } = end;
    assert.deepEqual(extra?.['usage'], {
      inputTokens: 2000,
      outputTokens: 100,
      totalTokens: 2100,
      cachedReadTokens: 400,
    });
  });

test('the client is told who the agent is and what it can do', async (t) => {
  const { client, cwd } = await room(t, hello);
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const said = await client.connection.agent.request(methods.agent.initialize, { protocolVersion: 1 });
  assert.deepEqual(said.agentInfo, { name: 'tasklane', title: 'Tasklane agent', version });
  assert.equal(said.agentCapabilities?.loadSession, true);
  const session = await client.connection.agent.request(methods.agent.session.new, { cwd, mcpServers: [] });
  assert.equal(session.modes?.currentModeId, 'ask');
  assert.deepEqual(
    session.modes?.availableModes.map(({ id }) => id),
    ['ask', 'auto'],
  );
});

test('the model is told where it works, and what the project tells agents', async (t) => {
  const { client, server, cwd } = await room(t, hello);
  writeFileSync(join(cwd, 'AGENTS.md'), 'Always use tabs.');
  await client.prompt(await client.open(cwd, 'auto'), '[[script:it]]');
  const sent = JSON.stringify(server.requests[0]?.body);
  assert.ok(sent.includes(`Working directory: ${cwd}`));
  assert.ok(sent.includes('Always use tabs.'));
  assert.deepEqual(server.requests[0]?.tools, [
    'read_file',
    'write_file',
    'edit',
    'grep_search',
    'glob',
    'list_directory',
    'run_shell_command',
    'read_output',
    'stop_command',
    'update_plan',
    'task',
  ]);
});

test('a refused call does not happen, the model hears it, and the turn goes on', async (t) => {
  const { client, server, cwd } = await room(t, hello, { decide: () => 'refused' });
  const end = await client.prompt(await client.open(cwd), '[[script:it]]');
  assert.equal(end.stopReason, 'end_turn');
  assert.equal(existsSync(join(cwd, 'src')), false);
  assert.equal(client.lastCall().status, 'failed');
  assert.match(server.requests[1]?.lastToolResult ?? '', /the person refused this call/);
});

test('an option that was never offered allows nothing', async (t) => {
  const { client, cwd } = await room(t, hello, { decide: () => 'yes-to-everything' });
  await client.prompt(await client.open(cwd), '[[script:it]]');
  assert.equal(existsSync(join(cwd, 'src')), false);
});

test('what is allowed for the session is asked once: all edits, and the same command', async (t) => {
  const write = (path: string) => ({ write: { path, content: 'x' } });
  const shell = (command: string) => ({ shell: { command } });
  const { client, cwd } = await room(
    t,
    [
      { do: [write('a.txt')] },
      { do: [write('b.txt')] },
      { do: [shell('ls')] },
      { do: [shell('ls')] },
      { do: [shell('ls -a')] },
      { say: 'Done.' },
    ],
    { decide: () => 'always' },
  );
  await client.prompt(await client.open(cwd), '[[script:it]]');
  assert.deepEqual(
    client.permissions.map(({ toolCall }) => toolCall.title),
    ['Write a.txt', 'ls', 'ls -a'],
  );
});

test('in the mode auto nobody is asked; back in ask they are', async (t) => {
  const { client, cwd } = await room(t, hello);
  const session = await client.open(cwd, 'auto');
  await client.prompt(session, '[[script:it]]');
  assert.equal(client.permissions.length, 0);
  await client.connection.agent.request(methods.agent.session.setMode, { sessionId: session, modeId: 'ask' });
  await client.prompt(session, '[[script:it run=2]]');
  assert.equal(client.permissions.length, 1);
});

test('reading is never asked about', async (t) => {
  const { client, cwd } = await room(t, [{ do: [{ read: { path: 'a.txt' } }] }, { say: 'Read.' }]);
  writeFileSync(join(cwd, 'a.txt'), 'content');
  await client.prompt(await client.open(cwd), '[[script:it]]');
  assert.equal(client.permissions.length, 0);
  assert.deepEqual(client.lastCall(), { status: 'completed', text: 'content' });
});

for (const [how, path] of [
  ['..', '../escaped.txt'],
  ['an absolute path', '/tmp/tasklane-escaped.txt'],
  ['a symbolic link', 'link/escaped.txt'],
] as const)
  test(`a write that leads out by ${how} is refused without asking anybody`, async (t) => {
    const { client, server, cwd } = await room(t, [
      { do: [{ write: { path, content: 'x' } }] },
      { say: 'Oh.' },
    ]);
    symlinkSync(tempDir(t), join(cwd, 'link'));
    const end = await client.prompt(await client.open(cwd), '[[script:it]]');
    assert.equal(end.stopReason, 'end_turn');
    assert.equal(client.permissions.length, 0);
    assert.equal(existsSync(join(cwd, path)), false);
    assert.match(server.requests[1]?.lastToolResult ?? '', /is outside the workspace/);
  });

test('wrong arguments are explained to the model, and the turn goes on', async (t) => {
  const { client, server, cwd } = await room(t, [
    { do: [{ call: { match: '^read_file$', args: { path: 5 } } }] },
    { say: 'I see.' },
  ]);
  const end = await client.prompt(await client.open(cwd), '[[script:it]]');
  assert.equal(end.stopReason, 'end_turn');
  assert.match(
    server.requests[1]?.lastToolResult ?? '',
    /wrong arguments for read_file:[\s\S]*expected string/,
  );
});

test('the plan of the model is shown', async (t) => {
  const entries = [
    { text: 'Look', status: 'completed' },
    { text: 'Write', status: 'in_progress' },
  ];
  const { client, cwd } = await room(t, [
    { do: [{ call: { match: 'update_plan', args: { entries } } }] },
    { say: 'Planned.' },
  ]);
  await client.prompt(await client.open(cwd), '[[script:it]]');
  const plan = client.updates.find((update) => update.sessionUpdate === 'plan');
  assert.deepEqual(plan?.sessionUpdate === 'plan' && plan.entries, [
    { content: 'Look', priority: 'medium', status: 'completed' },
    { content: 'Write', priority: 'medium', status: 'in_progress' },
  ]);
});

test('a key of the model is not visible to commands', async (t) => {
  const { client, cwd } = await room(
    t,
    [{ do: [{ shell: { command: 'env; echo end' } }] }, { say: 'Done.' }],
    {
      environment: () => ({ OPENAI_API_KEY: 'key-of-openai' }),
    },
  );
  await client.prompt(await client.open(cwd, 'auto'), '[[script:it]]');
  const { text } = client.lastCall();
  assert.match(text, /end$/);
  assert.doesNotMatch(text, /key-of|TASKLANE/);
});

test('after so many requests to the model the turn ends with its own reason', async (t) => {
  const { client, server, cwd } = await room(
    t,
    Array.from({ length: 5 }, () => ({ do: [{ shell: { command: 'true' } }] })),
    { environment: () => ({ TASKLANE_MAX_TURNS: '3' }) },
  );
  const end = await client.prompt(await client.open(cwd, 'auto'), '[[script:it]]');
  assert.equal(end.stopReason, 'max_turn_requests');
  assert.equal(server.requests.length, 3);
});

test('a model that only ever answers with nothing is an error, and not silence', async (t) => {
  const { client, server, cwd } = await room(t, [{}]);
  const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
  assert.match(error.message, /The model answered with nothing, 3 times/);
  assert.equal(server.requests.length, 3);
});

test('a turn is cancelled while the model speaks, at once, and the model is let go', async (t) => {
  const { client, server, cwd } = await room(t, [{ say: 'Let me think', hang: true }]);
  const session = await client.open(cwd);
  const turn = client.prompt(session, '[[script:it]]');
  await client.waitFor((update) => textOf(update, 'agent_message_chunk') !== '');
  const started = performance.now();
  await client.cancel(session);
  assert.deepEqual(await turn, { stopReason: 'cancelled' });
  assert.ok(performance.now() - started < 200, `${performance.now() - started} ms`);
  assert.equal(await server.requests[0]?.outcome, 'closed');
});

test('a turn is cancelled while a command runs, which is dead then, and the session goes on', async (t) => {
  const { client, server, cwd } = await room(t, [
    { do: [{ shell: { command: 'echo $$; sleep 0.6; echo more; sleep 300' } }] },
  ]);
  const session = await client.open(cwd, 'auto');
  const turn = client.prompt(session, '[[script:it]]');
  await client.waitFor(
    (update) =>
      update.sessionUpdate === 'tool_call_update' &&
      update.status === 'in_progress' &&
      Array.isArray(update.content),
  );
  const pid = Number.parseInt(client.lastCall().text, 10);
  assert.ok(isRunning(pid));
  const started = performance.now();
  await client.cancel(session);
  assert.deepEqual(await turn, { stopReason: 'cancelled' });
  assert.ok(performance.now() - started < 200, `${performance.now() - started} ms`);
  assert.ok(await isSoonGone(pid));
  assert.equal(client.lastCall().status, 'failed');

  const end = await client.prompt(session, 'Go on.');
  assert.equal(end.stopReason, 'end_turn');
  assert.match(server.requests.at(-1)?.lastToolResult ?? '', /interrupted before it ended/);
});

test('a turn is cancelled while a person is asked; the answer then allows nothing', async (t) => {
  const answer = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  const { client, cwd } = await room(t, hello, {
    decide: () => {
      asked.resolve();
      return answer.promise;
    },
  });
  const session = await client.open(cwd);
  const turn = client.prompt(session, '[[script:it]]');
  await asked.promise;
  await client.cancel(session);
  assert.equal((await turn).stopReason, 'cancelled');
  answer.resolve('once');
  assert.equal(existsSync(join(cwd, 'src')), false);
});

test('a client that answers a question with cancelled ends the turn', async (t) => {
  const { client, cwd } = await room(t, hello, { decide: () => 'cancelled' });
  assert.equal((await client.prompt(await client.open(cwd), '[[script:it]]')).stopReason, 'cancelled');
});

test('a client that goes away ends the command that runs', async (t) => {
  const { client, cwd } = await room(t, [
    { do: [{ shell: { command: 'echo $$; sleep 0.6; echo more; sleep 300' } }] },
  ]);
  const session = await client.open(cwd, 'auto');
  const turn = client.prompt(session, '[[script:it]]').catch(() => undefined);
  await client.waitFor(
    (update) =>
      update.sessionUpdate === 'tool_call_update' &&
      update.status === 'in_progress' &&
      Array.isArray(update.content),
  );
  const pid = Number.parseInt(client.lastCall().text, 10);
  await client.close();
  await turn;
  assert.ok(await isSoonGone(pid));
});

async function failure(work: Promise<unknown>): Promise<RequestError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof RequestError, `it did not fail: ${String(thrown)}`);
  return thrown;
}

// Side by side, because most of their time is the pause before asking again.
describe('when the model fails', { concurrency: true }, () => {
  for (const status of [401, 403])
    test(`a key that the provider refuses with ${status} is told as that, once, with the provider's words`, async (t) => {
      const { client, server, cwd } = await room(t, [
        { fail: { status, message: 'Incorrect API key provided' } },
      ]);
      const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
      assert.equal(error.code, -32000);
      assert.deepEqual(error.data, { kind: 'credentials', status });
      assert.match(error.message, /Incorrect API key provided/);
      assert.equal(server.requests.length, 1);
    });

  test('a key that Google does not know, which it answers with 400, is told as that', async (t) => {
    const { client, cwd } = await room(
      t,
      [{ fail: { status: 400, message: 'API key not valid. Please pass a valid API key.' } }],
      { environment: providers.gemini },
    );
    const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
    assert.deepEqual([error.code, error.data], [-32000, { kind: 'credentials', status: 400 }]);
  });

  test('one error of the server is no failure', async (t) => {
    const { client, server, cwd } = await room(t, [{ fail: { status: 500, times: 1 }, say: 'Better now.' }]);
    const end = await client.prompt(await client.open(cwd), '[[script:it]]');
    assert.equal(end.stopReason, 'end_turn');
    assert.equal(client.said(), 'Better now.');
    assert.equal(server.requests.length, 2);
  });

  test('a provider that has too much to do for too long is a failure of the network', async (t) => {
    const { client, server, cwd } = await room(t, [
      { fail: { status: 429, message: 'slow down', headers: { 'retry-after-ms': '10' } } },
    ]);
    const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
    assert.partialDeepStrictEqual(error.data, { kind: 'network', status: 429, retryAfter: '0.01' });
    assert.match(JSON.stringify(error.data), /"body":.*slow down/);
    assert.match(error.message, /slow down/);
    assert.equal(server.requests.length, 3);
  });

  test('a model server that is not there is a failure of the network', async (t) => {
    const { client, server, cwd } = await room(t, hello);
    const session = await client.open(cwd);
    await server.close();
    const error = await failure(client.prompt(session, '[[script:it]]'));
    assert.deepEqual(error.data, { kind: 'network', status: null });
  });

  test('a model that does not exist is told as that', async (t) => {
    const { client, cwd } = await room(t, [{ fail: { status: 404, message: 'no model scripted' } }]);
    const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
    assert.deepEqual(error.data, { kind: 'invalid_config', status: 404 });
    assert.match(error.message, /no model scripted/);
  });

  for (const [dialect, environment] of Object.entries(providers))
    test(`an answer of ${dialect} that is cut off is asked for again`, async (t) => {
      const { client, server, cwd } = await room(
        t,
        [
          { say: 'I write', do: [{ write: { path: 'a.txt', content: 'x' } }], cut: { times: 1 } },
          { say: 'Done.' },
        ],
        { environment },
      );
      const end = await client.prompt(await client.open(cwd), '[[script:it]]');
      assert.equal(end.stopReason, 'end_turn');
      assert.equal(client.permissions.length, 1);
      assert.equal(server.requests.length, 3);
    });

  test('an answer that is cut off every time is an error, and not silence', async (t) => {
    const { client, server, cwd } = await room(t, [{ say: 'half an', cut: true }]);
    const error = await failure(client.prompt(await client.open(cwd), '[[script:it]]'));
    assert.deepEqual(error.data, { kind: 'network', status: null });
    assert.match(error.message, /connection closed in the middle of the answer/);
    assert.equal(server.requests.length, 3);
  });

  test('after a failure the session goes on', async (t) => {
    const { client, cwd } = await room(t, [{ fail: { status: 401, times: 1 }, say: 'Here I am.' }]);
    const session = await client.open(cwd);
    await failure(client.prompt(session, '[[script:it]]'));
    assert.equal((await client.prompt(session, 'Again, please.')).stopReason, 'end_turn');
    assert.equal(client.said(), 'Here I am.');
  });
});

test('without a key the session does not open, and the variables to set are named', async (t) => {
  const { client, cwd } = await room(t, hello, { environment: () => ({ TASKLANE_MODEL: '' }) });
  const error = await failure(client.open(cwd));
  assert.equal(error.code, -32000);
  assert.match(error.message, /TASKLANE_MODEL.*OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY/);
});

test('sessions, folders and modes that are not there, and prompts without words, are refused', async (t) => {
  const { client, cwd } = await room(t, hello);
  const session = await client.open(cwd);
  for (const [work, why] of [
    [() => client.prompt('nobody', 'Hello.'), /nobody|not found/],
    [() => client.prompt(session, '  '), /the prompt is empty/],
    [() => client.load('../../etc/passwd', cwd), /not found/],
    [() => client.load('missing', cwd), /not found/],
    [() => client.open('relative'), /absolute path/],
    [() => client.open(join(cwd, 'missing')), /no working directory/],
    [
      () =>
        client.connection.agent.request(methods.agent.session.setMode, {
          sessionId: session,
          modeId: 'yolo',
        }),
      /the modes are ask, auto/,
    ],
  ] as const)
    assert.match((await failure(work())).message, why);
});

test('a second prompt waits for nobody: it is refused while the first runs', async (t) => {
  const { client, cwd } = await room(t, [{ say: 'Thinking', hang: true }]);
  const session = await client.open(cwd);
  const turn = client.prompt(session, '[[script:it]]');
  await client.waitFor((update) => textOf(update, 'agent_message_chunk') !== '');
  assert.match((await failure(client.prompt(session, 'And?'))).message, /still working/);
  await client.cancel(session);
  await turn;
});
