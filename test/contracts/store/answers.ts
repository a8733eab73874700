// Kept answers: a request is begun once, answered for as long as it is kept, and forgotten after.
import assert from 'node:assert/strict';
import type { Contract } from './setup.ts';

const keepMs = 1000;
const request = { actor: 'ada', key: 'key-1', fingerprint: 'one' };

export function answersContract(contract: Contract): void {
  contract('a request is begun once, however many begin it at once', async ({ store }) => {
    const found = await Promise.all(Array.from({ length: 8 }, () => store.answers.begin(request, keepMs)));
    const kinds = found.map(({ kind }) => kind).toSorted();
    assert.deepEqual(kinds, [...Array.from({ length: 7 }, () => 'begun'), 'new']);
  });

  contract('an answer is kept, through a restart, for its own request only', async ({ store, reopen }) => {
    await store.answers.begin(request, keepMs);
    await store.answers.keep(request, 'made');
    const again = await reopen();
    assert.deepEqual(await again.answers.begin(request, keepMs), { kind: 'answered', answer: 'made' });
    assert.deepEqual(await again.answers.begin({ ...request, fingerprint: 'two' }, keepMs), {
      kind: 'other',
    });
    assert.deepEqual(await again.answers.begin({ ...request, actor: 'bob' }, keepMs), { kind: 'new' });
    assert.deepEqual(await again.answers.begin({ ...request, key: 'key-2' }, keepMs), { kind: 'new' });
  });

  contract(
    'a request that came to nothing may be begun again; one that was answered may not',
    async ({ store }) => {
      await store.answers.begin(request, keepMs);
      await store.answers.drop(request);
      assert.deepEqual(await store.answers.begin(request, keepMs), { kind: 'new' });
      await store.answers.keep(request, 'made');
      await store.answers.drop(request);
      assert.deepEqual(await store.answers.begin(request, keepMs), { kind: 'answered', answer: 'made' });
    },
  );

  contract('an answer is forgotten after its time, and not before', async ({ store, clock }) => {
    await store.answers.begin(request, keepMs);
    await store.answers.keep(request, 'made');
    clock.at += keepMs - 1;
    assert.deepEqual(await store.answers.begin(request, keepMs), { kind: 'answered', answer: 'made' });
    clock.at += 1;
    assert.deepEqual(await store.answers.begin(request, keepMs), { kind: 'new' });
  });
}
