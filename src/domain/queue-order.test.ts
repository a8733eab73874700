import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleIn } from '../../test/support/sample-tasks.ts';
import { seededRandom } from '../../test/support/random.ts';
import { movesFor, unmovable } from './queue-order.ts';
import type { Place } from './queue-order.ts';

interface Placed {
  readonly id: string;
  readonly position: number;
}

const start = (count: number): Placed[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), position: index + 1 }));

/** The queue after a move, in order. */
function moved(queue: readonly Placed[], id: string, place: Place, end: number): Placed[] {
  const positions = new Map(movesFor(queue, id, place, end).map((move) => [move.id, move.position]));
  return queue
    .map((task) => ({ ...task, position: positions.get(task.id) ?? task.position }))
    .sort((a, b) => a.position - b.position);
}

const ids = (queue: readonly Placed[]): string => queue.map((task) => task.id).join('');

test('R28 a task is put before or behind another, first or last, by changing itself alone', () => {
  const queue = start(4);
  assert.equal(ids(moved(queue, '4', { kind: 'top' }, 5)), '4123');
  assert.equal(ids(moved(queue, '1', { kind: 'bottom' }, 5)), '2341');
  assert.equal(ids(moved(queue, '4', { kind: 'before', id: '2' }, 5)), '1423');
  assert.equal(ids(moved(queue, '1', { kind: 'after', id: '3' }, 5)), '2314');
  assert.equal(ids(moved(queue, '2', { kind: 'after', id: '1' }, 5)), '1234');
  assert.equal(movesFor(queue, '4', { kind: 'before', id: '2' }, 5).length, 1);
});

test('a queue of one can be moved anywhere', () => {
  for (const kind of ['top', 'bottom'] as const) assert.equal(ids(moved(start(1), '1', { kind }, 2)), '1');
});

test('when two are too close for one between them, all are spread anew and keep their order', () => {
  let queue = start(3);
  let spreads = 0;
  for (let round = 0; round < 500; round += 1) {
    const last = queue.at(-1)?.id ?? '';
    const first = queue[0]?.id ?? '';
    if (movesFor(queue, last, { kind: 'after', id: first }, 4).length > 1) spreads += 1;
    const expected = [first, last, ...queue.slice(1, -1).map((task) => task.id)].join('');
    queue = moved(queue, last, { kind: 'after', id: first }, 4);
    assert.equal(ids(queue), expected);
  }
  assert.ok(spreads > 0);
});

test('whatever is moved, all stay before the task that is created next', () => {
  const random = seededRandom(3);
  let queue = start(5);
  const pick = (): string => random.pick(queue).id;
  for (let round = 0; round < 2000; round += 1) {
    const id = pick();
    const other = pick();
    const place: Place =
      other === id
        ? { kind: random.pick(['top', 'bottom'] as const) }
        : { kind: random.pick(['before', 'after'] as const), id: other };
    queue = moved(queue, id, place, 6);
    assert.ok(queue.every((task) => task.position > 0 && task.position < 6));
    assert.equal(new Set(queue.map((task) => task.position)).size, 5);
    const at = queue.findIndex((task) => task.id === id);
    if (place.kind === 'before') assert.equal(queue[at + 1]?.id, other);
    if (place.kind === 'after') assert.equal(queue[at - 1]?.id, other);
  }
});

test('R29 a place that means nothing is refused with the reason', () => {
  const task = sampleIn('queued', { number: 1, title: 'One' });
  const beside = (given: Parameters<typeof sampleIn>[1]) =>
    sampleIn('queued', { number: 2, title: 'Two', ...given });
  assert.equal(unmovable(task, null), null);
  assert.equal(unmovable(task, beside({})), null);
  assert.match(unmovable(task, task) ?? '', /beside itself/);
  assert.match(
    unmovable(task, sampleIn('running', { number: 2, title: 'Two' })) ?? '',
    /^#2 “Two” is running/,
  );
  assert.match(unmovable(task, beside({ priority: 'high' })) ?? '', /has priority high, this one normal/);
  assert.match(unmovable(task, beside({ policy: 'parallel' })) ?? '', /parallel policy/);
  assert.match(unmovable(sampleIn('queued', { policy: 'parallel' }), null) ?? '', /lowest number first/);
});
