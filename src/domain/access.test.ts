import assert from 'node:assert/strict';
import { test } from 'node:test';
import { may, mayAnywhere, projectRoles, reachOf, rules, scopes, withContained } from './access.ts';
import type { Action, Actor, ProjectRole, Scope } from './access.ts';
import { projectId, userId } from './ids.ts';

const shop = projectId('shop');
const bank = projectId('bank');
const actions = Object.keys(rules) as Action[];

function actor(given: Partial<Actor> = {}): Actor {
  return {
    userId: userId('u1'),
    username: 'ada',
    role: 'member',
    memberships: new Map([[shop, 'member']]),
    scopes,
    projects: null,
    tokenId: 'a',
    via: 'api',
    expiresAt: null,
    ...given,
  };
}

const ofProject = actions.filter((action) => !['user', 'admin'].includes(rules[action].needs));

test('R218 whatever it is, a thing of a project that one does not belong to is not there', () => {
  const restricted = { role: 'admin', projects: [bank] } as const;
  for (const one of [actor({ memberships: new Map() }), actor({ projects: [bank] }), actor(restricted)])
    for (const action of actions)
      assert.deepEqual(may(one, action, shop), { kind: 'hidden' }, `${action} as ${JSON.stringify(one)}`);
});

test('R218 a missing scope on a thing that one can see is named, whatever the role', () => {
  for (const role of ['admin', 'member'] as const)
    for (const action of actions)
      for (const scope of scopes) {
        const verdict = may(actor({ role, scopes: withContained([scope]) }), action, shop);
        const needed: Scope = rules[action].scope;
        const isIn = withContained([scope]).includes(needed);
        assert.equal(verdict.kind === 'scope', !isIn, `${action} with ${scope}`);
        if (verdict.kind === 'scope') assert.equal(verdict.needs, needed);
      }
});

test('each project role may what the one before it may, and more', () => {
  const allowed = projectRoles.map((role: ProjectRole) => {
    const one = actor({ memberships: new Map([[shop, role]]) });
    return ofProject.filter((action) => may(one, action, shop).kind === 'allowed');
  });
  const [viewer = [], member = [], owner = []] = allowed;
  assert.ok(viewer.every((action) => action.endsWith('.read')) && viewer.length > 0);
  assert.ok(viewer.every((action) => member.includes(action)) && member.length > viewer.length);
  assert.ok(member.every((action) => owner.includes(action)) && owner.length > member.length);
  assert.ok(!member.includes('member.edit') && owner.includes('member.edit'));
});

test('an admin may everything, everywhere; a token for some projects nothing that concerns all', () => {
  const admin = actor({ role: 'admin', memberships: new Map() });
  for (const action of actions)
    assert.deepEqual(may(admin, action, ofProject.includes(action) ? bank : null), { kind: 'allowed' });
  assert.equal(may({ ...admin, projects: [bank] }, 'user.create', null).kind, 'restricted');
  assert.deepEqual(may(actor(), 'user.create', null), { kind: 'role', needs: 'admin' });
});

test('lists reach what one belongs to, and what the token is for', () => {
  const both = new Map([
    [shop, 'viewer'],
    [bank, 'owner'],
  ] as const);
  assert.deepEqual(reachOf(actor({ memberships: both })), [shop, bank]);
  assert.deepEqual(reachOf(actor({ memberships: both, projects: [bank] })), [bank]);
  assert.deepEqual(reachOf(actor({ memberships: new Map() })), []);
  assert.deepEqual(reachOf(actor({ projects: [bank] })), []);
  assert.equal(reachOf(actor({ role: 'admin' })), null);
  assert.deepEqual(reachOf(actor({ role: 'admin', projects: [bank] })), [bank]);
});

test('what one may nowhere is told, so that it need not be offered', () => {
  const member = new Map([[shop, 'member']] as const);
  for (const action of actions) {
    const one = actor({ memberships: member });
    const somewhere = ofProject.includes(action) ? shop : null;
    assert.equal(mayAnywhere(one, action), may(one, action, somewhere).kind === 'allowed', action);
    assert.equal(
      mayAnywhere({ ...one, projects: [bank] }, action),
      !ofProject.includes(action) && mayAnywhere(one, action),
      action,
    );
    assert.equal(mayAnywhere({ ...one, scopes: [] }, action), false, action);
    assert.equal(mayAnywhere(actor({ role: 'admin', memberships: new Map() }), action), true, action);
  }
});

test('write contains claim and read; apply is asked for by name', () => {
  assert.deepEqual(withContained(['write']), ['read', 'claim', 'write']);
  assert.deepEqual(withContained(['apply']), ['read', 'apply']);
  assert.deepEqual(withContained(['admin']), [...scopes]);
});
