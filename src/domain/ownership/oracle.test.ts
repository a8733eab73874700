// Thousands of generated globs, compared with picomatch on every path of a small world. Left out is only what picomatch reads
// differently from this project, or from a shell:
// - an empty alternative beside a star or a slash, and braces beside `**`: we multiply braces out first, as a shell does;
// - `**` or `***` within a name: we read one star, picomatch sometimes crosses directories;
// - `*.*`, where picomatch wants something after the dot, though its `a.*` does not;
// - `[!x]` without its `posix` option, and what a class does to a slash (the world has no name for that to matter).
// Three rules of ours are put into the globs before picomatch sees them: a trailing `/*` is `/**`, and so is a lone `*`; a path
// without special characters also owns what is below it. Braces are part of the globs as written.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { seeded } from '../../../test/support/seeded.ts';
import { meet, owns, parseOwnership } from '../ownership.ts';
import type { Ownership } from '../ownership.ts';

type Matcher = (path: string) => boolean;
const picomatch: (glob: string, options: object) => Matcher = createRequire(import.meta.url)('picomatch');

const names = ['a', 'b', 'aa', 'ab', 'ba', '.a', 'a.', 'a.b', 'aab', 'bab', '...'];
const two = names.flatMap((first) => names.map((second) => `${first}/${second}`));
const world = [...names, ...two, ...two.flatMap((path) => names.map((name) => `${path}/${name}`))];

class Generator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  upTo(count: number): number {
    return Math.floor(this.#random() * count);
  }

  pick(texts: readonly string[]): string {
    return texts[this.upTo(texts.length)] ?? '';
  }

  glob(): string {
    return Array.from({ length: 1 + this.upTo(3) }, () => this.#segment()).join('/');
  }

  #segment(): string {
    if (this.#random() < 0.3) return this.pick(['**', '*']);
    const atoms = Array.from({ length: 1 + this.upTo(3) }, () => this.#atom());
    const name = atoms.join('').replace(/\*+/g, '*');
    return name === '*.*' || /^\.{1,2}$/.test(name) ? 'ab' : name;
  }

  #atom(): string {
    return this.pick([
      'a',
      'a',
      'b',
      '.',
      '*',
      '*',
      '?',
      '[ab]',
      '[!a]',
      '[a-b]',
      '[^.b]',
      '{a,b}',
      '{b,a{a,.b}}',
    ]);
  }
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
  const generator = new Generator(1);
  const samples = Array.from({ length: 250 }, () => sampleOf([generator.glob()]));
  for (const sample of samples) assertSameOwner(sample);
  const overlaps = assertPairs(samples);
  assert.ok(overlaps > 5_000 && overlaps < 25_000, `${overlaps} overlaps are a lopsided sample`);
});

test('R202 20,000 pairs of lists with exclusions overlap where picomatch finds a common path', () => {
  const generator = new Generator(2);
  const list = () => [
    ...Array.from({ length: 1 + generator.upTo(2) }, () => generator.glob()),
    ...Array.from({ length: 1 + generator.upTo(3) }, () => `!${generator.glob()}`),
  ];
  const samples = Array.from({ length: 200 }, () => sampleOf(list()));
  for (const sample of samples) assertSameOwner(sample);
  const overlaps = assertPairs(samples);
  assert.ok(overlaps > 3_000 && overlaps < 17_000, `${overlaps} overlaps are a lopsided sample`);
});
