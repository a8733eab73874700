// What an apply costs: one without checks beside `git merge` by hand, in a small repository and in one of 50,000 files; and a
// queue of twenty, one of them bad, beside the same twenty applied one by one.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, openMergeWorld } from '../test/support/merge-world.ts';
import type { MergeWorld } from '../test/support/merge-world.ts';
import { gitEnvironment } from '../test/support/git-repo.ts';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 3 : 9;
const sizes = isQuick ? [20, 2_000] : [20, 50_000];
const queued = isQuick ? 8 : 20;
const slots = 4;
const checkSeconds = isQuick ? 0.5 : 5;

async function main(): Promise<void> {
  for (const files of sizes) await inRoom(async (dir) => latency(dir, files));
  const together = await inRoom(async (dir) => queue(dir, async (world) => void (await world.applyAll())));
  const oneByOne = await inRoom(async (dir) => queue(dir, applyEach));
  const text = ({ seconds, runs, done }: Queue): string =>
    `${seconds.toFixed(1)} s, ${runs} runs of the check, ${done} of ${queued} done`;
  print(`${queued} ready tasks with a check of ${checkSeconds} s, one bad, ${slots} at once`);
  print(`  one by one  ${text(oneByOne)}`);
  print(`  the queue   ${text(together)}`);
  print(`  ratio       ${(together.seconds / oneByOne.seconds).toFixed(2)} of the time`);
}

async function inRoom<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'tasklane-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function tree(files: number): Record<string, string> {
  const at = (index: number): string =>
    `d${Math.floor(index / 1000)}/s${Math.floor(index / 50) % 20}/f${index}.txt`;
  return Object.fromEntries(Array.from({ length: files }, (_, index) => [at(index), `line ${index}\n`]));
}

/** Both merge the same kind of work into a branch that has moved on, and bring a checkout up to date. */
async function latency(dir: string, files: number): Promise<void> {
  const world = await openMergeWorld(dir, { files: tree(files) });
  const hand = join(dir, 'by-hand');
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: hand, env: gitEnvironment, encoding: 'utf8' });
  execFileSync('git', ['clone', '-q', world.repository.dir, hand], { env: gitEnvironment });
  git('config', 'user.name', 'Test Person');
  git('config', 'user.email', 'person@example.com');
  const times: Record<'hand' | 'apply', number[]> = { hand: [], apply: [] };
  try {
    await world.engine.start();
    for (let round = -1; round < rounds; round += 1) {
      const task = await world.ready(`task-${round + 1}`, { [`new-${round + 1}.txt`]: 'new\n' });
      const head = task.result?.head ?? '';
      // A commit by its id, from the hub that has it.
      git('fetch', '-q', join(world.home, 'p', world.project.id, 'hub.git'), head);
      const byHand = await timed(async () => git('merge', '-q', '--no-ff', '--no-edit', head));
      const applied = await timed(async () => world.engine.apply(task, {}, 'ada'));
      // The first warms up.
      if (round >= 0) {
        times.hand.push(byHand);
        times.apply.push(applied);
      }
    }
  } finally {
    await world.close();
  }
  const ratios = times.apply.map((time, index) => time / (times.hand[index] ?? time));
  print(`an apply without checks, ${files} files`);
  print(`  git merge   ${median(times.hand).toFixed(0)} ms`);
  print(`  tasklane    ${median(times.apply).toFixed(0)} ms, ${median(ratios).toFixed(1)} × by hand`);
}

interface Queue {
  readonly seconds: number;
  readonly runs: number;
  readonly done: number;
}

async function queue(dir: string, apply: (world: MergeWorld) => Promise<void>): Promise<Queue> {
  const world = await openMergeWorld(dir, { config: { mergeTests: slots, checkReruns: 0 } });
  const log = join(dir, 'runs');
  const checks = check(`echo run >> ${log}; sleep ${checkSeconds}; test ! -e bad`);
  try {
    for (let index = 0; index < queued; index += 1) {
      const bad = index === Math.floor(queued * 0.6) ? { bad: 'x' } : {};
      await world.ready(`task-${index}`, { [`new-${index}.txt`]: 'new\n', ...bad }, { checks });
    }
    await world.engine.start();
    const ms = await timed(async () => apply(world));
    const done = await world.store.tasks.list({ projectId: world.project.id, states: ['done'] });
    const runs = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').length : 0;
    return { seconds: ms / 1000, runs, done: done.length };
  } finally {
    await world.close();
  }
}

async function applyEach(world: MergeWorld): Promise<void> {
  for (let index = 0; index < queued; index += 1)
    await world.engine.apply(await world.task(`task-${index}`), {}, 'ada');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
