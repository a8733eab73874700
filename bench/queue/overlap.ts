// How fast ownership is decided: 1,000 tasks with 20 globs each, claimed through the index and by comparing with everybody.
import { meet, parseOwnership } from '../../src/domain/ownership.ts';
import type { Ownership } from '../../src/domain/ownership.ts';
import { OwnershipIndex } from '../../src/domain/ownership/ownership-index.ts';
import { seeded } from '../../test/support/seeded.ts';
import { makeGlobs } from './ownerships.ts';

const tasks = 1_000;
const globsEach = 20;
const random = seeded(20_260);

interface Timed {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

function time(rounds: number, work: (round: number) => void): Timed {
  const micros: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    work(round);
    micros.push((performance.now() - from) * 1_000);
  }
  const total = micros.reduce((sum, one) => sum + one, 0);
  micros.sort((a, b) => a - b);
  const at = (share: number) => micros[Math.floor(rounds * share)] ?? 0;
  return { perSecond: (rounds / total) * 1e6, p50: at(0.5), p99: at(0.99) };
}

/** A board in motion: every claim that nothing stands against is held, and the oldest is released when 700 are. */
function claim(claims: readonly Ownership[], board: Board): { time: Timed; verdicts: boolean[] } {
  const verdicts: boolean[] = [];
  const live: string[] = [];
  const measured = time(claims.length, (round) => {
    const wanted = claims[round];
    if (wanted === undefined) return;
    const isFree = board.isFree(wanted);
    verdicts.push(isFree);
    if (!isFree) return;
    board.add(String(round), wanted);
    if (live.push(String(round)) > 700) board.remove(live.shift() ?? '');
  });
  return { time: measured, verdicts };
}

interface Board {
  isFree(wanted: Ownership): boolean;
  add(id: string, ownership: Ownership): void;
  remove(id: string): void;
}

function everybody(): Board {
  const held = new Map<string, Ownership>();
  return {
    isFree: (wanted) => [...held.values()].every((other) => meet(wanted, other) === null),
    add: (id, ownership) => held.set(id, ownership),
    remove: (id) => held.delete(id),
  };
}

function indexed(): Board {
  const index = new OwnershipIndex();
  return {
    isFree: (wanted) => index.conflict(wanted) === null,
    add: (id, ownership) => index.add(id, ownership),
    remove: (id) => index.remove(id),
  };
}

const globs = makeGlobs(tasks * 2, globsEach, random);
const parsed: Ownership[] = [];
const parsing = time(globs.length, (round) => parsed.push(parseOwnership(globs[round] ?? [])));
const fresh = () => globs.map((list) => parseOwnership(list));
const warm = parsed.slice(0, 200);
for (const one of warm) for (const other of warm) meet(one, other);
const pairs = time(20_000, () => {
  const [one, other] = [random(), random()].map((part) => parsed[Math.floor(part * parsed.length)]);
  if (one !== undefined && other !== undefined) meet(one, other);
});
const near = globs.flatMap((list) => list.filter((glob) => !glob.startsWith('!'))).slice(0, 4_000);
const single = near.map((glob) => parseOwnership([glob.replace(/^(?:[^/]*\/){3}/, '')]));
const decisions = time(20_000, () => {
  const [one, other] = [random(), random()].map((part) => single[Math.floor(part * single.length)]);
  if (one !== undefined && other !== undefined) meet(one, other);
});
const throughIndex = claim(fresh(), indexed());
const naive = claim(fresh(), everybody());
if (throughIndex.verdicts.join() !== naive.verdicts.join()) throw new Error('the index decided differently');

const show = (name: string, timed: Timed) => ({
  what: name,
  'per second': Math.round(timed.perSecond),
  'p50 µs': Number(timed.p50.toFixed(1)),
  'p99 µs': Number(timed.p99.toFixed(1)),
});
console.table([
  show(`parse a list of ${globsEach} globs`, parsing),
  show('decide one glob against one', decisions),
  show(`compare two tasks of ${globsEach} globs`, pairs),
  show('claim through the index', throughIndex.time),
  show('claim by comparing with everybody', naive.time),
]);
const free = naive.verdicts.filter(Boolean).length;
const ratio = (throughIndex.time.perSecond / naive.time.perSecond).toFixed(0);
console.log(
  `${free} of ${globs.length} claims were free; the index is ${ratio} times as fast and decided all of them alike.`,
);
