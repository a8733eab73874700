// Whole lives of random queues: whatever fails, in whatever order tests end, the queue comes to the same end as if each
// entry had been merged and tested by itself, one after the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decide } from './decide.ts';
import type { Link, Situation, Strategy, Verdict } from './decide.ts';
import { spread } from './spread.ts';
import { strategyFor } from './strategy.ts';

interface World {
  /** Per entry: what its test runs. An empty text = nothing. */
  readonly recipes: readonly string[];
  /** Entries whose own change fails every test of a tree that holds them. */
  readonly bad: ReadonlySet<number>;
  /** Pairs that cannot be merged with each other, and pairs that are red together. */
  readonly clashes: readonly (readonly [number, number])[];
  readonly enemies: readonly (readonly [number, number])[];
  /** Entries that conflict with the branch as it is. */
  readonly stale: ReadonlySet<number>;
}

interface End {
  readonly landed: readonly number[];
  readonly ejected: ReadonlyMap<number, string>;
  readonly tests: number;
  /** How often somebody had to wait for a test. */
  readonly rounds: number;
}

const holdsPair = (tree: readonly number[], pairs: World['clashes']): boolean =>
  pairs.some(([one, other]) => tree.includes(one) && tree.includes(other));

function isGreen(world: World, tree: readonly number[]): boolean {
  return !tree.some((entry) => world.bad.has(entry)) && !holdsPair(tree, world.enemies);
}

/** One after the other: what the queue must come to. */
function oneByOne(world: World): Pick<End, 'landed' | 'ejected'> {
  const landed: number[] = [];
  const ejected = new Map<number, string>();
  for (const [entry, recipe] of world.recipes.entries()) {
    const tree = [...landed, entry];
    if (world.stale.has(entry) || holdsPair(tree, world.clashes)) ejected.set(entry, 'conflict');
    else if (recipe !== '' && !isGreen(world, tree)) ejected.set(entry, 'red');
    else landed.push(entry);
  }
  return { landed, ejected };
}

function chainOf(world: World, branch: readonly number[], queue: readonly number[]): readonly Link[] {
  const merged = [...branch];
  return queue.map((entry) => {
    const recipe = world.recipes[entry] ?? '';
    const link = { id: String(entry), recipe, key: null };
    if (world.stale.has(entry) || holdsPair([...branch, entry], world.clashes))
      return { ...link, merge: 'conflict' };
    if (holdsPair([...merged, entry], world.clashes)) return { ...link, merge: 'behind' };
    merged.push(entry);
    return { ...link, merge: 'clean', key: recipe === '' ? null : `${recipe}:${merged.join(',')}` };
  });
}

/** `choose` picks which of the running tests ends next. */
function live(
  world: World,
  { slots, strategy, choose }: { slots: number; strategy: Strategy; choose: (count: number) => number },
): End {
  let queue = world.recipes.map((_, entry) => entry);
  const landed: number[] = [];
  const ejected = new Map<number, string>();
  const verdicts = new Map<string, Verdict>();
  const running = new Set<string>();
  let tests = 0;
  let rounds = 0;
  for (let step = 0; queue.length > 0; step += 1) {
    assert.ok(step < 50 * world.recipes.length + 50, 'it comes to an end');
    const situation: Situation = { chain: chainOf(world, landed, queue), verdicts, running, slots, strategy };
    const decision = decide(situation);
    for (const key of decision.stop) assert.ok(running.delete(key), 'only what runs is stopped');
    for (const key of decision.start) {
      assert.ok(!running.has(key) && !verdicts.has(key), 'nothing is tested twice');
      running.add(key);
      tests += 1;
    }
    assert.ok(running.size <= slots, 'there are no more tests than slots');
    if (decision.land.length > 0) {
      landed.push(...decision.land.map(Number));
      queue = queue.filter((entry) => !decision.land.includes(String(entry)));
    } else if (decision.eject !== null) {
      ejected.set(Number(decision.eject.id), decision.eject.why);
      queue = queue.filter((entry) => String(entry) !== decision.eject?.id);
    } else {
      const keys = [...running];
      const key = keys[choose(keys.length)];
      assert.ok(key !== undefined, 'it never stands still');
      running.delete(key);
      rounds += 1;
      const tree = (key.split(':')[1] ?? '').split(',').map(Number);
      verdicts.set(key, isGreen(world, tree) ? 'green' : 'red');
    }
  }
  return { landed, ejected, tests, rounds };
}

const size = 12;
const entry = fc.nat(size - 1);
const pair = fc.tuple(entry, entry).filter(([one, other]) => one !== other);
const worlds = (recipes: readonly string[]): fc.Arbitrary<World> =>
  fc.record({
    recipes: fc.array(fc.constantFrom(...recipes), { minLength: 1, maxLength: size }),
    bad: fc.uniqueArray(entry, { maxLength: 4 }).map((all) => new Set(all)),
    clashes: fc.array(pair, { maxLength: 3 }),
    enemies: fc.array(pair, { maxLength: 3 }),
    stale: fc.uniqueArray(entry, { maxLength: 2 }).map((all) => new Set(all)),
  });
