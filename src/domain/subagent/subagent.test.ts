// The rules of subagents: what a file may say, which tools follow from it, and what a run is counted and told as.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaysOf } from './display.ts';
import { SubagentError } from './error.ts';
import type { SubagentEvent, SubagentEventBody } from './event.ts';
import { readSubagent } from './read.ts';
import { reportOf } from './report.ts';
import { resultOf, statisticsOf } from './statistics.ts';
import { judgeToolName, mayUse, toolClassOf } from './tools.ts';
import { requireValid, validate } from './validate.ts';

const body = 'You review code with care.';

function read(data: object, text = body) {
  const found = readSubagent({ name: 'reviewer', description: 'Reviews.', ...data }, text);
  const problems = [...found.problems, ...(found.subagent === null ? [] : validate(found.subagent).problems)];
  return { ...found, messages: problems.map(({ message }) => message), problems };
}

test('R123 R126 a file says name, description, tools, model, temperature, limits and the prompt', () => {
  const { subagent, messages } = read({
    tools: ['read_file', 'grep_search'],
    modelConfig: { model: 'qwen-coder-plus', temperature: 0.3 },
    runConfig: { max_turns: 15, max_time_minutes: 10, max_tokens: 5000, terminate_mode: 'immediate' },
    color: 'blue',
  });
  assert.deepEqual(messages, []);
  assert.deepEqual(subagent, {
    name: 'reviewer',
    description: 'Reviews.',
    systemPrompt: body,
    tools: ['read_file', 'grep_search'],
    disallowedTools: [],
    model: 'qwen-coder-plus',
    temperature: 0.3,
    limits: { maxTurns: 15, maxTimeMinutes: 10, maxTokens: 5000, terminateMode: 'immediate' },
    copy: 'shared',
    color: 'blue',
  });
  assert.equal(read({ isolation: 'worktree' }).subagent?.copy, 'own');
  assert.match(read({ isolation: 'moon' }).messages.join(), /isolation must be own or shared, not "moon"/);
});

test('R124 fields of Qwen Code and Claude Code are understood, and what has no effect is said', () => {
  const { subagent, warnings } = read({
    tools: 'Read, Bash',
    model: 'sonnet',
    maxTurns: 7,
    runConfig: { max_turns: 3 },
    hooks: {},
    permissionMode: 'plan',
  });
  assert.deepEqual(
    [subagent?.tools, subagent?.model, subagent?.limits.maxTurns],
    [['Read', 'Bash'], null, 7],
  );
  assert.match(warnings.join(' '), /"sonnet" is a grade.*no effect: hooks, permissionMode/);
});

for (const [what, data, message] of [
  ['no name', { name: undefined }, 'Missing "name" in frontmatter.'],
  ['no description', { description: ' ' }, 'Missing "description" in frontmatter.'],
  ['a short name', { name: 'a' }, 'Name "a" must be at least 2 characters long.'],
  ['a long name', { name: 'a'.repeat(51) }, `Name "${'a'.repeat(51)}" must be 50 characters or less.`],
  [
    'a path as name',
    { name: '../x' },
    'Name "../x" can only contain letters, numbers, hyphens, and underscores.',
  ],
  ['a hyphen at the end', { name: 'ab-' }, 'Name "ab-" cannot start or end with a hyphen or underscore.'],
  ['a reserved name', { name: 'System' }, '"System" is a reserved name and cannot be used.'],
  ['no turns', { runConfig: { max_turns: 0 } }, 'max_turns must be a positive integer, not 0.'],
  ['half a turn', { maxTurns: 1.5 }, 'max_turns must be a positive integer, not 1.5.'],
  ['no time', { runConfig: { max_time_minutes: -1 } }, 'max_time_minutes must be greater than 0, not -1.'],
  ['turns in words', { runConfig: { max_turns: 'ten' } }, '"max_turns" must be a number, not "ten".'],
  [
    'a strange mode',
    { runConfig: { terminate_mode: 'never' } },
    'terminate_mode must be graceful or immediate, not "never".',
  ],
  ['tools as a number', { tools: 4 }, '"tools" must be a list of names that are not empty, not 4.'],
  [
    'an empty tool',
    { tools: ['read_file', ''] },
    '"tools" must be a list of names that are not empty, not ["read_file",""].',
  ],
  ['a temperature of 9', { modelConfig: { temperature: 9 } }, 'temperature must be between 0 and 2, not 9.'],
] as const)
  test(`R125 ${what} is refused in words`, () => {
    assert.deepEqual(read(data).messages, [message]);
  });

