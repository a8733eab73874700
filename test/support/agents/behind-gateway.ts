// An agent that takes an address, unmodified and behind the gateway: what it used is counted, the key is nowhere where it or
// its commands could read it, and a budget ends its answer in the middle.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { z } from 'zod';
import type { Scripts } from '../model-server/script.ts';
import { createStage, promptOf } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { installedAgent } from './installed.ts';

export interface AgentBehindGateway {
  readonly name: string;
  readonly model: string;
  /** Which pair of variables names its key and address. */
  readonly speaks: keyof typeof variables;
  /** It is a package of this project, and needs no installing. */
  readonly isPackage?: boolean;
}

const key = 'sk-very-secret-of-the-person';

const variables = {
  openai: (url: string) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${url}/v1` }),
  google: (url: string) => ({ GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: url }),
  anthropic: (url: string) => ({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url }),
};

// Looks into each process with the agent's HOME: those of the agent, and its command. The daemon has another one, and the key.
// Plainly, because some agents run no command with a command inside.
const spy = `for one in /proc/[0-9]*; do
  if tr '\\0' '\\n' < $one/environ 2>/dev/null | grep -qxF "HOME=$HOME"; then
    echo looked; cat $one/environ $one/cmdline 2>/dev/null | tr '\\0' '\\n' | grep 'very[-]secret'
  fi
done; env | grep 'very[-]secret'; echo done`;

/** 50,000 tokens by their length, and no two words the same: some agents stop a model that repeats itself. */
const words = Array.from({ length: 1600 }, (_, index) =>
  createHash('sha512').update(String(index)).digest('hex'),
).join(' ');

const write = { write: { path: 'a.txt', content: 'one\n' } };
const scripts: Scripts = {
  spy: [
    { say: 'I look around.', do: [{ shell: { command: spy } }] },
    { say: 'I write.', do: [write] },
    { say: 'It is written.' },
  ],
  talkative: [
    { say: 'I write.', do: [write] },
    { say: words, wordDelayMs: 1 },
  ],
};

/** Registers the tests of one agent; skipped, with the reason, where npm cannot get it. */
export function testBehindGateway({ name, model, speaks, isPackage = false }: AgentBehindGateway): void {
  const { path, skip } = isPackage ? { path: null, skip: false as const } : installedAgent(name);
  const stageFor = (context: TestContext): Promise<Stage> =>
    createStage(context, {
      scripts,
      modelEnv: variables[speaks],
      config: { onLimit: 'stop' },
      ...(path !== null && { env: { PATH: path } }),
    });
  const flags = ['--name', 'one', '--agent', name, '--model', model];

  test(`R55 ${name} asks through the gateway: counted, and without the key`, { skip }, async (context) => {
    const stage = await stageFor(context);
    const { task } = await stage.runTask([promptOf('spy'), ...flags]);
    const asked = stage.model.requests;
    assert.deepEqual(
      asked.filter(({ auth }) => auth !== key && auth !== `Bearer ${key}`),
      [],
    );
    assert.match(asked.find(({ step }) => step === 1)?.lastToolResult ?? '', /looked[^]*done/);
    assert.ok(!JSON.stringify(asked.map(({ body }) => body)).includes(key), 'it sent the key to its model');
    const calls = await callsOf(stage);
    assert.deepEqual(
      calls.map(({ outcome }) => outcome),
      asked.map(() => 'ok'),
    );
    // The scripted model says 1000 in and 50 out with each of its answers.
    const { input_tokens, output_tokens } = task.usage ?? {};
    assert.deepEqual([input_tokens, output_tokens], [1000 * asked.length, 50 * asked.length]);
    assert.deepEqual(placesOf(key, stage.home), []);
  });

  test(`a budget ends the answer of ${name} in the middle; its work is kept`, { skip }, async (context) => {
    const stage = await stageFor(context);
    const { task } = await stage.runTask([promptOf('talkative'), ...flags, '--max-tokens', '40000'], 1);
    assert.deepEqual([task.state, task.failure?.kind], ['failed', 'budget'], JSON.stringify(task.failure));
    assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
    const talkative = stage.model.requests.filter(({ step }) => step === 1);
    assert.equal(await talkative[0]?.outcome, 'closed');
    assert.equal(talkative.length, 1, 'it asked again, and was answered');
    assert.ok((await callsOf(stage)).some(({ outcome }) => outcome === 'cut'));
  });
}

const answer = z.object({ calls: z.array(z.object({ outcome: z.string() })) });

async function callsOf(stage: Stage): Promise<z.output<typeof answer>['calls']> {
  const result = await stage.run('task', 'calls', 'one', '-o', 'json');
  assert.equal(result.code, 0, result.stderr);
  return answer.parse(JSON.parse(result.stdout)).calls;
}

/** Files of this home, those of agents and their copies among them, in which the text stands. */
function placesOf(text: string, home: string): readonly string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
