// Bundles as they should not be, and a replay that is not the same. That real runs come out the same is shown by
// test/e2e/replay.test.ts.
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { play } from '../../agents/replay/play.ts';
import { AppError } from '../../domain/errors.ts';
import { packed } from '../../lib/tar-gz.ts';
import { replayBundle } from './replay.ts';
import type { Replay } from './replay.ts';

type Files = Readonly<Record<string, string>>;

const manifest = {
  format: 'tasklane-bundle',
  version: 1,
  exportedAt: '2026-11-21T12:00:00.000Z',
  task: { id: 't', number: 1, name: 'one', title: 'One', state: 'ready', agent: 'odd', model: null },
  versions: { tasklane: '0.1.0', node: 'v24', git: '2.39', platform: 'linux x64', agents: [] },
};

const agent = { name: 'odd', title: 'Odd', askMode: null, failures: 'error' };
const update = (text: string): object => ({
  jsonrpc: '2.0',
  method: 'session/update',
  params: { update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } } },
});

/** A session in which the agent says two things and ends its turn. */
const session: readonly object[] = [
  { dir: 'open', protocol: 'acp', agent, model: null, resume: null, maxTurns: null },
  { dir: 'out', message: { jsonrpc: '2.0', id: 0, method: 'initialize' } },
  { dir: 'in', chunk: 1, message: { jsonrpc: '2.0', id: 0, result: { protocolVersion: 1 } } },
  { dir: 'out', message: { jsonrpc: '2.0', id: 1, method: 'session/new' } },
  { dir: 'in', chunk: 2, message: { jsonrpc: '2.0', id: 1, result: { sessionId: 's' } } },
  { dir: 'end', of: 'open', end: 'opened' },
  { dir: 'call', call: 'prompt', text: 'go' },
  { dir: 'out', message: { jsonrpc: '2.0', id: 2, method: 'session/prompt' } },
  { dir: 'in', chunk: 3, message: update('Hello ') },
  { dir: 'in', chunk: 3, message: update('there.') },
  { dir: 'in', chunk: 4, message: { jsonrpc: '2.0', id: 2, result: { stopReason: 'end_turn' } } },
  { dir: 'end', of: 'prompt', end: 'ended' },
  { dir: 'call', call: 'close', text: '' },
  { dir: 'exit', code: 0, signal: null },
];

function logOf(entries: readonly object[]): string {
  return entries.map((entry, index) => `${JSON.stringify({ at: 1000 + index, ...entry })}\n`).join('');
}

function eventsOf(texts: readonly string[]): string {
  return texts
    .map((text, index) => ({ id: index, seq: index, at: 1000, actor: 'agent:odd', attempt: 1, text }))
    .map(({ text, ...record }) => `${JSON.stringify({ ...record, body: { type: 'agent.message', text } })}\n`)
    .join('');
}

const whole: Files = {
  'bundle.json': JSON.stringify(manifest),
  'events/000001.jsonl': eventsOf(['Hel', 'lo there.']),
  'protocol/1/000001.jsonl': logOf(session),
};

async function bundleOf(files: Files, end = true): Promise<Buffer> {
  const all = end ? { ...files, 'end.json': JSON.stringify({ files: Object.keys(files).length }) } : files;
  async function* each(): AsyncGenerator<{ path: string; bytes: Buffer }> {
    for (const [path, text] of Object.entries(all)) yield { path, bytes: Buffer.from(text) };
  }
  return buffer(packed(each(), new Date(0)));
}

async function replayOf(changes: Files = {}): Promise<Replay> {
  return replayBundle(play, await bundleOf({ ...whole, ...changes }));
}