test('R125 a name may be of any script', () => assert.deepEqual(read({ name: 'prüfer_審査' }).messages, []));

test('R125 a prompt that is missing or too short is refused', () => {
  assert.deepEqual(read({}, '').messages, ['System prompt is required and cannot be empty.']);
  assert.deepEqual(read({}, 'Be nice.').messages, ['System prompt must be at least 10 characters long.']);
});

test('R151 what is wrong comes as one SubagentError with the code that fits', () => {
  const codeOf = (data: object): readonly [string, string] => {
    try {
      requireValid('x', read(data).problems);
    } catch (error) {
      assert.ok(error instanceof SubagentError);
      return [error.subagentCode, error.message];
    }
    throw new Error('nothing was refused');
  };
  assert.deepEqual(codeOf({ name: 'user' }), [
    'INVALID_NAME',
    'Validation failed: "user" is a reserved name and cannot be used',
  ]);
  assert.equal(codeOf({ tools: ['fly'] })[0], 'TOOL_NOT_FOUND');
  assert.deepEqual(codeOf({ name: 'a', maxTurns: 0 }), [
    'VALIDATION_ERROR',
    'Validation failed: Name "a" must be at least 2 characters long, max_turns must be a positive integer, not 0',
  ]);
});

test('R132 R133 R134 tools are those listed, less those disallowed, by name, pattern and server, and never task', () => {
  const may = (tools: readonly string[] | null, disallowedTools: readonly string[], tool: string): boolean =>
    mayUse({ tools, disallowedTools }, tool);
  assert.ok(may(null, [], 'edit') && may(null, [], 'mcp__db__query'));
  assert.ok(may(['Read', 'mcp__db'], [], 'read_file') && !may(['Read'], [], 'edit'));
  assert.ok(may(['mcp__db'], [], 'mcp__db__query') && !may(['mcp__db'], [], 'mcp__dbx__query'));
  assert.ok(may(['mcp__db__*'], [], 'mcp__db__query') && !may(['mcp__db__read'], [], 'mcp__db__query'));
  assert.ok(!may(null, ['mcp__db'], 'mcp__db__query') && !may(null, ['*_file'], 'write_file'));
  assert.ok(may(['*_file'], ['write_file'], 'read_file'));
  // A dot is a dot, and all that nobody can match is nothing, not everything.
  assert.ok(!may(['r.ad_file'], [], 'read_file') && !may(['fly'], [], 'read_file'));
  assert.ok(!may(['task', '*', 'Agent'], [], 'task') && !may(null, [], 'task'));
  assert.deepEqual(['Grep', '*_file', 'mcp__a', 'WebFetch', 'Task', 'fly', 'fly*'].map(judgeToolName), [
    'known',
    'pattern',
    'pattern',
    'elsewhere',
    'never',
    'unknown',
    'unknown',
  ]);
});

test('R135 the class follows from the worst tool', () => {
  const of = (tools: readonly string[] | null, disallowedTools: readonly string[] = []): string =>
    toolClassOf({ tools, disallowedTools });
  assert.deepEqual(
    [
      of(['read_file', 'glob']),
      of(['read_file', 'edit']),
      of(['Bash']),
      of(null),
      of(['mcp__x']),
      of(['edit'], ['edit']),
    ],
    ['read-only', 'editor', 'full-access', 'full-access', 'full-access', 'read-only'],
  );
});

