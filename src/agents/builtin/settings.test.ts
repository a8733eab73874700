import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../domain/errors.ts';
import { chooseModel, readLimits, sessionsDir } from './settings.ts';

const isError = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof AppError);
  assert.equal(error.code, code);
  assert.match(`${error.message}; ${error.next}`, words);
  return true;
};

test('the model is the one that is named, with the key and the address of its provider', () => {
  assert.deepEqual(
    chooseModel({ TASKLANE_MODEL: 'openai/gpt-5.5', OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'other' }),
    { provider: 'openai', id: 'gpt-5.5', apiKey: 'k', baseUrl: 'https://api.openai.com/v1' },
  );
  assert.deepEqual(
    chooseModel({
      TASKLANE_MODEL: 'openai-compatible/org/model',
      TASKLANE_BASE_URL: 'http://localhost:1/v1',
    }),
    { provider: 'openai-compatible', id: 'org/model', apiKey: null, baseUrl: 'http://localhost:1/v1' },
  );
});

test('addresses work with and without the version at their end', () => {
  for (const [name, key, given, used] of [
    ['anthropic', 'ANTHROPIC', 'http://h:1', 'http://h:1/v1'],
    ['anthropic', 'ANTHROPIC', 'http://h:1/v1/', 'http://h:1/v1'],
    ['google', 'GOOGLE_GEMINI', 'http://h:1/llm/token', 'http://h:1/llm/token/v1beta'],
    ['google', 'GOOGLE_GEMINI', 'http://h:1/v1beta', 'http://h:1/v1beta'],
    ['openai', 'OPENAI', 'http://h:1/custom/', 'http://h:1/custom'],
  ] as const) {
    const environment = { ANTHROPIC_API_KEY: 'k', GEMINI_API_KEY: 'k', OPENAI_API_KEY: 'k' };
    const choice = chooseModel({ ...environment, TASKLANE_MODEL: `${name}/m`, [`${key}_BASE_URL`]: given });
    assert.equal(choice.baseUrl, used);
  }
});

test('without a name the first provider with a key is taken, with its default model', () => {
  const chosen = (environment: Record<string, string>): string => {
    const { provider, id } = chooseModel(environment);
    return `${provider}/${id}`;
  };
  assert.equal(chosen({ GEMINI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' }), 'anthropic/claude-sonnet-5-5');
  assert.equal(chosen({ OPENAI_API_KEY: 'k', GEMINI_API_KEY: 'k' }), 'openai/gpt-5.5');
  assert.equal(chosen({ OPENAI_API_KEY: '', GOOGLE_API_KEY: 'k' }), 'google/gemini-pro-latest');
});

test('what is missing or wrong is said with the variable to set', () => {
  assert.throws(
    () => chooseModel({}),
    isError('model_credentials', /TASKLANE_MODEL.*OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY/),
  );
  assert.throws(
    () => chooseModel({ TASKLANE_MODEL: 'google/g' }),
    isError('model_credentials', /GEMINI_API_KEY or GOOGLE_API_KEY/),
  );
  assert.throws(
    () => chooseModel({ TASKLANE_MODEL: 'openai-compatible/m' }),
    isError('invalid_config', /Set TASKLANE_BASE_URL/),
  );
  for (const wrong of ['gpt-5.5', 'nobody/m', 'openai/', '/m'])
    assert.throws(
      () => chooseModel({ TASKLANE_MODEL: wrong, OPENAI_API_KEY: 'k' }),
      isError('invalid_config', /openai, anthropic, google, openai-compatible/),
    );
});

test('limits have defaults, and refuse what is no number of turns', () => {
  assert.deepEqual(readLimits({}), { maxTurns: 200, contextWindow: 200_000 });
  assert.equal(readLimits({ TASKLANE_MAX_TURNS: '7' }).maxTurns, 7);
  for (const wrong of ['0', '-1', '1.5', 'many'])
    assert.throws(
      () => readLimits({ TASKLANE_MAX_TURNS: wrong }),
      isError('invalid_config', /TASKLANE_MAX_TURNS/),
    );
});

test('without a HOME there is no place for conversations', () => {
  assert.equal(sessionsDir({ HOME: '/home/me' }), '/home/me/.tasklane-agent/sessions');
  assert.throws(() => sessionsDir({}), isError('invalid_config', /HOME/));
});