async function refused(bytes: Uint8Array): Promise<string> {
  const error = await replayBundle(play, bytes).then(
    () => assert.fail('it was replayed'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, 'invalid_bundle');
  assert.match(error.next ?? '', /\w/);
  return error.message;
}

test('a run comes out the same, however its text was cut into pieces', async () => {
  const { isSame, attempts, thread } = await replayOf();
  assert.deepEqual(attempts[0]?.difference, null);
  assert.equal(isSame, true);
  assert.deepEqual(attempts[0].ends, [
    { of: 'open', recorded: 'opened', replayed: 'opened' },
    { of: 'prompt', recorded: 'ended', replayed: 'ended' },
  ]);
  assert.deepEqual(
    thread.map(({ body, isReplayed }) => [body.type, isReplayed]),
    [
      ['agent.message', true],
      ['agent.message', true],
    ],
  );
});

test('what the driver makes of it now is held against what the log says: events, and how a turn ended', async () => {
  const said = await replayOf({ 'events/000001.jsonl': eventsOf(['Hello you.']) });
  assert.equal(said.isSame, false);
  assert.match(said.attempts[0]?.difference?.recorded ?? '', /Hello you\./);
  assert.match(said.attempts[0]?.difference?.replayed ?? '', /Hello there\./);
  const more = await replayOf({ 'events/000001.jsonl': '' });
  assert.equal(more.attempts[0]?.difference?.recorded, null);
  const log = logOf(session).replace('"end":"ended"', '"end":"refused"');
  const ended = await replayOf({ 'protocol/1/000001.jsonl': log });
  assert.equal(ended.isSame, false);
  assert.deepEqual(ended.attempts[0]?.ends[1], { of: 'prompt', recorded: 'refused', replayed: 'ended' });
});

test('of a recording that is not whole it is said why, and not that it is the same', async () => {
  const half = { 'protocol/1/000001.jsonl': `${logOf(session.slice(0, 10))}{"at":1,"di` };
  const cut = await replayOf(half);
  assert.equal(cut.isSame, null);
  assert.match(cut.attempts[0]?.gaps.join() ?? '', /the last line was cut/);
  const { 'protocol/1/000001.jsonl': log = '', ...rest } = whole;
  const rotated = await replayBundle(
    play,
    await bundleOf({ ...rest, 'protocol/1/000001.jsonl': log, 'protocol/1/000003.jsonl': log }),
  );
  assert.equal(rotated.isSame, null);
  assert.match(rotated.attempts[0]?.gaps.join() ?? '', /rotated away/);
  const none = await replayBundle(play, await bundleOf(rest));
  assert.deepEqual([none.isSame, none.attempts.length], [null, 0]);
});

test('a recording that makes no sense to the driver ends, and is no error of ours', async () => {
  const odd = [
    [...session.slice(0, 3), ...session.slice(5)],
    session.slice(0, 1),
    session.toReversed(),
    [...session, ...session.slice(6)],
    Array.from({ length: 200 }, () => ({ dir: 'call', call: 'prompt', text: 'x' })),
    [session[0], ...Array.from({ length: 50 }, () => ({ dir: 'out', message: {} }))],
  ];
  for (const entries of odd) {
    const log = logOf(entries.flatMap((entry) => entry ?? []));
    const { isSame } = await replayOf({ 'protocol/1/000001.jsonl': log });
    assert.notEqual(isSame, true);
  }
});

test('a bundle that is damaged, foreign or newer is refused, each in its own words', async () => {
  const good = await bundleOf(whole);
  assert.match(await refused(good.subarray(0, good.length - 30)), /^The bundle is damaged/);
  assert.match(await refused(Buffer.from('PK\u0003\u0004 some other archive')), /^The bundle is damaged/);
  assert.match(await refused(new Uint8Array()), /^The bundle is damaged/);
  assert.match(await refused(await bundleOf(whole, false)), /files are missing/);
  assert.match(await refused(await bundleOf({ 'README.md': 'hello' })), /^This is no bundle of a task/);
  assert.match(
    await refused(await bundleOf({ 'bundle.json': '{"format":"other","version":1}' })),
    /no bundle/,
  );
  assert.match(await refused(await bundleOf({ ...whole, 'bundle.json': '{' })), /bundle\.json is not JSON/);
  const newer = JSON.stringify({ ...manifest, version: 2 });
  assert.match(
    await refused(await bundleOf({ ...whole, 'bundle.json': newer })),
    /^The bundle has version 2 of its format; this Tasklane reads up to 1\.$/,
  );
  const { task: _, ...without } = manifest;
  assert.match(
    await refused(await bundleOf({ ...whole, 'bundle.json': JSON.stringify(without) })),
    /no task/,
  );
  for (const line of [
    '{}',
    '{"at":1,"dir":"telepathy"}',
    '{"at":1e99,"dir":"exit","code":0,"signal":null}',
    'x',
  ])
    assert.match(
      await refused(await bundleOf({ ...whole, 'protocol/1/000001.jsonl': `${line}\n` })),
      /^The bundle is damaged: protocol\/1\/000001\.jsonl /,
    );
  const toolless = JSON.stringify({
    id: 1,
    seq: 1,
    at: 1,
    actor: 'x',
    attempt: 1,
    body: { type: 'agent.tool' },
  });
  assert.match(await refused(await bundleOf({ ...whole, 'events/000001.jsonl': toolless })), /no body/);
});
