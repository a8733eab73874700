import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEntry } from '../agents/driver.ts';
import { builtinAgent } from '../agents/known/tasklane.ts';
import { knownAgents } from '../agents/registry.ts';
import type { Finding } from './doctor.ts';
import { examineAgent } from './examine-agent.ts';

const builtin = builtinAgent(['node', 'tasklane.js', 'agent']);

function examined(
  entry: AgentEntry,
  environment: Readonly<Record<string, string>>,
  path: string | null = '/bin/agent',
): Finding {
  return examineAgent({ environment, locate: () => path }, entry, { isDefault: false });
}

test('R113 an agent without any of its keys is a warning that names the variables to set', () => {
  // Templates such as {model}, a model and an address are no keys.
  const others = {
    TASKLANE_MODEL: 'openai/x',
    OPENAI_MODEL: 'x',
    GEMINI_MODEL: 'x',
    TASKLANE_MAX_TURNS: '3',
  };
  for (const entry of [builtin, ...knownAgents]) {
    const finding = examined(entry, others);
    assert.equal(finding.status, 'warning', entry.name);
    assert.match(finding.message, /no key for its model is set/);
    assert.match(finding.fix ?? '', /^Set .*_API_KEY.*; then `tasklane stop`/);
    assert.doesNotMatch(finding.fix ?? '', /_MODEL|_URL|MAX_TURNS/);
  }
  assert.match(examined(builtin, {}).fix ?? '', /^Set one of OPENAI_API_KEY, ANTHROPIC_API_KEY, /);
});

test('one key is enough, from the environment or from the configuration; an empty one is none', () => {
  assert.equal(examined(builtin, { ANTHROPIC_API_KEY: 'k' }).status, 'ok');
  assert.equal(examined(builtin, { ANTHROPIC_API_KEY: '' }).status, 'warning');
  const keyed = (value: string): AgentEntry => ({ ...builtin, passEnv: [], env: { MY_TOKEN: value } });
  assert.equal(examined(keyed('k'), {}).status, 'ok');
  assert.equal(examined(keyed('{model}'), { MY_TOKEN: 'k' }).status, 'warning');
});

test('with an address of its own the server behind it may want no key, and the fix says so', () => {
  const finding = examined(builtin, { TASKLANE_BASE_URL: 'http://localhost:11434/v1' });
  assert.equal(finding.status, 'warning');
  assert.match(finding.fix ?? '', /unless the server that TASKLANE_BASE_URL names wants none;/);
});

test('an agent that takes no key is not asked for one, and one that is not installed only for itself', () => {
  assert.equal(examined({ ...builtin, passEnv: ['HTTP_PROXY'], env: {} }, {}).status, 'ok');
  const missing = examined(builtin, {}, null);
  assert.match(missing.message, /no program “node”/);
});
