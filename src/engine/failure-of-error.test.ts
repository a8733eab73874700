import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { failureOfError } from './failure-of-error.ts';

test('a fact that the message has is not in the detail again, and an empty one is nowhere', () => {
  const failure = failureOfError(
    new AppError('model_credentials', 'Tasklane agent has no access to its model: there is no key.', {
      next: 'Set OPENAI_API_KEY.',
      details: {
        agent: 'tasklane',
        data: { kind: 'credentials', status: null, next: 'Set OPENAI_API_KEY.', details: ['x'] },
        printed: '',
        signal: null,
        files: [],
      },
      cause: new Error('There is no key. Set OPENAI_API_KEY.'),
    }),
  );
  assert.deepEqual([failure.kind, failure.detail], ['credentials', 'details: ["x"]']);
});

test('what the details add is kept, each fact once', () => {
  const error = new AppError('agent_unavailable', 'odd exited with code 7 while it worked: fatal: 404', {
    details: { exitCode: 7, printed: 'warming up\nfatal: 404', port: 4, said: 'fatal: 404' },
    cause: new Error('warming up fatal: 404'),
  });
  assert.equal(failureOfError(error).detail, 'printed:\nwarming up\nfatal: 404\nport: 4');
});

test('who lacks a key is told that a running daemon does not see a new one', () => {
  const words = (code: 'model_credentials' | 'model_network'): string =>
    failureOfError(new AppError(code, 'No.', { next: 'Do this.' })).next;
  assert.match(words('model_credentials'), /^Do this\. A daemon that runs already .*`tasklane stop`/);
  assert.equal(words('model_network'), 'Do this.');
});

test('a defect keeps its stack', () => {
  const failure = failureOfError(new Error('boom'));
  assert.deepEqual([failure.kind, failure.message], ['other', 'boom']);
  assert.match(failure.detail, /failure-of-error\.test/);
});
