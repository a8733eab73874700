// From the words of real providers and agents to what a person reads: which kind of failure, whether the task waits or fails,
// and what to do next. Never "unknown error" alone.
import assert from 'node:assert/strict';
import { RequestError } from '@agentclientprotocol/sdk';
import { test } from 'node:test';
import { testAgent } from '../../test/support/agents/entries.ts';
import { explain } from '../agents/acp/failure.ts';
import { Notes } from '../agents/notes.ts';
import { RecordedProcess } from '../agents/replay/recorded-process.ts';
import type { ProcessEnd } from '../agents/process.ts';
import { troubleOf } from '../domain/agents/trouble.ts';
import { failureOfEnd } from './turn.ts';
import { failureOfError } from './failure-of-error.ts';
import type { FailureKind } from '../domain/failure.ts';

const clock = { now: Date.parse('2026-11-21T12:57:00Z'), zone: 'UTC' };
const entry = testAgent('scripted-agent.ts', [], { passEnv: ['ACME_API_KEY'] });

interface Row {
  /** Where the words are from. */
  readonly from: string;
  readonly said: string;
  readonly data?: object;
  readonly kind: FailureKind;
  /** What becomes of the task: it waits for a time, it is tried again, it counts against the agent, or it just fails. */
  readonly after: 'usage_limit' | 'transient' | 'agent' | 'fails';
  readonly next: RegExp;
}

const key = /Set ACME_API_KEY to a key that its provider accepts/;
const network = /network|later/;
const money = /the plan and the credit/;
const split = /Split the task, or use a model with a larger context/;

const rows: readonly Row[] = [
  {
    from: 'OpenAI',
    said: '401 Incorrect API key provided: sk-1. You can find your API key at https://platform.openai.com/account/api-keys.',
    kind: 'credentials',
    after: 'agent',
    next: key,
  },
  {
    from: 'Anthropic',
    said: '401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    kind: 'credentials',
    after: 'agent',
    next: key,
  },
  {
    from: 'Gemini',
    said: 'API key not valid. Please pass a valid API key.',
    kind: 'credentials',
    after: 'agent',
    next: key,
  },
  {
    from: 'Claude Code',
    said: 'Invalid API key · Please run /login',
    kind: 'credentials',
    after: 'agent',
    next: key,
  },
  {
    from: 'OpenAI',
    said: '429 You exceeded your current quota, please check your plan and billing details.',
    data: { status: 429 },
    kind: 'credentials',
    after: 'agent',
    next: money,
  },
  {
    from: 'Anthropic',
    said: '400 Your credit balance is too low to access the Anthropic API.',
    data: { status: 400 },
    kind: 'credentials',
    after: 'agent',
    next: money,
  },
  {
    from: 'OpenRouter',
    said: '402 Payment Required: Insufficient credits',
    kind: 'credentials',
    after: 'agent',
    next: money,
  },
  {
    from: 'Node',
    said: 'connect ECONNREFUSED 127.0.0.1:11434',
    kind: 'network',
    after: 'transient',
    next: network,
  },
  {
    from: 'Node',
    said: 'getaddrinfo ENOTFOUND api.openai.com',
    kind: 'network',
    after: 'transient',
    next: network,
  },
  { from: 'undici', said: 'TypeError: fetch failed', kind: 'network', after: 'transient', next: network },
  {
    from: 'Gemini CLI',
    said: 'terminated',
    data: { status: 500 },
    kind: 'network',
    after: 'transient',
    next: network,
  },
  {
    from: 'Anthropic',
    said: '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    kind: 'network',
    after: 'transient',
    next: network,
  },
  {
    from: 'OpenAI',
    said: '429 Rate limit reached for gpt-5.5: Limit 30000, Used 29000. Please try again in 2.1s.',
    data: { status: 429 },
    kind: 'network',
    after: 'transient',
    next: network,
  },
  {
    from: 'Anthropic',
    said: "429 This request would exceed your account's rate limit. Please try again later.",
    data: { status: 429, retryAfter: '12' },
    kind: 'network',
    after: 'transient',
    next: network,
  },
  {
    from: 'Codex',
    said: "You've hit your usage limit. Upgrade to Pro or try again in 4h 12m.",
    kind: 'network',
    after: 'usage_limit',
    next: /./,
  },
  {
    from: 'Claude Code',
    said: 'Claude AI usage limit reached|1795270000',
    kind: 'network',
    after: 'usage_limit',
    next: /./,
  },
  {
    from: 'Claude Code',
    said: "You've hit your limit · resets 3pm (Europe/Berlin)",
    kind: 'network',
    after: 'usage_limit',
    next: /./,
  },
  {
    from: 'OpenAI',
    said: "400 This model's maximum context length is 128000 tokens. However, your messages resulted in 140000 tokens. Please reduce the length of the messages.",
    data: { status: 400 },
    kind: 'budget',
    after: 'fails',
    next: split,
  },
  { from: 'OpenAI', said: 'context_length_exceeded', kind: 'budget', after: 'fails', next: split },
  {
    from: 'Anthropic',
    said: '400 prompt is too long: 210000 tokens > 200000 maximum',
    data: { status: 400 },
    kind: 'budget',
    after: 'fails',
    next: split,
  },
  {
    from: 'Gemini',
    said: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    data: { status: 400 },
    kind: 'budget',
    after: 'fails',
    next: split,
  },
  {
    from: 'any agent',
    said: 'Cannot read properties of undefined (reading "x")',
    kind: 'agent_crash',
    after: 'agent',
    next: /See what the agent printed/,
  },
  {
    from: 'any agent',
    said: 'Internal error',
    kind: 'agent_crash',
    after: 'agent',
    next: /See what the agent printed/,
  },
];

