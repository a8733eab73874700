// One recorded run, as it is shown without a terminal, on one, and as JSON.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pc from 'picocolors';
import type { EventJson } from '../api/schemas.ts';
import type { Context } from './context.ts';
import { Interrupts } from './interrupts.ts';
import { LiveProgress, progressFor } from './progress.ts';

type Said = readonly [type: string, data: EventJson['data']];

const tool = (status: string, more: object = {}): Said => [
  'agent.tool',
  { call: { id: 't1', title: 'npm \u001b[1mtest', kind: 'execute', status, output: null, ...more } },
];
const changed = (change: object, to: string): Said => ['task.changed', { change, from: 'x', to }];

const recorded: readonly Said[] = [
  ['task.created', {}],
  changed({ type: 'accepted' }, 'queued'),
  changed({ type: 'stepped', step: 'workspace' }, 'starting'),
  changed({ type: 'started' }, 'running'),
  ['agent.thought', { text: 'Let me see.\nHmm' }],
  ['agent.message', { text: 'I fix ' }],
  ['agent.message', { text: 'it.\nThen I te' }],
  ['agent.message', { text: 'st.' }],
  [
    'agent.plan',
    {
      entries: [
        { text: 'Fix', status: 'completed' },
        { text: 'Test', status: 'pending' },
      ],
    },
  ],
  tool('pending'),
  tool('running'),
  tool('failed', { output: 'one\n1 test failed\n' }),
  tool('failed', { output: 'said twice' }),
  ['agent.usage', { usage: { inputTokens: 12_000, outputTokens: 345 } }],
  [
    'agent.plan',
    {
      entries: [
        { text: 'Fix', status: 'completed' },
        { text: 'Test', status: 'completed' },
      ],
    },
  ],
  ['agent.permission', { decision: 'denied', by: 'policy', call: { title: 'rm -rf /' } }],
  ['run.note', { level: 'warning', text: 'The disk is nearly full.' }],
  ['run.message', { from: 'person', text: 'Go on.' }],
  changed({ type: 'progressed', activity: 'checks' }, 'running'),
  ['run.output', { source: 'check test', text: '3 pas' }],
  ['run.output', { source: 'check test', text: 'sed\n' }],
  ['agent.something_new', { text: 'of a newer daemon' }],
  changed({ type: 'verified' }, 'ready'),
];

const events = recorded.map(([type, data], index): EventJson => {
  const at = '2026-01-01T00:00:00.000Z';
  return { id: index + 1, project_id: 'p', task_id: 't', seq: index + 1, at, actor: 'system', type, data };
});

const plainLines = [
  '• queued',
  '• preparing a copy of the repository',
  '  Let me see.',
  '  Hmm',
  'I fix it.',
  'Then I test.',
  '  ☑ Fix',
  '  ☐ Test',
  '▶ npm test',
  '✗ npm test',
  '    one',
  '    1 test failed',
  '  ☑ Test',
  '! not allowed: rm -rf / (by policy)',
  '! The disk is nearly full.',
  'person: Go on.',
  '• running the checks',
  '  │ 3 passed',
  '• ready',
];

