// A conversation that becomes too long for its model.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startInProcess } from '../../../../test/support/builtin-client.ts';
import { modelSaying } from '../../../../test/support/model-saying.ts';
import type { Answer } from '../../../../test/support/model-saying.ts';
import { startModelServer } from '../../../../test/support/model-server/server.ts';
import { quietClient } from '../../../../test/support/quiet-client.ts';
import { tempDir } from '../../../../test/support/temp-dir.ts';
import { AppError } from '../../../domain/errors.ts';
import { toMessages } from '../conversation.ts';
import type { Entry } from '../conversation.ts';
import type { StepRequest } from '../model.ts';
import { Session } from '../session.ts';
import { Commands } from '../tools/commands.ts';
import { tools } from '../tools/tools.ts';
import { memoryTranscript } from '../transcript.ts';
import { openWorkspace } from '../workspace.ts';

const contextWindow = 8000;

interface Ran {
  readonly end: string | undefined;
  readonly input: number | undefined;
  readonly requests: readonly StepRequest[];
  readonly notices: readonly string[];
  readonly entries: readonly Entry[];
}

async function run(context: TestContext, answers: readonly Answer[], prompts = ['Mend the parser.']) {
  const { model, requests } = modelSaying(answers);
  const dir = tempDir(context);
  writeFileSync(join(dir, 'long.txt'), 'line of text\n'.repeat(1000));
  const notices: string[] = [];
  const transcript = memoryTranscript();
  const session = new Session({
    transcript,
    context: { workspace: await openWorkspace(dir), commandEnvironment: {}, commands: new Commands() },
    model,
    toolbox: () => Promise.resolve(tools),
    system: 'system',
    maxTurns: 20,
    contextWindow,
    newId: () => 'id',
  });
  await session.setMode('auto');
  const client = {
    ...quietClient,
    notice: (_severity: string, sentence: string) => Promise.resolve(void notices.push(sentence)),
  };
  const ran: Ran[] = [];
  for (const prompt of prompts) {
    const end = await session.prompt(prompt, client, new AbortController().signal);
    ran.push({
      end: end?.reason,
      input: end?.usage.inputTokens,
      requests,
      notices,
      entries: transcript.entries,
    });
  }
  const last = ran.at(-1);
  if (last === undefined) throw new Error('there was no prompt');
  return last;
}

const plan = {
  name: 'update_plan',
  input: {
    entries: [
      { text: 'Find the bug', status: 'completed' },
      { text: 'Mend it', status: 'in_progress' },
    ],
  },
};
const write = { name: 'write_file', input: { path: 'src/parser.ts', content: 'export {};\n' } };
const read = { name: 'read_file', input: { path: 'src/parser.ts' } };

function textOf(request: StepRequest | undefined): string {
  return JSON.stringify(request?.messages);
}

test('a conversation near the end of the window is shortened, and what must not be lost is kept', async (t) => {
  const { end, input, requests, notices } = await run(t, [
    { calls: [plan], inputTokens: 1000 },
    { calls: [write], inputTokens: 1200 },
    { calls: [{ name: 'read_file', input: { path: 'long.txt' } }], inputTokens: 1500 },
    { text: 'I have read it all.', calls: [read], inputTokens: 6500 },
    { text: 'The lexer was wrong; src/parser.ts is new.', inputTokens: 6600 },
    { text: 'Mended.', inputTokens: 2000 },
  ]);
  assert.equal(end, 'end_turn');
  // The fifth request asks for a summary of everything, as it was sent before, and nothing but words.
  const [, , , fourth, fifth, sixth] = requests;
  assert.equal(fifth?.onlyWords, true);
  const asBefore = fourth?.messages ?? [];
  assert.deepEqual(fifth?.messages.slice(0, asBefore.length), asBefore);
  assert.match(JSON.stringify(fifth?.messages.at(-1)), /Call no tool/);
  assert.deepEqual(fifth?.tools, sixth?.tools);
  const [memory, ...rest] = sixth?.messages ?? [];
  const text = JSON.stringify(memory);
  for (const kept of [
    'Mend the parser.',
    '[completed] Find the bug',
    '[in_progress] Mend it',
    '- src/parser.ts',
    'The lexer was wrong',
  ])
    assert.ok(text.includes(kept), kept);
  // The last answer and its result stay as they were; what was read before is gone.
  assert.deepEqual(
    rest.map(({ role }) => role),
    ['assistant', 'tool'],
  );
  assert.match(JSON.stringify(rest), /I have read it all.*export \{\};/);
  assert.ok(!textOf(sixth).includes('line of text'));
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /had grown to about 6,\d{3} of 8,000 tokens and was shortened to about/);
  // What the summary used counts.
  assert.equal(input, 1000 + 1200 + 1500 + 6500 + 6600 + 2000);
});

