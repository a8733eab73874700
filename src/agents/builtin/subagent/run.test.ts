// One run of a subagent with a model that does what no provider lets through.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelSaying } from '../../../../test/support/model-saying.ts';
import { quietClient } from '../../../../test/support/quiet-client.ts';
import { tempDir } from '../../../../test/support/temp-dir.ts';
import type { SubagentEvent } from '../../../domain/subagent/event.ts';
import { knownTools } from '../../../domain/subagent/tools.ts';
import { shippedSubagents } from '../../subagents/shipped.ts';
import { Commands } from '../tools/commands.ts';
import { tools } from '../tools/tools.ts';
import { openWorkspace } from '../workspace.ts';
import { SubagentRun } from './run.ts';

test('R132 R140 a call outside of its tools is refused in words, and counted as failed', async (t) => {
  const [search] = await shippedSubagents();
  assert.ok(search?.name === 'code-search');
  const { model, requests } = modelSaying([
    {
      calls: [
        { name: 'run_shell_command', input: { command: 'touch x' } },
        { name: 'task', input: {} },
        { name: 'glob', input: '{"pat' },
      ],
    },
    { text: 'I could not.' },
  ]);
  const events: SubagentEvent[] = [];
  const client = {
    ...quietClient,
    showSubagent: (_id: string, event: SubagentEvent) => Promise.resolve(void events.push(event)),
  };
  const run = new SubagentRun(
    {
      tools: () => Promise.resolve(tools),
      context: {
        workspace: await openWorkspace(tempDir(t)),
        commandEnvironment: {},
        commands: new Commands(),
      },
      modelFor: () => model,
      systemFor: () => Promise.resolve('system'),
      maxTurns: 5,
      contextWindow: 200_000,
      price: null,
      newId: () => 'id',
      now: () => 0,
    },
    search,
    { description: 'Look', prompt: 'Look.', subagent_type: 'code-search' },
    {
      callId: 'c1',
      client,
      permissions: { mustAsk: () => false, allowAlways: () => undefined, cancel: () => undefined },
    },
  );
  const outcome = await run.run(new AbortController().signal);
  assert.deepEqual(outcome, { kind: 'done', text: 'I could not.' });
  const told = JSON.stringify(requests[1]?.messages.at(-1)?.content);
  for (const name of ['run_shell_command', 'task'])
    assert.ok(
      told.includes(`Tool \\"${name}\\" not found. Tools must use the exact names provided: read_file`),
      told,
    );
  assert.match(told, /the arguments of glob are not valid JSON/);
  const failures = events.filter((event) => event.type === 'tool_result' && !event.success);
  assert.equal(failures.length, 3);
});

test('the names of tools that a file may use are those that there are, each with what it does', () => {
  assert.deepEqual(Object.fromEntries(tools.map(({ name, effect }) => [name, effect])), knownTools);
});
