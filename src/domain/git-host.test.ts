import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksFor } from './git-host.ts';
import type { GitHost } from './git-host.ts';

const wanted = { commit: 'c1', from: 'a1', to: 'b2', branch: 'feature/x y' };

const table: readonly (readonly [
  remote: string,
  known: GitHost | null,
  links: readonly [string, string, string] | null,
])[] = [
  [
    'git@github.com:ada/shop.git',
    null,
    [
      'https://github.com/ada/shop/commit/c1',
      'https://github.com/ada/shop/compare/a1...b2',
      'https://github.com/ada/shop/tree/feature/x%20y',
    ],
  ],
  [
    'https://ada:hush@github.com/ada/shop.git',
    null,
    [
      'https://github.com/ada/shop/commit/c1',
      'https://github.com/ada/shop/compare/a1...b2',
      'https://github.com/ada/shop/tree/feature/x%20y',
    ],
  ],
  [
    'ssh://git@github.com/ada/shop',
    null,
    [
      'https://github.com/ada/shop/commit/c1',
      'https://github.com/ada/shop/compare/a1...b2',
      'https://github.com/ada/shop/tree/feature/x%20y',
    ],
  ],
  [
    'https://gitlab.com/group/sub/shop.git',
    null,
    [
      'https://gitlab.com/group/sub/shop/-/commit/c1',
      'https://gitlab.com/group/sub/shop/-/compare/a1...b2',
      'https://gitlab.com/group/sub/shop/-/tree/feature/x%20y',
    ],
  ],
  [
    'ssh://git@gitlab.example.com:2222/group/shop.git',
    null,
    [
      'https://gitlab.example.com/group/shop/-/commit/c1',
      'https://gitlab.example.com/group/shop/-/compare/a1...b2',
      'https://gitlab.example.com/group/shop/-/tree/feature/x%20y',
    ],
  ],
  [
    'git@bitbucket.org:ada/shop.git',
    null,
    [
      'https://bitbucket.org/ada/shop/commits/c1',
      'https://bitbucket.org/ada/shop/branches/compare/b2%0Da1',
      'https://bitbucket.org/ada/shop/branch/feature/x%20y',
    ],
  ],
  [
    'https://codeberg.org/ada/shop.git',
    null,
    [
      'https://codeberg.org/ada/shop/commit/c1',
      'https://codeberg.org/ada/shop/compare/a1...b2',
      'https://codeberg.org/ada/shop/src/branch/feature/x%20y',
    ],
  ],
  [
    'http://git.example.com:3000/ada/shop.git',
    'gitea',
    [
      'http://git.example.com:3000/ada/shop/commit/c1',
      'http://git.example.com:3000/ada/shop/compare/a1...b2',
      'http://git.example.com:3000/ada/shop/src/branch/feature/x%20y',
    ],
  ],
  [
    'https://dev.azure.com/ada/shop/_git/shop',
    null,
    [
      'https://dev.azure.com/ada/shop/_git/shop/commit/c1',
      'https://dev.azure.com/ada/shop/_git/shop/branchCompare?baseVersion=GCa1&targetVersion=GCb2',
      'https://dev.azure.com/ada/shop/_git/shop?version=GBfeature%2Fx%20y',
    ],
  ],
  [
    'git@ssh.dev.azure.com:v3/ada/shop/shop',
    null,
    [
      'https://dev.azure.com/ada/shop/_git/shop/commit/c1',
      'https://dev.azure.com/ada/shop/_git/shop/branchCompare?baseVersion=GCa1&targetVersion=GCb2',
      'https://dev.azure.com/ada/shop/_git/shop?version=GBfeature%2Fx%20y',
    ],
  ],
  ['https://git.example.com/ada/shop.git', null, null],
  ['/srv/git/shop.git', null, null],
  ['../shop.git', 'github', null],
  ['file:///srv/git/shop.git', 'github', null],
  ['C:\\git\\shop.git', null, null],
  ['', null, null],
];

for (const [remote, known, links] of table)
  test(`R31 the pages of ${remote === '' ? 'nothing' : remote}${known === null ? '' : ` on ${known}`}`, () => {
    const found = linksFor(remote, known, wanted);
    assert.deepEqual(found === null ? null : [found.commit, found.compare, found.branch], links);
  });

test('what is not known has no link, and the others are there', () => {
  const found = linksFor('git@github.com:ada/shop.git', null, { ...wanted, commit: null, to: null });
  assert.deepEqual([found?.commit, found?.compare], [null, null]);
  assert.ok(found?.branch);
});