const statistics = { ...statisticsOf([], 0, null), rounds: 3 };
const log: readonly SubagentEvent[] = (
  [
    {
      type: 'start',
      name: 'reviewer',
      description: 'Review',
      prompt: 'Do it',
      model: null,
      tools: [],
      maxTurns: 10,
      maxTokens: null,
      color: null,
    },
    { type: 'round', round: 1 },
    { type: 'usage', round: 1, inputTokens: 100, outputTokens: 20, totalTokens: 120 },
    { type: 'tool_call', round: 1, callId: 'a', name: 'read_file', description: 'Read a', args: '{}' },
    { type: 'tool_call', round: 1, callId: 'b', name: 'edit', description: 'Edit b', args: '{}' },
    { type: 'approval_request', round: 1, callId: 'b', name: 'edit', description: 'Edit b' },
    {
      type: 'tool_result',
      round: 1,
      callId: 'a',
      name: 'read_file',
      success: true,
      error: null,
      durationMs: 30,
    },
    { type: 'tool_result', round: 1, callId: 'b', name: 'edit', success: false, error: 'no', durationMs: 10 },
  ] satisfies readonly SubagentEventBody[]
).map((event, index) => ({ ...event, subagentId: 's1', timestamp: 1000 + index }));

test('R147 R148 statistics and the result are counted from the events', () => {
  const counted = statisticsOf(log, 3000, { input: 2, output: 10 });
  const { toolUsage, ...rest } = counted;
  assert.deepEqual(rest, {
    totalDurationMs: 2000,
    rounds: 1,
    totalToolCalls: 2,
    successfulToolCalls: 1,
    failedToolCalls: 1,
    successRate: 50,
    inputTokens: 100,
    outputTokens: 20,
    totalTokens: 120,
    estimatedCost: 0.0004,
  });
  assert.deepEqual(
    toolUsage.map(({ name, lastError }) => [name, lastError]),
    [
      ['read_file', null],
      ['edit', 'no'],
    ],
  );
  assert.equal(statisticsOf(log, 3000, null).estimatedCost, null);
  assert.deepEqual(resultOf('Fine.', true, counted), {
    result: 'Fine.',
    success: true,
    statistics: { totalDurationMs: 2000, rounds: 1, toolCalls: 2, tokens: 120 },
  });
});

test('R145 the live view follows the events to the end', () => {
  const [waiting] = displaysOf(log.slice(0, 6));
  assert.deepEqual(
    [
      waiting?.status,
      waiting?.round,
      waiting?.maxTurns,
      waiting?.tokens,
      waiting?.toolCalls.map(({ status }) => status),
    ],
    ['running', 1, 10, 120, ['executing', 'awaiting_approval']],
  );
  const end = { type: 'finish', terminateReason: 'CANCELLED', result: 'Stopped', statistics } as const;
  const [ended] = displaysOf([
    ...log,
    { ...end, subagentId: 's1', timestamp: 2000 },
    { ...end, subagentId: 'unknown', timestamp: 1 },
  ]);
  assert.deepEqual(
    [
      ended?.status,
      ended?.terminateReason,
      ended?.toolCalls.map(({ status }) => status),
      ended?.executionSummary?.rounds,
    ],
    ['cancelled', 'CANCELLED', ['success', 'failed'], 3],
  );
});

test('R131 R152 limits and errors are told in the words of the seed, with what was done', () => {
  const end = {
    text: 'Half of it.',
    actions: ['Edit a.ts'],
    error: 'boom',
    limits: { maxTurns: 20, maxTimeMinutes: 30, maxTokens: 9 },
  };
  assert.equal(
    reportOf({ ...end, reason: 'MAX_TURNS' }),
    'Subagent terminated: Maximum turns (20) reached\nPartial result: Half of it.',
  );
  assert.equal(
    reportOf({ ...end, reason: 'TIMEOUT' }),
    'Subagent terminated: Maximum time (30 minutes) exceeded\nPartial result: Half of it.',
  );
  assert.match(
    reportOf({ ...end, reason: 'ERROR' }),
    /^Subagent error: boom\n\nPartial work completed:\n- Edit a\.ts\n- It said: Half of it\.\n\nSuggested next steps:\n- Look/,
  );
  assert.equal(reportOf({ ...end, reason: 'GOAL' }), 'Half of it.');
});
