// What is known of applied work, and where a person can see it in a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMergeWorld } from '../../test/support/merge-world.ts';
import { tempDir } from '../../test/support/temp-dir.ts';

test('R24 R31 R34 applied work has its commits with their messages, and pages on the host of the remote', async (context) => {
  const world = await openMergeWorld(tempDir(context), { files: { 'a.txt': 'one\n' } });
  context.after(() => world.close());
  await world.engine.start();
  const ready = await world.ready('search', { 'b.txt': 'b\n' });
  assert.equal(await world.engine.pages.linksOf(ready), null);
  world.repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  const { search } = await world.applyAll();
  assert.ok(search?.state === 'done');
  assert.equal(search.commit, world.repository.git('rev-parse', 'main'));
  assert.deepEqual(
    search.result?.commits.map(({ oid, message }) => [oid, message.trim()]),
    [[ready.result?.head, 'make search']],
  );
  assert.deepEqual(await world.engine.pages.linksOf(search), {
    commit: `https://github.com/acme/shop/commit/${search.commit}`,
    compare: `https://github.com/acme/shop/compare/${search.result?.base}...${search.commit}`,
    branch: 'https://github.com/acme/shop/tree/main',
  });
});
