import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../test/support/random.ts';
import { areOrdered, findChain, findCycle, inOrderOfStart } from './dependencies.ts';
import type { EdgesOf } from './dependencies.ts';

/** `a>b` means that a waits for b. */
function graph(...edges: readonly string[]): EdgesOf {
  const pairs = edges.map((edge) => edge.split('>'));
  return (id) => pairs.filter(([from]) => from === id).map(([, to]) => to ?? '');
}

test('a circle is found and told from its beginning back to it, the shortest one first', () => {
  assert.deepEqual(findCycle('a', graph('a>b', 'b>c', 'c>a')), ['a', 'b', 'c', 'a']);
  assert.deepEqual(findCycle('a', graph('a>b', 'b>c', 'c>a', 'b>a')), ['a', 'b', 'a']);
  assert.deepEqual(findCycle('a', graph('a>a')), ['a', 'a']);
  assert.equal(findCycle('a', graph('a>b', 'a>c', 'b>d', 'c>d')), null);
});

test('a circle that others are in does not keep the search from its end', () => {
  assert.equal(findCycle('a', graph('a>b', 'b>c', 'c>b')), null);
});

test('two tasks are ordered when one waits for the other, over however many', () => {
  const edges = graph('a>b', 'b>c', 'x>c');
  assert.equal(areOrdered('a', 'c', edges), true);
  assert.equal(areOrdered('c', 'a', edges), true);
  assert.equal(areOrdered('a', 'x', edges), false);
  assert.deepEqual(findChain('a', 'c', edges), ['a', 'b', 'c']);
});

test('a chain of a hundred thousand is walked without running out of stack', () => {
  const edges: EdgesOf = (id) => (Number(id) === 0 ? [] : [String(Number(id) - 1)]);
  assert.equal(findChain('100000', '0', edges)?.length, 100_001);
  const turn = Array.from({ length: 100_000 }, (_, index) => ({ id: String(99_999 - index) }));
  assert.equal(inOrderOfStart(turn, edges)[0]?.id, '0');
});

test('everything starts behind what it waits for, and otherwise by turn', () => {
  const order = (turn: string, edges: EdgesOf): string =>
    inOrderOfStart(
      turn.split('').map((id) => ({ id })),
      edges,
    )
      .map(({ id }) => id)
      .join('');
  assert.equal(order('abc', graph()), 'abc');
  assert.equal(order('abc', graph('a>c')), 'cab');
  assert.equal(order('abcd', graph('a>b', 'b>d')), 'dbac');
  // What is not in the queue (it runs, or is done) keeps nobody back; a circle keeps its turn.
  assert.equal(order('ab', graph('a>z', 'a>b', 'b>a')), 'ba');
});

test('the order of start has every task once, none before its prerequisites, for random graphs', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 200; round += 1) {
    const turn = Array.from({ length: 12 }, (_, index) => ({ id: String(index) }));
    const edges = new Map(
      // Edges to lower ids only, so that there is no circle; the turn is shuffled against them.
      turn.map(({ id }) => [
        id,
        turn.filter((to) => Number(to.id) < Number(id) && random.below(5) === 0).map((to) => to.id),
      ]),
    );
    turn.sort(() => random.below(3) - 1);
    const ordered = inOrderOfStart(turn, (id) => edges.get(id) ?? []).map(({ id }) => id);
    assert.deepEqual(ordered.toSorted(), turn.map(({ id }) => id).toSorted());
    for (const [at, id] of ordered.entries())
      for (const needed of edges.get(id) ?? [])
        assert.ok(ordered.indexOf(needed) < at, `${needed} before ${id}`);
  }
});
