// The loop and the running of calls, with a model that says what a test wants, also what no provider would let through.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { z } from 'zod';
import { modelSaying } from '../../../test/support/model-saying.ts';
import type { Answer } from '../../../test/support/model-saying.ts';
import { quietClient } from '../../../test/support/quiet-client.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import type { CallState } from './client.ts';
import type { Entry } from './conversation.ts';
import { Session } from './session.ts';
import { runCalls } from './run-calls.ts';
import { justRun } from './tools/tool.ts';
import { Commands } from './tools/commands.ts';
import { tools } from './tools/tools.ts';
import type { Tool } from './tools/tool.ts';
import { openWorkspace } from './workspace.ts';

interface Told {
  readonly end: string | undefined;
  /** The last word of each request: the results of the calls before it. */
  readonly told: readonly string[];
}

async function turnOf(
  context: TestContext,
  answers: readonly Answer[],
  dir = tempDir(context),
): Promise<Told> {
  const { model, requests } = modelSaying(answers);
  const entries: Entry[] = [];
  const session = new Session({
    transcript: {
      entries,
      add: (entry) => {
        entries.push(entry);
        return Promise.resolve();
      },
    },
    context: {
      workspace: await openWorkspace(dir),
      commandEnvironment: {},
      commands: new Commands(),
    },
    model,
    toolbox: () => Promise.resolve(tools),
    system: 'system',
    maxTurns: 20,
    contextWindow: 200_000,
    newId: () => 'id',
  });
  const end = await session.prompt('Do it.', quietClient, new AbortController().signal);
  return {
    end: end?.reason,
    told: requests.map(({ messages }) => JSON.stringify(messages.at(-1)?.content)),
  };
}

test('a tool that does not exist is told to the model, with those that do', async (t) => {
  const { told } = await turnOf(t, [{ calls: [{ name: 'delete_universe', input: {} }] }]);
  assert.match(
    told[1] ?? '',
    /Tool \\"delete_universe\\" not found\. Tools must use the exact names provided: read_file, write_file/,
  );
});

test('arguments that are not JSON are told to the model', async (t) => {
  const { told } = await turnOf(t, [{ calls: [{ name: 'read_file', input: '{"path": ' }] }]);
  assert.match(told[1] ?? '', /the arguments of read_file are not valid JSON/);
});

test('the same failing call gets a hint the third time in a row, and not when another came between', async (t) => {
  const failing = { calls: [{ name: 'read_file', input: { path: 'missing' } }] };
  const other = { calls: [{ name: 'list_directory', input: {} }] };
  const { told } = await turnOf(t, [failing, failing, other, failing, failing, failing, failing]);
  const hinted = told.map((text) => /failed (\d) times in a row/.exec(text)?.[1]);
  assert.deepEqual(hinted, [undefined, undefined, undefined, undefined, undefined, undefined, '3', '4']);
});

for (const [finish, reason] of [
  ['done', 'end_turn'],
  ['length', 'max_tokens'],
  ['refused', 'refusal'],
] as const)
  test(`an answer that ends by ${finish} ends the turn with ${reason}`, async (t) => {
    assert.equal((await turnOf(t, [{ text: 'So far.', finish }])).end, reason);
  });

test('a model that answers with nothing is asked to go on, twice', async (t) => {
  const { told } = await turnOf(t, [{}, {}, { text: 'Done.' }]);
  assert.equal(told.length, 3);
  assert.match(told[2] ?? '', /You answered with nothing/);
});

test('after work was done, a summary that never comes does not undo it', async (t) => {
  const { told, end } = await turnOf(t, [{ calls: [{ name: 'list_directory', input: {} }] }, {}, {}, {}]);
  assert.equal(end, 'end_turn');
  assert.equal(told.length, 4);
});

const Input = z.object({ n: z.number() });