test('what a person wrote survives being shortened again and again', async (t) => {
  const long: Answer = { calls: [{ name: 'read_file', input: { path: 'long.txt' } }], inputTokens: 700 };
  const full: Answer = { calls: [read], inputTokens: 7000 };
  const { requests, notices } = await run(
    t,
    [
      { calls: [write], inputTokens: 100 },
      long,
      full,
      { text: 'Summary one.', inputTokens: 7000 },
      { text: 'First end.', inputTokens: 500 },
      { calls: [plan], inputTokens: 600 },
      long,
      full,
      { text: 'Summary two.', inputTokens: 7000 },
      { text: 'Second end.', inputTokens: 500 },
    ],
    ['Mend the parser.', 'And the printer, too.'],
  );
  assert.equal(notices.length, 2);
  const [memory] = requests.at(-1)?.messages ?? [];
  const text = JSON.stringify(memory);
  for (const kept of ['Mend the parser.', 'And the printer, too.', 'src/parser.ts', 'Summary two.'])
    assert.ok(text.includes(kept), kept);
});

test('one answer that brings more than fits is kept with its results cut', async (t) => {
  const long = { name: 'read_file', input: { path: 'long.txt' } };
  const { requests } = await run(t, [
    { calls: [read], inputTokens: 100 },
    { calls: [long, long, long], inputTokens: 200 },
    { text: 'Summary.', inputTokens: 7000 },
    { text: 'Done.', inputTokens: 2000 },
  ]);
  const last = textOf(requests.at(-1));
  assert.equal(last.match(/characters cut to make room/g)?.length, 3);
  assert.ok(last.length < contextWindow * 3.5, String(last.length));
});

test('a summary that fails is replaced by what was done', async (t) => {
  const { end, requests, notices } = await run(t, [
    { calls: [write], inputTokens: 100 },
    { calls: [{ name: 'read_file', input: { path: 'long.txt' } }], inputTokens: 200 },
    { calls: [read], inputTokens: 7000 },
    { fails: new AppError('model_network', 'no way') },
    { text: 'Done.', inputTokens: 2000 },
  ]);
  assert.equal(end, 'end_turn');
  assert.match(textOf(requests.at(-1)), /It could not be summed up.*write_file.*src\/parser\.ts/);
  assert.match(notices[0] ?? '', /because the model gave no summary/);
});

const overflow = new AppError('model_refused', 'prompt is too long', { details: { overflow: true } });

test('when the provider says that it is too long, it is shortened once and asked again', async (t) => {
  const { end, requests } = await run(t, [
    { calls: [{ name: 'read_file', input: { path: 'long.txt' } }], inputTokens: 100 },
    { calls: [read], inputTokens: 200 },
    { fails: overflow },
    { text: 'Summary.', inputTokens: 200 },
    { text: 'Done.', inputTokens: 300 },
  ]);
  assert.equal(end, 'end_turn');
  assert.equal(requests.length, 5);
  // It did not fit, so it is not sent whole again.
  assert.ok(!textOf(requests[3]).includes('line of text\\n'.repeat(500)));
  assert.match(textOf(requests[4]), /Mend the parser\..*Summary\./);
});

test('a second refusal for the same reason is the end, with advice', async (t) => {
  const work = run(t, [
    { calls: [read], inputTokens: 100 },
    { fails: overflow },
    { text: 'Summary.', inputTokens: 200 },
    { fails: overflow },
  ]);
  await assert.rejects(work, /prompt is too long/);
});

test('a small conversation is sent as it is', async (t) => {
  const { entries, requests } = await run(t, [{ calls: [write], inputTokens: 1000 }, { text: 'Done.' }]);
  assert.equal(requests.length, 2);
  assert.ok(!entries.some(({ type }) => type === 'compaction'));
  assert.equal(toMessages(entries).length, entries.length - 1);
});

test('over the protocol it is a notice, and a loaded session goes on from the memory', async (t) => {
  const flood = { shell: { command: 'seq 1 4000' } };
  const server = await startModelServer({
    scripts: {
      it: [
        { do: [{ write: { path: 'a.txt', content: 'a\n' } }] },
        { do: [flood] },
        { fail: { status: 400, times: 1, message: 'Your input exceeds the context window of this model.' } },
        { say: 'Done.' },
      ],
      next: [{ say: 'Here I am.' }],
    },
  });
  t.after(() => server.close());
  const dir = tempDir(t);
  const cwd = join(dir, 'workspace');
  mkdirSync(cwd);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    TASKLANE_MODEL: 'openai-compatible/scripted',
    TASKLANE_BASE_URL: `${server.url}/v1`,
  };
  const client = await startInProcess(t, environment);
  const id = await client.open(cwd, 'auto');
  assert.equal((await client.prompt(id, '[[script:it]] Count.')).stopReason, 'end_turn');
  const notices = client.updates.filter(({ sessionUpdate }) => sessionUpdate === 'notice');
  assert.equal(notices.length, 1);
  await client.close();

  const again = await startInProcess(t, environment);
  await again.load(id, cwd);
  await again.prompt(id, '[[script:next]]');
  const sent = JSON.stringify(server.requests.at(-1)?.body);
  assert.match(sent, /This conversation became too long and was shortened/);
  assert.match(sent, /Count\./);
  assert.match(sent, /characters cut to make room/);
});
