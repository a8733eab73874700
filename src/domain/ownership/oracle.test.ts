// Thousands of generated globs, compared with picomatch on every path of a small world. Left out is only what picomatch reads
// differently from this project, or from a shell:
// - an empty alternative beside a star or a slash, and braces beside `**`: we multiply braces out first, as a shell does;
// - `**` or `***` within a name: we read one star, picomatch sometimes crosses directories;
// - `*.*`, where picomatch wants something after the dot, though its `a.*` does not;
// - `[!x]` means a class with a `!` in it unless picomatch is asked for `posix`, and then it is asked.
// Two rules of ours are put into the globs before picomatch sees them: a `*` as the last segment is `**`, and a path without
// special characters also owns what is below it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { seededRandom } from '../../../test/support/random.ts';
import type { Random } from '../../../test/support/random.ts';
import { meet, owns, parseOwnership } from '../ownership.ts';
import type { Ownership } from '../ownership.ts';

type Matcher = (path: string) => boolean;
// It comes without types.
const picomatch = createRequire(import.meta.url)('picomatch') as (glob: string, options: object) => Matcher;

const names = ['a', 'b', 'aa', 'ab', 'ba', '.a', 'a.', 'a.b', 'aab', 'bab', '...'];
const two = names.flatMap((first) => names.map((second) => `${first}/${second}`));
const world = [...names, ...two, ...two.flatMap((path) => names.map((name) => `${path}/${name}`))];

const atoms = ['a', 'a', 'b', '.', '*', '*', '?', '[ab]', '[!a]', '[a-b]', '[^.b]', '{a,b}', '{b,a{a,.b}}'];

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}

function makeSegment(random: Random): string {
  if (random.below(10) < 3) return random.pick(['**', '*']);
  const name = times(1 + random.below(3), () => random.pick(atoms)).join('');
  const segment = name.replace(/\*+/g, '*');
  return segment === '*.*' || /^\.{1,2}$/.test(segment) ? 'ab' : segment;
}

function makeGlob(random: Random): string {
  return times(1 + random.below(3), () => makeSegment(random)).join('/');
}

interface Sample {
  readonly globs: readonly string[];
  readonly ownership: Ownership;
  readonly oracle: Matcher;
  /** The numbers of the paths of the world that it owns. */
  readonly paths: readonly number[];
}

function oracleOf(glob: string): Matcher {
  const normal = /[*?[]/.test(glob) ? glob.replace(/(^|\/)\*$/, '$1**') : `${glob}/**`;
  return picomatch(normal, { dot: true, posix: true });
}

function sampleOf(globs: readonly string[]): Sample {
  const owned = globs.filter((glob) => !glob.startsWith('!')).map(oracleOf);
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => oracleOf(glob.slice(1)));
  const oracle = (path: string) =>
    owned.some((matches) => matches(path)) && !excluded.some((matches) => matches(path));
  const paths = [...world.keys()].filter((index) => oracle(world[index] ?? ''));
  return { globs, ownership: parseOwnership(globs), oracle, paths };
}

function assertSameOwner(sample: Sample): void {
  const expected = new Set(sample.paths);
  for (const [index, path] of world.entries())
    if (owns(sample.ownership, path) !== expected.has(index))
      assert.fail(`${sample.globs.join(' ')} and ${path}: picomatch says ${expected.has(index)}`);
}

/** Compares every pair and tells how many overlap. */
function assertPairs(samples: readonly Sample[]): number {
  let overlaps = 0;
  for (const [index, one] of samples.entries()) {
    const mine = new Set(one.paths);
    for (const other of samples.slice(index)) {
      const example = other.paths.find((path) => mine.has(path));
      const meeting = meet(one.ownership, other.ownership);
      const what = `${one.globs.join(' ')} | ${other.globs.join(' ')}`;
      if (meeting === null) assert.equal(example, undefined, `${what} share ${world[example ?? 0]}`);
      else {
        overlaps += 1;
        for (const side of [one, other])
          assert.ok(
            owns(side.ownership, meeting.path) && side.oracle(meeting.path),
            `${what}: ${meeting.path}`,
          );
      }
    }
  }
  return overlaps;
}

test('R202 30,000 pairs of globs overlap where picomatch finds a common path, and each witness is one', () => {
  const random = seededRandom(1);
  const samples = times(250, () => sampleOf([makeGlob(random)]));
  for (const sample of samples) assertSameOwner(sample);
  const overlaps = assertPairs(samples);
  assert.ok(overlaps > 5_000 && overlaps < 25_000, `${overlaps} overlaps are a lopsided sample`);
});

test('R202 20,000 pairs of lists with exclusions overlap where picomatch finds a common path', () => {
  const random = seededRandom(2);
  const samples = times(200, () => {
    const owned = times(1 + random.below(2), () => makeGlob(random));
    return sampleOf([...owned, ...times(1 + random.below(3), () => `!${makeGlob(random)}`)]);
  });
  for (const sample of samples) assertSameOwner(sample);
  const overlaps = assertPairs(samples);
  assert.ok(overlaps > 3_000 && overlaps < 17_000, `${overlaps} overlaps are a lopsided sample`);
});
