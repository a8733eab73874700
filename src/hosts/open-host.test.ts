// What git hosts answer, over HTTP, to whoever asks them to take work.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository } from '../../test/support/git-repo.ts';
import { startGitHost } from '../../test/support/git-host-server.ts';
import type { Answer, GitHostServer } from '../../test/support/git-host-server.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { AppError } from '../domain/errors.ts';
import { azure } from './azure.ts';
import { bitbucket } from './bitbucket.ts';
import type { PullRequestHost } from './host.ts';
import { hostOpener } from './open-host.ts';

async function openGithub(context: TestContext): Promise<{ host: PullRequestHost; server: GitHostServer }> {
  const dir = tempDir(context);
  const repository = createRepository(join(dir, 'made'));
  repository.git('branch', 'work');
  repository.git('clone', '-q', '--bare', '.', join(dir, 'team/app.git'));
  const server = await startGitHost(context, { kind: 'github', dir });
  const tokenFor = (origin: string): string | null => (origin === server.origin ? server.token : null);
  const host = hostOpener(() => 1_000_000)({ remote: server.remote, host: 'github', tokenFor });
  return { host, server };
}

const wanted = { title: 'Work', body: 'done', branch: 'work', into: 'main' };
const { signal } = new AbortController();

const refusals: readonly (readonly [what: string, answers: readonly Answer[], notice: RegExp])[] = [
  [
    '401',
    [{ status: 401, body: { message: 'token hush-0123456789 is expired' } }],
    /^credentials: 127\.0\.0\.1:\d+\/team\/app does not take the token \(401\): token \*\*\* is expired\.$/,
  ],
  [
    '403',
    [{ status: 403, body: { message: 'Resource not accessible by personal access token' } }],
    /^credentials: The token may not do that on .* \(403\): Resource not accessible/,
  ],
  [
    '403 of a rate limit',
    [{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, body: {} }],
    /^network: .* wants fewer questions at present \(403\)\.$/,
  ],
  [
    '404 for a repository that it may not see',
    [{ status: 404, body: { message: 'Not Found' } }],
    /^credentials: .* is not there, or the token may not see it \(404\): Not Found\.$/,
  ],
  [
    '422',
    [
      { status: 200, body: [] },
      { status: 422, body: { message: 'Validation Failed', errors: [{ field: 'base', code: 'invalid' }] } },
      { status: 200, body: [] },
    ],
    /^push_rejected: .* does not take the pull request \(422\): Validation Failed\.$/,
  ],
  ['429', [{ status: 429, headers: { 'retry-after': '60' } }], /^network: .* wants fewer questions/],
  ['500', [{ status: 500, body: '<html>oops' }], /^network: .* is in trouble \(500\)\.$/],
  [
    'a redirect',
    [{ status: 301, headers: { location: 'http://elsewhere.example.com/' } }],
    /^other: .* has moved \(301\); redirects are not followed\.$/,
  ],
  [
    'another shape',
    [{ status: 200, body: { values: [] } }],
    /^other: .* answered in a way that is not known/,
  ],
];

test('what a host refuses is one sentence with the next step and without the token', async (context) => {
  const { host, server } = await openGithub(context);
  for (const [what, answers, expected] of refusals) {
    server.answerNext(...answers);
    const error = await host.open(wanted, signal).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AppError && error.code === 'host_failed', what);
    assert.match(`${String(error.details['failureKind'])}: ${error.message}`, expected, what);
    assert.ok((error.next ?? '').length > 10, what);
    assert.doesNotMatch(JSON.stringify([error.message, error.next, error.details]), /hush/, what);
  }
  assert.deepEqual(server.pulls, []);
  assert.equal((await host.open(wanted, signal)).state, 'open');
});

test('a host that wants to be left alone says for how long: by Retry-After, or by when its hour is over', async (context) => {
  const { host, server } = await openGithub(context);
  const limits: readonly (readonly [Answer, number])[] = [
    [{ status: 429, headers: { 'retry-after': '120' } }, 120_000],
    [{ status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:17:00 GMT' } }, 20_000],
    [{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1060' } }, 60_000],
  ];
  for (const [answer, expected] of limits) {
    server.answerNext(answer);
    const error = await host.look(1, signal).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AppError);
    assert.equal(error.details['retryAfterMs'], expected);
  }
});

test('who stops is not told that the host failed', async (context) => {
  const { host } = await openGithub(context);
  const reason = new Error('stopping');
  await assert.rejects(host.look(1, AbortSignal.abort(reason)), reason);
});

test('Bitbucket and Azure: where they are asked, and what their answers mean', () => {
  const page = new URL('https://bitbucket.org/team/app');
  assert.equal(bitbucket.api(page), 'https://api.bitbucket.org/2.0/repositories/team/app/pullrequests');
  const commit = 'a'.repeat(40);
  const links = { html: { href: 'https://bitbucket.org/team/app/pull-requests/3' } };
  const shown = { id: 3, state: 'MERGED', links, merge_commit: { hash: commit } };
  assert.deepEqual(bitbucket.found({ values: [shown] }, page), {
    number: 3,
    url: links.html.href,
    state: 'merged',
    commit,
  });
  assert.equal(bitbucket.read({ ...shown, state: 'DECLINED' }, page).state, 'closed');
  assert.equal(bitbucket.headers('me:pass')['authorization'], `Basic ${btoa('me:pass')}`);

  const azurePage = new URL('https://dev.azure.com/org/project/_git/app');
  const root = 'https://dev.azure.com/org/project/_apis/git/repositories/app/pullrequests';
  assert.equal(azure.api(azurePage), root);
  assert.deepEqual(azure.read({ pullRequestId: 4, status: 'abandoned' }, azurePage), {
    number: 4,
    url: 'https://dev.azure.com/org/project/_git/app/pullrequest/4',
    state: 'closed',
    commit: null,
  });
  assert.equal(azure.found({ value: [] }, azurePage), null);
});