const runs = fc.record({
  slots: fc.integer({ min: 1, max: 6 }),
  strategy: fc.constantFrom<Strategy>('prefix', 'window'),
  order: fc.infiniteStream(fc.nat()),
});

const chooser =
  (order: fc.Stream<number>) =>
  (count: number): number =>
    (order.next().value ?? 0) % count;

test('the queue ends as if all had been merged and tested one after the other', () => {
  fc.assert(
    fc.property(worlds(['all']), runs, (world, { slots, strategy, order }) => {
      const { landed, ejected } = live(world, { slots, strategy, choose: chooser(order) });
      assert.deepEqual({ landed, ejected: new Map([...ejected].sort(byEntry)) }, oneByOne(world));
    }),
    { numRuns: 2000 },
  );
});

const byEntry = ([one]: readonly [number, string], [other]: readonly [number, string]): number => one - other;

test('nothing lands that its own checks have not passed, whatever checks the others have', () => {
  const mixed = worlds(['unit', 'lint', 'slow', '']);
  fc.assert(
    fc.property(mixed, runs, (world, { slots, strategy, order }) => {
      const { landed, ejected } = live(world, { slots, strategy, choose: chooser(order) });
      assert.equal(landed.length + ejected.size, world.recipes.length, 'each is decided once');
      for (const [index, one] of landed.entries())
        if (world.recipes[one] !== '')
          assert.ok(isGreen(world, landed.slice(0, index + 1)), `${one} passed where it landed`);
      assert.ok(!holdsPair(landed, world.clashes) && !landed.some((one) => world.stale.has(one)));
    }),
    { numRuns: 2000 },
  );
});

test('entries without checks land at once, together', () => {
  const world = worldOf(5, [], '');
  assert.deepEqual(decide(situationOf(world, 1)).land, ['0', '1', '2', '3', '4']);
});

test('cut points are spread over the chain, and the whole of it is always one of them', () => {
  assert.deepEqual(cutsOf(decide(situationOf(worldOf(20), 4)).start), [20, 5, 10, 15]);
  assert.deepEqual(cutsOf(decide(situationOf(worldOf(20), 1)).start), [20]);
});

test('a red cut narrows the search to those before it', () => {
  const situation = situationOf(worldOf(20), 3);
  const [whole] = decide({ ...situation, slots: 1 }).start;
  const verdicts = new Map<string, Verdict>([[whole ?? '', 'red']]);
  assert.deepEqual(cutsOf(decide({ ...situation, verdicts }).start), [5, 10, 15]);
});

test('the window tests one entry after the other, from the first', () => {
  const situation = situationOf(worldOf(20), 3);
  assert.deepEqual(cutsOf(decide({ ...situation, strategy: 'window' }).start), [1, 2, 3]);
});

test('20 entries, one of them bad, cost far fewer rounds and tests than one by one', () => {
  for (let bad = 0; bad < 20; bad += 1) {
    const world = worldOf(20, [bad]);
    const { landed, tests, rounds } = live(world, { slots: 4, strategy: 'prefix', choose: () => 0 });
    assert.equal(landed.length, 19);
    assert.ok(tests <= 16 && rounds <= 12, `entry ${bad}: ${tests} tests, ${rounds} rounds`);
  }
});

test('the window is chosen when more than 15 % of the last outcomes are red', () => {
  const outcomes = (red: number, all: number): boolean[] => Array.from({ length: all }, (_, i) => i < red);
  assert.equal(strategyFor([]), 'prefix');
  assert.equal(strategyFor(outcomes(3, 3)), 'prefix', 'too few to tell');
  assert.equal(strategyFor(outcomes(3, 20)), 'prefix');
  assert.equal(strategyFor(outcomes(4, 20)), 'window');
  assert.equal(strategyFor([...outcomes(10, 10), ...outcomes(0, 20)]), 'prefix', 'only the last count');
});

test('the marks of a spread are never its answers, and no gap can be made shorter', () => {
  const line = fc.record({ marks: fc.uniqueArray(fc.nat(40), { minLength: 2 }), count: fc.nat(8) });
  fc.assert(
    fc.property(line, ({ marks, count }) => {
      const cuts = spread(marks, count);
      const all = [...marks, ...cuts].sort((a, b) => a - b);
      assert.equal(new Set(all).size, all.length);
      assert.ok(cuts.every((cut) => cut > Math.min(...marks) && cut < Math.max(...marks)));
      const room = Math.max(...marks) - Math.min(...marks) + 1 - marks.length;
      assert.equal(cuts.length, Math.min(count, room));
    }),
  );
});

function worldOf(count: number, bad: readonly number[] = [], recipe = 'all'): World {
  const recipes = Array.from({ length: count }, () => recipe);
  return { recipes, bad: new Set(bad), clashes: [], enemies: [], stale: new Set() };
}

function situationOf(world: World, slots: number): Situation {
  const queue = world.recipes.map((_, index) => index);
  return {
    chain: chainOf(world, [], queue),
    verdicts: new Map(),
    running: new Set(),
    slots,
    strategy: 'prefix',
  };
}

/** Up to which entry, counted from 1, each test goes. */
function cutsOf(keys: readonly string[]): readonly number[] {
  return keys.map((key) => key.split(',').length);
}
