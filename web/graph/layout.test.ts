import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from './layout.ts';
import type { Linked } from './layout.ts';

const task = (id: string, ...needs: string[]): Linked => ({ id, needs });

test('R180 what comes first stands left of all that waits for it, and what hangs on nothing is not shown', () => {
  const { nodes, edges, layers, rows } = layoutOf([
    task('d', 'b', 'c'),
    task('b', 'a'),
    task('c', 'a', 'nobody knows'),
    task('a'),
    task('alone'),
  ]);
  const layer = new Map(nodes.map((node) => [node.id, node.layer]));
  assert.deepEqual([...layer.keys()].sort(), ['a', 'b', 'c', 'd']);
  for (const { from, to } of edges)
    assert.ok((layer.get(from) ?? 9) < (layer.get(to) ?? 0), `${from} → ${to}`);
  assert.deepEqual([layers, rows, edges.length], [3, 2, 4]);
});

test('lines do not cross where they need not', () => {
  const { nodes } = layoutOf([task('a'), task('b'), task('x', 'b'), task('y', 'a')]);
  const row = new Map(nodes.map((node) => [node.id, node.row]));
  assert.equal((row.get('a') ?? 0) < (row.get('b') ?? 0), (row.get('y') ?? 0) < (row.get('x') ?? 0));
});

test('a chain of thousands is laid out, and a circle ends', () => {
  const chain = Array.from({ length: 5000 }, (_, index) =>
    task(`${index}`, ...(index > 0 ? [`${index - 1}`] : [])),
  );
  assert.equal(layoutOf(chain.toReversed()).layers, 5000);
  assert.equal(layoutOf([task('a', 'b'), task('b', 'a'), task('c', 'c')]).nodes.length, 2);
});
