import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../test/support/random.ts';
import { after, sampleDraft, sampleIn } from '../../test/support/sample-tasks.ts';
import { projectId } from './ids.ts';
import { policyNames } from './policy.ts';
import { byTurn } from './schedule.ts';
import { priorities } from './task.ts';
import type { TaskIn } from './task.ts';
import { WaitingOrder } from './waiting-order.ts';

type Queued = TaskIn<'queued'>;

function numbers(tasks: readonly Queued[]): readonly number[] {
  return tasks.map((task) => task.number);
}

test('a page of what waits is a piece of the whole queue in order, whatever was added, changed and taken out', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed);
    const order = new WaitingOrder();
    const waiting = new Map<string, Queued>();
    const make = (number: number): Queued => ({
      ...sampleIn('queued', {
        number,
        projectId: projectId(`project-${random.below(3)}`),
        policy: random.pick(policyNames),
        priority: random.pick(priorities),
      }),
      position: random.below(20) / 2,
    });
    const first = Array.from({ length: random.below(10) }, (_, index) => make(index));
    for (const task of first) waiting.set(task.id, task);
    order.load(first);
    for (let step = 0; step < 30; step += 1) {
      const task = make(random.below(25));
      if (random.below(3) === 0) {
        order.remove(task.id);
        waiting.delete(task.id);
      } else {
        order.put(task);
        waiting.set(task.id, task);
      }
      const names = ['project-0', 'project-1', 'project-2'];
      const only = random.below(2) === 0 ? null : names.filter(() => random.below(2) === 0);
      const isWanted = (one: Queued): boolean => only === null || only.includes(one.projectId);
      const all = [...waiting.values()].filter(isWanted).sort(byTurn);
      assert.equal(order.count(only), all.length);
      const limit = 1 + random.below(6);
      const from = random.below(all.length + 1);
      const place = all[from - 1] ?? null;
      assert.deepEqual(numbers(order.page(only, place, limit)), numbers(all.slice(from, from + limit)));
      // The next page is found also when the task at the end of the last one has left.
      if (place === null) continue;
      order.remove(place.id);
      assert.deepEqual(numbers(order.page(only, place, limit)), numbers(all.slice(from, from + limit)));
      order.put(place);
    }
  }
});

test('who is ahead in a lane: the first that keeps it, and how many; not more than 1,000 are counted', () => {
  const order = new WaitingOrder();
  const develop = (number: number): Queued => sampleIn('queued', { number, policy: 'develop' });
  const board = after(sampleDraft({ number: 2 }), 'accepted');
  assert.ok(board.state === 'queued');
  order.load([develop(1), board, develop(3), develop(4), develop(5)]);
  const ahead = (number: number) => {
    const found = order.ahead(develop(number), (other) => other.number !== 1);
    return found && [found.first.number, found.count];
  };
  assert.deepEqual([1, 3, 4, 5].map(ahead), [null, null, [3, 1], [3, 2]]);
  assert.equal(
    order.ahead(board, () => true),
    null,
  );
  order.load(Array.from({ length: 2000 }, (_, index) => develop(10 + index)));
  assert.deepEqual(ahead(1500), [3, 1000]);
});