function witnesses(end: ProcessEnd | null, printed = ''): Parameters<typeof explain>[1] {
  const ended = new RecordedProcess();
  if (end !== null) ended.exit(end);
  const notes = new Notes(() => undefined);
  notes.printed(printed);
  return { entry, process: ended, notes, onlyNoise: () => null };
}

for (const { from, said, data, kind, after, next } of rows)
  test(`${from}: “${said.slice(0, 60)}” is ${kind}, and then: ${after}`, async () => {
    const error = await explain(
      new RequestError(-32603, 'Internal error', { details: said, ...data }),
      witnesses(null),
      'it worked',
    );
    const trouble = troubleOf(error, '', clock);
    assert.equal(trouble?.kind ?? 'fails', after);
    const failure = failureOfError(error);
    // A limit with a time parks the account; what it is called before that no one reads.
    if (after !== 'usage_limit') assert.equal(failure.kind, kind);
    assert.match(failure.next, next);
    assert.ok(failure.message.includes(said) || said === 'Internal error', failure.message);
    assert.doesNotMatch(failure.message, /^(unknown|internal) error\.?$/i);
  });

test('an agent that exits, or is killed, is a crash with its last words and what to try', async () => {
  for (const [end, printed, message] of [
    [
      { exitCode: 9, signal: null },
      'fatal: out of memory\n',
      'Test agent exited with code 9 while it worked: fatal: out of memory',
    ],
    [{ exitCode: null, signal: 'SIGKILL' }, '', 'Test agent was ended by SIGKILL while it worked'],
  ] as const) {
    const failure = failureOfError(await explain(new Error('closed'), witnesses(end, printed), 'it worked'));
    assert.deepEqual([failure.kind, failure.message], ['agent_crash', message]);
    assert.match(failure.next, /\w/);
  }
});

test('a refusal of the model, and its limit of output, are told as what they are', () => {
  const task = { limits: { maxTurns: null } } as Parameters<typeof failureOfEnd>[0];
  const refused = failureOfEnd(task, { kind: 'refused' });
  assert.deepEqual([refused?.kind, refused?.next], ['other', 'Word the task differently, then retry.']);
  assert.match(refused?.message ?? '', /refused to go on/);
  assert.equal(failureOfEnd(task, { kind: 'max_tokens' })?.kind, 'budget');
  assert.equal(failureOfEnd(task, { kind: 'ended' }), null);
});
