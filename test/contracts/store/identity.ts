// People, what they belong to, their tokens, and the audit log.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { userId } from '../../../src/domain/ids.ts';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import type { Token } from '../../../src/domain/token.ts';
import type { User } from '../../../src/domain/user.ts';
import { createIn, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

function sampleUser(name: string, given: Partial<User> = {}): User {
  return {
    id: userId(randomUUID()),
    name,
    email: null,
    role: 'member',
    state: 'active',
    subject: null,
    password: null,
    createdAt: 1,
    ...given,
  };
}

function sampleToken(user: User, id: string, given: Partial<Token> = {}): Token {
  return {
    id,
    userId: user.id,
    kind: 'api',
    name: 'ci',
    hash: 'ab'.repeat(32),
    scopes: ['read', 'apply'],
    projects: null,
    createdAt: 1,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...given,
  };
}

const sampleEntry: Omit<AuditEntry, 'id'> = {
  at: 5,
  actor: 'ada',
  tokenId: 'a',
  action: 'task.apply',
  resource: 'task 1',
  outcome: 'done',
  error: null,
  ip: '127.0.0.1',
};

export function identityContract(contract: Contract): void {
  contract('a person is found by id, name and subject, and lists are by name', async ({ store, reopen }) => {
    const bob = sampleUser('bob', { subject: 'https://issuer bob', password: 'scrypt$…' });
    const ada = sampleUser('ada', { email: 'ada@example.com', role: 'admin' });
    for (const user of [bob, ada]) await store.users.insert(user);
    const again = await reopen();
    assert.deepEqual(await again.users.list(), [ada, bob]);
    assert.deepEqual(await again.users.get(ada.id), ada);
    assert.deepEqual([await again.users.find('bob'), await again.users.find(bob.id)], [bob, bob]);
    assert.deepEqual(await again.users.bySubject('https://issuer bob'), bob);
    assert.equal(await again.users.find('nobody'), undefined);
  });

  contract('a name and a subject belong to one person', async ({ store }) => {
    await store.users.insert(sampleUser('ada', { subject: 'home' }));
    const name = await rejects(store.users.insert(sampleUser('ada')), 'already_exists');
    assert.match(name.message, /“ada”/);
    await rejects(store.users.insert(sampleUser('bob', { subject: 'home' })), 'already_exists');
    assert.equal((await store.users.list()).length, 1);
  });

  contract('an update of a person changes what it names and nothing else', async ({ store }) => {
    const ada = sampleUser('ada', { email: 'ada@example.com' });
    await store.users.insert(ada);
    const suspended = await store.users.update(ada.id, { state: 'suspended' });
    assert.deepEqual(suspended, { ...ada, state: 'suspended' });
    await store.users.update(ada.id, {});
    assert.deepEqual(await store.users.get(ada.id), suspended);
    await rejects(store.users.update(userId('nobody'), { state: 'active' }), 'not_found');
  });

  contract('who belongs to a project has one role in it, and none when either is gone', async (bench) => {
    const { store, project } = bench;
    const [shop, bank] = [await project('shop'), await project('bank')];
    const [ada, bob] = [sampleUser('ada'), sampleUser('bob')];
    for (const user of [ada, bob]) await store.users.insert(user);
    for (const { id } of [shop, bank])
      await store.members.put({ projectId: id, userId: ada.id, role: 'viewer' });
    await store.members.put({ projectId: shop.id, userId: ada.id, role: 'owner' });
    await store.members.put({ projectId: shop.id, userId: bob.id, role: 'member' });
    const roles = await store.members.ofUser(ada.id);
    assert.deepEqual([roles.size, roles.get(shop.id), roles.get(bank.id)], [2, 'owner', 'viewer']);
    assert.equal(await store.members.remove(shop.id, bob.id), true);
    assert.equal(await store.members.remove(shop.id, bob.id), false);
    await store.projects.remove(bank.id);
    assert.deepEqual([...(await store.members.ofUser(ada.id))], [[shop.id, 'owner']]);
    await store.users.remove(ada.id);
    assert.deepEqual(await store.members.ofProject(shop.id), []);
    await rejects(store.users.remove(ada.id), 'not_found');
  });

  contract('a token comes with its person and what they belong to', async ({ store, project, reopen }) => {
    const shop = await project();
    const ada = sampleUser('ada');
    await store.users.insert(ada);
    await store.members.put({ projectId: shop.id, userId: ada.id, role: 'member' });
    const token = sampleToken(ada, 'abcdefghij', { projects: [shop.id], expiresAt: 9 });
    await store.tokens.insert(token);
    const bearer = await (await reopen()).tokens.bearer('abcdefghij');
    assert.deepEqual(bearer, { token, user: ada, memberships: new Map([[shop.id, 'member']]) });
  });

  contract('tokens are listed newest first, revoked once, and gone with their person', async ({ store }) => {
    const [ada, bob] = [sampleUser('ada'), sampleUser('bob')];
    for (const user of [ada, bob]) await store.users.insert(user);
    for (const [user, id, kind] of [
      [ada, 'one', 'api'],
      [ada, 'two', 'session'],
      [bob, 'three', 'session'],
    ] as const)
      await store.tokens.insert(sampleToken(user, id, { kind }));
    assert.deepEqual(
      (await store.tokens.list(ada.id)).map(({ id }) => id),
      ['two', 'one'],
    );
    assert.deepEqual(
      (await store.tokens.list()).map(({ id }) => id),
      ['three', 'two', 'one'],
    );
    assert.equal((await store.tokens.revoke('one', 7)).revokedAt, 7);
    assert.equal((await store.tokens.revoke('one', 8)).revokedAt, 7, 'the first time is kept');
    await store.tokens.revokeAll(ada.id, 9, 'session');
    await store.tokens.used('three', 11);
    const states = (await store.tokens.list()).map(({ id, revokedAt, lastUsedAt }) => [
      id,
      revokedAt,
      lastUsedAt,
    ]);
    assert.deepEqual(states, [
      ['three', null, 11],
      ['two', 9, null],
      ['one', 7, null],
    ]);
    await rejects(store.tokens.revoke('nothing', 1), 'not_found');
    await store.users.remove(ada.id);
    assert.equal(await store.tokens.bearer('one'), undefined);
    assert.deepEqual(
      (await store.tokens.list()).map(({ id }) => id),
      ['three'],
    );
  });

  contract(
    'R215 the audit log is read newest first, in pages, and outlives whom it names',
    async ({ store }) => {
      const ada = sampleUser('ada');
      await store.users.insert(ada);
      for (const [actor, action] of [
        ['ada', 'task.apply'],
        ['bob', 'task.apply'],
        ['ada', 'user.create'],
        [null, 'login.password'],
      ] as const)
        await store.audit.append({ ...sampleEntry, actor, action });
      await store.users.remove(ada.id);
      const ids = async (query: Parameters<typeof store.audit.list>[0]): Promise<readonly number[]> =>
        (await store.audit.list(query)).map((entry) => entry.id);
      assert.deepEqual(await ids({ limit: 3 }), [4, 3, 2]);
      assert.deepEqual(await ids({ limit: 3, before: 2 }), [1]);
      assert.deepEqual(await ids({ limit: 9, actor: 'ada' }), [3, 1]);
      assert.deepEqual(await ids({ limit: 9, action: 'task.apply' }), [2, 1]);
      assert.deepEqual((await store.audit.list({ limit: 1, before: 2 }))[0], { ...sampleEntry, id: 1 });
    },
  );

  contract('R218 what lies out of reach is not there, also by its full id', async ({ store, project }) => {
    const [shop, bank] = [await project('shop'), await project('bank')];
    const mine = await createIn(store, shop, 'queued');
    const other = await createIn(store, bank, 'queued');
    const reach = [shop.id];
    assert.equal((await store.tasks.find('1', undefined, reach))?.id, mine.id);
    assert.equal((await store.tasks.find(mine.name, undefined, reach))?.id, mine.id);
    assert.equal(await store.tasks.find(other.id, undefined, reach), undefined);
    await rejects(store.tasks.find('1', undefined, null), 'ambiguous');
    assert.deepEqual(
      (await store.tasks.list({ reach })).map(({ id }) => id),
      [mine.id],
    );
    assert.deepEqual(await store.tasks.list({ reach: [] }), []);
    assert.equal((await store.tasks.list({ reach: null })).length, 2);
    const events = await store.events.read({ reach });
    assert.deepEqual(new Set(events.map((event) => event.taskId)), new Set([mine.id]));
    assert.deepEqual(await store.events.read({ reach: [] }), []);
    assert.deepEqual(await store.events.read({ reach, taskId: other.id }), []);
  });
}
