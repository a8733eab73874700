import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGlobs } from '../../../bench/queue/ownerships.ts';
import { seededRandom } from '../../../test/support/random.ts';
import type { Random } from '../../../test/support/random.ts';
import { meet, owns, parseOwnership } from '../ownership.ts';
import type { Ownership } from '../ownership.ts';
import { OwnershipIndex } from './ownership-index.ts';

test('R201 a claim that overlaps is told with whom, on which path, and through which globs', () => {
  const index = new OwnershipIndex();
  index.add('4', parseOwnership(['docs/**']));
  index.add('7', parseOwnership(['src/{api,web}/**', '!src/api/generated']));
  assert.deepEqual(index.conflict(parseOwnership(['README.md', 'src/api/auth/login.ts'])), {
    id: '7',
    path: 'src/api/auth/login.ts',
    mine: 'src/api/auth/login.ts',
    theirs: 'src/{api,web}/**',
  });
  assert.equal(index.conflict(parseOwnership(['src/api/generated/**', 'lib'])), null);
});

test('a released ownership stands in nobody’s way', () => {
  const index = new OwnershipIndex();
  const claim = parseOwnership(['src/a/b.ts']);
  index.add('1', parseOwnership(['src/**', 'src/a/b.ts']));
  index.add('2', parseOwnership(['src/a/**']));
  index.remove('1');
  index.remove('unknown');
  assert.equal(index.conflict(claim)?.id, '2');
  index.add('2', parseOwnership(['src/c']));
  assert.equal(index.conflict(claim), null);
  assert.equal(index.size, 1);
});

test('every conflicting owner is named once', () => {
  const index = new OwnershipIndex();
  for (const [id, glob] of Object.entries({
    a: '**/*.ts',
    b: 'src/x/y',
    c: 'src/[ab]x',
    d: 'lib/**',
    e: 'src',
  }))
    index.add(id, parseOwnership([glob]));
  const conflicts = [...index.conflicts(parseOwnership(['src/x/**', 'src/x*/**', 'src/?']))];
  assert.deepEqual(conflicts.map((conflict) => conflict.id).sort(), ['a', 'b', 'e']);
});

/** Globs that begin with the same few names, so that they meet at every depth of the tree. */
function crowdedGlobs(random: Random): string[] {
  const names = ['a', 'a', 'b', 'ab', 'a*', '**', '*b', '?', '{a,b}', '*'];
  const glob = () => Array.from({ length: 1 + random.below(4) }, () => random.pick(names)).join('/');
  return random.below(10) < 3 ? [glob(), `!${glob()}`] : [glob()];
}

/** Adds, removes and asks in turn; the answers must be those of comparing with everybody. */
function assertLikeEverybody(lists: readonly (readonly string[])[], random: Random): number {
  const index = new OwnershipIndex();
  const held = new Map<string, Ownership>();
  let conflicting = 0;
  for (const [round, globs] of lists.entries()) {
    const wanted = parseOwnership(globs);
    const expected = [...held].filter(([, other]) => meet(wanted, other) !== null).map(([id]) => id);
    const found = [...index.conflicts(wanted)];
    assert.deepEqual(found.map((conflict) => conflict.id).sort(), expected.sort(), globs.join(' '));
    for (const { id, path } of found) {
      const other = held.get(id);
      assert.ok(owns(wanted, path) && other !== undefined && owns(other, path), path);
    }
    conflicting += found.length > 0 ? 1 : 0;
    if (random.below(2) === 0) {
      held.set(String(round), wanted);
      index.add(String(round), wanted);
    }
    const oldest = held.keys().next().value;
    if (oldest !== undefined && random.below(5) < 2) {
      held.delete(oldest);
      index.remove(oldest);
    }
  }
  return conflicting;
}

test('R201 the index finds exactly whom comparing with everybody finds, on crowded and on ordinary boards', () => {
  const random = seededRandom(3);
  const crowded = Array.from({ length: 1_500 }, () => crowdedGlobs(random));
  assert.ok(assertLikeEverybody(crowded, random) > 500);
  assert.ok(assertLikeEverybody(makeGlobs(400, 20, random), random) > 5);
});