class Screen {
  readonly isTTY: boolean;
  readonly columns = 60;
  text = '';

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }

  /** What a terminal shows after all of it: only line ends, “one line up” and “erase this line” are understood. */
  get lines(): string[] {
    const rows = [''];
    let at = 0;
    // oxlint-disable-next-line no-control-regex
    for (const [part] of this.text.matchAll(/\u001b\[1A|\u001b\[2K|\r|\n|[^\u001b\r\n]+/g)) {
      if (part === '\u001b[1A') at -= 1;
      else if (part === '\u001b[2K') rows[at] = '';
      else if (part === '\n') rows[(at += 1)] ??= '';
      else if (part !== '\r') rows[at] += part;
    }
    return rows;
  }
}

function contextWith(stdout: Screen, stderr: Screen, env: NodeJS.ProcessEnv = {}): Context {
  const stdin = (async function* (): AsyncGenerator<string> {})();
  return { env, cwd: '/', stdin, stdout, stderr, interrupts: new Interrupts(), isCoder: false, version: '0' };
}

test('without a terminal the run is plain lines on stderr, text in pieces comes out as whole lines', () => {
  const stderr = new Screen(false);
  const progress = progressFor(contextWith(new Screen(false), stderr), { json: false });
  for (const event of events) progress.event(event);
  progress.end();
  assert.deepEqual(stderr.text.trimEnd().split('\n'), plainLines);
});

test('a terminal in CI, or one that is dumb, gets plain lines too', () => {
  for (const env of [{ CI: 'true' }, { TERM: 'dumb' }]) {
    const stderr = new Screen(true);
    const progress = progressFor(contextWith(new Screen(true), stderr, { ...env, NO_COLOR: '1' }), {
      json: false,
    });
    for (const event of events) progress.event(event);
    progress.end();
    assert.deepEqual(stderr.text.trimEnd().split('\n'), plainLines);
  }
});

test('with JSON each event is one line on stdout, and remarks go to stderr', () => {
  const [stdout, stderr] = [new Screen(false), new Screen(false)];
  const progress = progressFor(contextWith(stdout, stderr), { json: true });
  for (const event of events) progress.event(event);
  progress.note('hello');
  assert.deepEqual(
    stdout.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
    events,
  );
  assert.equal(stderr.text, 'tasklane: hello\n');
});

test('on a terminal the lines stay and below them one is being written and one says what happens', () => {
  const stderr = new Screen(true);
  let now = 0;
  const progress = new LiveProgress({ stdout: new Screen(true), stderr }, pc.createColors(false), () => now);
  const showUntil = (type: string, count: number): string[] => {
    const upTo = events.findIndex((event, index) => event.type === type && countOf(type, index) === count);
    for (const event of events.splice(0, upTo + 1)) progress.event(event);
    return stderr.lines.filter((line) => line !== '').slice(-2);
  };
  const countOf = (type: string, upTo: number): number =>
    events.slice(0, upTo + 1).filter((event) => event.type === type).length;
  now = 42_000;
  assert.deepEqual(showUntil('agent.message', 2), [
    'Then I te',
    '⠋ 0:42 · preparing a copy of the repository',
  ]);
  assert.deepEqual(showUntil('agent.tool', 1), ['  ☐ Test', '⠋ 0:42 · ▶ npm test']);
  now = 65_000;
  assert.deepEqual(showUntil('task.changed', 1), [
    '• running the checks',
    '⠋ 1:05 · 12,345 tokens · running the checks',
  ]);
  progress.note('a remark');
  for (const event of events) progress.event(event);
  progress.end();
  progress.end();
  const without = plainLines.filter((line) => line !== '▶ npm test');
  without.splice(-2, 0, 'a remark');
  assert.deepEqual(
    stderr.lines.filter((line) => line !== ''),
    without,
  );
});

/** What is written to stderr; the result goes somewhere else unless told. */
function linesOf(
  stderr: Screen,
  said: readonly Said[],
  env: NodeJS.ProcessEnv,
  stdout = new Screen(!stderr.isTTY),
): readonly string[] {
  const progress = progressFor(contextWith(stdout, stderr, env), { json: false });
  for (const [type, data] of said) progress.event({ ...blank, type, data });
  progress.end();
  return stderr.lines.filter((line) => line !== '');
}

const blank: Omit<EventJson, 'type' | 'data'> = {
  id: 1,
  project_id: 'p',
  task_id: 't',
  seq: 1,
  at: '2026-01-01T00:00:00.000Z',
  actor: 'system',
};

test('on a terminal lines break at words, piped they stay as they are', () => {
  const said: readonly Said[] = [
    ['agent.message', { text: `${'word '.repeat(15)}end.\n` }],
    ['run.output', { source: 'check', text: `${'12345 '.repeat(12)}\n` }],
  ];
  const words = `${'word '.repeat(15)}end.`;
  assert.deepEqual(linesOf(new Screen(false), said, {}), [words, `  │ ${'12345 '.repeat(12).trim()}`]);
  const broken = [
    'word '.repeat(12).trim(),
    'word word word end.',
    `  │ ${'12345 '.repeat(9).trim()}`,
    '  │ 12345 12345 12345',
  ];
  for (const env of [{ NO_COLOR: '1' }, { NO_COLOR: '1', CI: '1' }])
    assert.deepEqual(linesOf(new Screen(true), said, env), broken);
});

test('of a tool that failed the lines are shown that say why', () => {
  const noise = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const output = ['Error: no such file', ...noise].join('\n');
  const lines = linesOf(new Screen(false), [tool('failed', { output })], {});
  assert.equal(lines[1], '    Error: no such file');
  assert.equal(lines.at(-1), '    line 29');
  assert.ok(lines.length <= 9);
});

test('a wait says what for, unless those were the last words of the agent', () => {
  const idled = (detail: string): Said => changed({ type: 'idled', detail }, 'waiting');
  const words: Said = ['agent.message', { text: 'Which one?\nA or B?' }];
  assert.deepEqual(linesOf(new Screen(false), [words, idled('Which one?\nA or B?')], {}), [
    'Which one?',
    'A or B?',
    '• waits for you',
  ]);
  const other = linesOf(new Screen(false), [words, idled('The agent ended without a change.')], {});
  assert.equal(other.at(-1), '• waits for you: The agent ended without a change.');
  const asked = changed({ type: 'asked', waitingFor: 'question', detail: 'Sure?' }, 'waiting');
  assert.deepEqual(linesOf(new Screen(false), [asked], {}), ['• waits for you: Sure?']);
});

test('why a task goes no further is left to the summary where that is read right after it', () => {
  const failed = changed({ type: 'failed', failure: { message: 'No key.\nNone.' } }, 'failed');
  const refused = changed({ type: 'apply_refused', notice: { message: 'It conflicts.' } }, 'ready');
  assert.deepEqual(linesOf(new Screen(false), [failed, refused], {}), [
    '• failed: No key.',
    '• not applied: It conflicts.',
  ]);
  assert.deepEqual(linesOf(new Screen(false), [failed, refused], {}, new Screen(false)), [
    '• failed',
    '• not applied',
  ]);
});

test('a line that is longer than the terminal is shown by its end and never wraps', () => {
  const stderr = new Screen(true);
  const progress = new LiveProgress({ stdout: new Screen(true), stderr }, pc.createColors(false), () => 0);
  const [event] = [
    { ...events[0], type: 'agent.message', data: { text: `${'日本語'.repeat(40)} end` } } as EventJson,
  ];
  progress.event(event);
  progress.event({ ...event, data: { text: '!' } });
  const shown = stderr.lines.filter((line) => line !== '');
  assert.equal(shown.length, 2);
  assert.match(shown[0] ?? '', /^….* end!$/);
  progress.end();
});