/** A tool that tells when its calls begin and end, and takes until all those asked for have begun or time is up. */
function toolTelling(
  name: string,
  effect: Tool['effect'],
  log: string[],
  together: number,
): Tool<typeof Input> {
  const met = Promise.withResolvers<void>();
  let running = 0;
  return {
    name,
    description: '',
    kind: 'other',
    effect,
    input: Input,
    view: () => ({ title: name, paths: [] }),
    prepare: ({ n }) =>
      Promise.resolve(
        justRun(async () => {
          log.push(`${name} ${n} begins`);
          running += 1;
          if (running === together) met.resolve();
          await met.promise;
          log.push(`${name} ${n} ends`);
          if (n < 0) throw new Error('no space left on device');
          return { kind: 'done', text: String(n) };
        }),
      ),
  };
}

async function run(context: TestContext, tools: readonly Tool[], calls: readonly [string, number][]) {
  const states: CallState[] = [];
  const outcomes: string[] = [];
  await runCalls(
    calls.map(([name, n], index) => ({ id: String(index), name, input: { n } })),
    {
      tools,
      context: {
        workspace: await openWorkspace(tempDir(context)),
        commandEnvironment: {},
        commands: new Commands(),
      },
      client: {
        ...quietClient,
        updateCall: (_call, state) => {
          states.push(state);
          return Promise.resolve();
        },
      },
      mustAsk: () => false,
      allowAlways: () => undefined,
      record: (_call, outcome) => {
        outcomes.push(`${outcome.kind} ${outcome.text}`);
        return Promise.resolve(outcome);
      },
      cancel: () => undefined,
    },
    new AbortController().signal,
  );
  return { states, outcomes };
}

test('reads of one answer run side by side, edits one after the other in their order', async (t) => {
  const log: string[] = [];
  // A read ends only when three of them have begun, so side by side is the only way this test ends.
  const tools = [toolTelling('read', 'free', log, 3), toolTelling('edit', 'edits', log, 1)];
  await run(t, tools, [
    ['read', 1],
    ['read', 2],
    ['read', 3],
    ['edit', 4],
    ['edit', 5],
    ['read', 6],
  ]);
  assert.deepEqual(log.slice(0, 3), ['read 1 begins', 'read 2 begins', 'read 3 begins']);
  assert.deepEqual(log.slice(6), [
    'edit 4 begins',
    'edit 4 ends',
    'edit 5 begins',
    'edit 5 ends',
    'read 6 begins',
    'read 6 ends',
  ]);
});

test('what the system refuses to a call is told to the model, and the calls after it run', async (t) => {
  const { outcomes, states } = await run(
    t,
    [toolTelling('edit', 'edits', [], 1)],
    [
      ['edit', -1],
      ['edit', 2],
    ],
  );
  assert.deepEqual(outcomes, ['failed no space left on device', 'done 2']);
  assert.deepEqual(
    states.map(({ status }) => status),
    ['running', 'failed', 'running', 'completed'],
  );
});

test('what a folder tells agents is said with the first result about it, and once', async (t) => {
  const dir = tempDir(t);
  mkdirSync(join(dir, 'web/deep'), { recursive: true });
  writeFileSync(join(dir, 'AGENTS.md'), 'Of the root.');
  writeFileSync(join(dir, 'web/AGENTS.md'), 'Use tabs here.');
  symlinkSync('AGENTS.md', join(dir, 'web/CLAUDE.md'));
  writeFileSync(join(dir, 'web/deep/QWEN.md'), 'Write tests first.');
  writeFileSync(join(dir, 'web/deep/a.ts'), 'export {};\n');
  const read = { calls: [{ name: 'read_file', input: { path: 'web/deep/a.ts' } }] };
  const list = { calls: [{ name: 'list_directory', input: { path: 'web' } }] };
  const { told } = await turnOf(t, [list, { calls: [...read.calls, ...read.calls] }, read], dir);
  const [, first = '', second = '', third = ''] = told;
  assert.match(first, /\[web\/AGENTS\.md tells agents, for all work in web\/:\]\\nUse tabs here\./);
  assert.equal(first.match(/Use tabs/g)?.length, 1);
  assert.equal(second.match(/Write tests first/g)?.length, 1);
  assert.doesNotMatch(second, /Use tabs/);
  assert.doesNotMatch(third, /Write tests first/);
  assert.doesNotMatch(told.join(''), /Of the root/);
});
