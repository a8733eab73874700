import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolEnvironment } from './tool-env.ts';

test('commands in a workspace see toolchains and proxies, their own home, and no key of the person', () => {
  const made = toolEnvironment(
    { PATH: '/bin', HOME: '/home/person', OPENAI_API_KEY: 'secret', GH_TOKEN: 'secret', JAVA_HOME: '/java' },
    '/task/home',
  );
  assert.deepEqual(made, { PATH: '/bin', JAVA_HOME: '/java', HOME: '/task/home', CI: 'true', NO_COLOR: '1' });
});
