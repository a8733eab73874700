// What goes to the provider, request by request: what it can take from its cache, and when it is asked again.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startInProcess } from '../../../test/support/builtin-client.ts';
import type { Environment } from '../../../test/support/builtin-client.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import type { ModelServer } from '../../../test/support/model-server/server.ts';
import type { Scripts } from '../../../test/support/model-server/script.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';

const anthropic = (url: string): Environment => ({
  TASKLANE_MODEL: 'anthropic/claude-sonnet-5-5',
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_API_KEY: 'key-of-the-model',
});
const chat = (url: string): Environment => ({
  TASKLANE_MODEL: 'openai-compatible/scripted',
  TASKLANE_BASE_URL: `${url}/v1`,
});

async function run(
  context: TestContext,
  script: Scripts[string],
  provider: (url: string) => Environment,
): Promise<ModelServer> {
  const server = await startModelServer({ scripts: { it: script } });
  context.after(() => server.close());
  const dir = tempDir(context);
  const cwd = join(dir, 'workspace');
  mkdirSync(cwd);
  const client = await startInProcess(context, {
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    ...provider(server.url),
  });
  await client.prompt(await client.open(cwd, 'auto'), '[[script:it]]');
  return server;
}

const steps: Scripts[string] = [
  { do: [{ write: { path: 'a.txt', content: 'a\n' } }] },
  { do: [{ read: { path: 'a.txt' } }, { shell: { command: 'ls' } }] },
  { do: [{ shell: { command: 'seq 1 2000' } }] },
  { say: 'Done.' },
];

interface Body {
  readonly system?: unknown;
  readonly tools: unknown;
  readonly cache_control?: unknown;
  readonly messages: readonly unknown[];
}

for (const [name, provider] of Object.entries({ anthropic, chat }))
  test(`with ${name} each request begins with the whole one before, byte for byte`, async (t) => {
    const { requests } = await run(t, steps, provider);
    const bodies = requests.map(({ body }) => body as Body);
    assert.equal(bodies.length, 4);
    let repeated = 0;
    let all = 0;
    for (const [index, body] of bodies.entries()) {
      const before = bodies[index - 1];
      all += JSON.stringify(body).length;
      if (before === undefined) continue;
      assert.equal(JSON.stringify(body.system), JSON.stringify(before.system));
      assert.equal(JSON.stringify(body.tools), JSON.stringify(before.tools));
      const begin = JSON.stringify(body.messages.slice(0, before.messages.length));
      assert.equal(begin, JSON.stringify(before.messages));
      repeated += JSON.stringify([
        body.system,
        body.tools,
        body.messages.slice(0, before.messages.length),
      ]).length;
    }
    t.diagnostic(`${repeated} of ${all} bytes were sent before`);
    // All but the first request, and what is new in each.
    assert.ok(repeated / all > 0.5, `${repeated} of ${all} bytes`);
  });

test('Anthropic is asked to keep what it was sent', async (t) => {
  const { requests } = await run(t, steps, anthropic);
  for (const { body } of requests) assert.deepEqual((body as Body).cache_control, { type: 'ephemeral' });
});

test('a provider that asks for time gets it: Retry-After is waited for', async (t) => {
  const fail = { status: 429, times: 1, headers: { 'retry-after': '4' } } as const;
  const started = performance.now();
  const { requests } = await run(t, [{ fail, say: 'Done.' }], chat);
  assert.equal(requests.length, 2);
  // Without the header the pause would be two seconds.
  assert.ok(performance.now() - started >= 4000);
});
