import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../test/support/random.ts';
import { Heap } from './heap.ts';

interface Item {
  weight: number;
}

test('the first of a heap is the smallest of what is in it, whatever was added, moved and taken out', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed);
    const heap = new Heap<Item>((a, b) => a.weight - b.weight);
    const items: Item[] = Array.from({ length: 20 }, () => ({ weight: 0 }));
    const inside = new Set<Item>();
    for (let step = 0; step < 100; step += 1) {
      const item = random.pick(items);
      if (random.below(3) === 0) {
        heap.delete(item);
        inside.delete(item);
      } else {
        item.weight = random.below(50);
        heap.place(item);
        inside.add(item);
      }
      const smallest = Math.min(...[...inside].map((one) => one.weight));
      assert.equal(heap.peek()?.weight ?? Infinity, smallest);
      assert.equal(heap.size, inside.size);
    }
  }
});
