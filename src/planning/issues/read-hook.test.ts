import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHook } from './read-hook.ts';

const github = (action: string, more: object = {}): object => ({
  action,
  issue: {
    html_url: 'https://github.com/owner/name/issues/12',
    title: 'Fix it',
    body: null,
    state: 'open',
    user: { login: 'ada' },
    labels: [{ name: 'tasklane' }],
    ...more,
  },
});
const gitlab = (action: string, state = 'opened'): object => ({
  user: { username: 'ada' },
  object_attributes: {
    action,
    state,
    url: 'https://gitlab.com/group/name/-/issues/7',
    title: 'Fix it',
    description: 'Please.',
    labels: [{ title: 'tasklane', id: 1 }],
  },
});

test('an issue that is new, open again or labelled is one, in the words of each tracker', () => {
  const read = [
    readHook('github', 'issues', github('labeled')),
    readHook('gitea', 'issues', github('label_updated')),
    readHook('gitlab', 'Issue Hook', gitlab('open')),
  ];
  assert.deepEqual(
    read.map((hook) => hook.kind === 'issue' && [hook.issue.title, hook.issue.author, hook.issue.labels]),
    Array.from({ length: 3 }, () => ['Fix it', 'ada', ['tasklane']]),
  );
});

test('everything else makes nothing, and says why', () => {
  const why = (...given: Parameters<typeof readHook>): string => {
    const hook = readHook(...given);
    return hook.kind === 'other' ? hook.reason : 'an issue';
  };
  assert.match(why('github', 'ping', { zen: 'x' }), /“ping” is not about an issue/);
  assert.match(why('github', 'issues', github('closed', { state: 'closed' })), /makes no issue new/);
  assert.match(why('github', 'issues', github('labeled', { state: 'closed' })), /closed/);
  assert.match(why('github', 'issues', github('opened', { pull_request: {} })), /pull request/);
  assert.match(why('gitlab', 'Issue Hook', gitlab('close', 'closed')), /makes no issue new/);
  for (const wrong of [
    null,
    7,
    [],
    {},
    { action: 7 },
    { action: 'opened', issue: { html_url: 'x'.repeat(9000) } },
  ])
    assert.match(why('github', 'issues', wrong), /cannot be read/);
});
