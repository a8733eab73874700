// How fast ownership is decided for tasks with 20 globs each: one by one, and as claims on a busy board, through the index and
// by comparing with everybody. Both boards must decide every claim alike.
import { meet, owns, parseOwnership } from '../src/domain/ownership.ts';
import type { Ownership } from '../src/domain/ownership.ts';
import { OwnershipIndex } from '../src/domain/ownership/ownership-index.ts';
import { seededRandom } from '../test/support/random.ts';
import { makeGlobs } from './queue/ownerships.ts';

const globsEach = 20;
/** At most so many tasks own something at the same time. */
const live = 700;
const random = seededRandom(20_260);

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

interface Board {
  isFree(wanted: Ownership): boolean;
  add(id: string, ownership: Ownership): void;
  remove(id: string): void;
}

function comparing(): Board {
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

/** Claims them in turn; what is free is held, and the oldest is released when the board is full. */
function claim(claims: readonly Ownership[], board: Board): { timed: Timed; free: readonly number[] } {
  const held: number[] = [];
  const free: number[] = [];
  const timed = time(claims.length, (round) => {
    const wanted = claims[round];
    if (wanted === undefined || !board.isFree(wanted)) return;
    free.push(round);
    board.add(String(round), wanted);
    if (held.push(round) > live) board.remove(String(held.shift()));
  });
  return { timed, free };
}

function row(what: string, timed: Timed): Readonly<Record<string, string | number>> {
  const micros = (value: number) => Number(value.toFixed(1));
  return {
    what,
    'per second': Math.round(timed.perSecond),
    'p50 µs': micros(timed.p50),
    'p99 µs': micros(timed.p99),
  };
}

const globs = makeGlobs(3_000, globsEach, random);
const parsed: Ownership[] = [];
const parsing = time(globs.length, (round) => parsed.push(parseOwnership(globs[round] ?? [])));
// Without their directories nearly every two globs have to be decided by the automata.
const lone = globs.flat().filter((glob) => !glob.startsWith('!'));
const bare = lone.slice(0, 1_000).map((glob) => parseOwnership([glob.split('/').slice(3).join('/')]));
const path = 'packages/web/src/mail-7/queue/search/router/deep.test.ts';

const deciding = time(50_000, () => meet(random.pick(bare), random.pick(bare)));
const tasks = time(50_000, () => meet(random.pick(parsed), random.pick(parsed)));
const writing = time(50_000, () => owns(random.pick(parsed), path));
const fresh = () => globs.map((list) => parseOwnership(list));
const throughIndex = claim(fresh(), indexed());
const naive = claim(fresh(), comparing());
if (throughIndex.free.join() !== naive.free.join()) throw new Error('the index decided differently');

console.table([
  row(`parse a list of ${globsEach} globs`, parsing),
  row('decide one glob against one', deciding),
  row(`compare two tasks of ${globsEach} globs`, tasks),
  row('ask whether a task owns a path', writing),
  row(`claim beside ${live} tasks, through the index`, throughIndex.timed),
  row(`claim beside ${live} tasks, comparing with all`, naive.timed),
]);
const ratio = Math.round(throughIndex.timed.perSecond / naive.timed.perSecond);
console.log(`${naive.free.length} of ${globs.length} claims were free. The index claims ${ratio} × as fast.`);
