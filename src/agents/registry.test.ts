import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinAgent } from './known/tasklane.ts';
import { knownAgents, registry } from './registry.ts';

const builtin = builtinAgent(['/node', '/tasklane.js', 'agent']);

test('R55 our own agent comes first, then those we know and those that are configured, by name', () => {
  const agents = registry({
    builtin,
    configured: { house: { command: ['house'], protocol: 'command', origin: 'config' } },
  });
  assert.deepEqual(
    agents.list().map((entry) => entry.name),
    [
      'tasklane',
      'aider',
      'claude',
      'cline',
      'codex',
      'copilot',
      'gemini',
      'goose',
      'house',
      'kilo',
      'opencode',
      'pi',
      'qwen',
    ],
  );
  assert.deepEqual(agents.get('tasklane').command, ['/node', '/tasklane.js', 'agent']);
  assert.equal(agents.get('house').protocol, 'command');
});

test('R55 an agent that is not there is refused with those that are', () => {
  assert.throws(() => registry({ builtin, configured: {} }).get('claud'), {
    code: 'unknown_agent',
    message:
      'There is no agent "claud"; there are tasklane, aider, claude, cline, codex, copilot, gemini, goose, kilo, opencode, pi, qwen.',
  });
});

test('what a configuration leaves out of a known agent stays as we know it', () => {
  const configured = {
    qwen: { command: ['/opt/qwen', '--acp'], env: { EXTRA: '1' }, origin: 'config' as const },
  };
  const entry = registry({ builtin, configured }).get('qwen');
  const known = knownAgents.find((agent) => agent.name === 'qwen');
  assert.deepEqual(entry, {
    ...known,
    command: ['/opt/qwen', '--acp'],
    env: { ...known?.env, EXTRA: '1' },
    origin: 'config',
  });
});

test('a new agent has nothing but what was configured', () => {
  const entry = registry({ builtin, configured: { mine: { command: ['mine'], origin: 'project' } } }).get(
    'mine',
  );
  assert.deepEqual([entry.protocol, entry.env, entry.passEnv, entry.askMode], ['acp', {}, [], null]);
});

test('a new agent without a command is refused', () => {
  assert.throws(() => registry({ builtin, configured: { mine: { origin: 'config' } } }), {
    code: 'invalid_config',
    message: 'Agent "mine" has no command.',
  });
});
