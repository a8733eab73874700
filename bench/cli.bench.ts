// What a command costs from its start to its end, beside a Node that does nothing and beside programs that people use next
// to it: git, and command lines on Node. The bundle that is published is measured, and the sources.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, interleave } from './start/figures.ts';
import type { Series } from './start/figures.ts';
import { openPlace, tasklane } from './start/place.ts';
import type { Place } from './start/place.ts';

const rounds = 15;
const tasks = 20;
const root = fileURLToPath(new URL('..', import.meta.url));
const node = process.execPath;

async function main(): Promise<void> {
  const place = await openPlace({});
  try {
    const bundle = bundleIn(place);
    await place.timed([...bundle, 'project', 'add']); // starts the daemon as well
    for (let number = 1; number <= tasks; number += 1)
      await place.timed([...bundle, 'task', 'create', '--draft', `Task ${number}`]);
    const cpu: Series[] = [];
    const wall = await interleave(rounds, counting(ways(place, bundle), cpu));
    report('From its start to its end', wall);
    reportMeans('Processor time of it', cpu);
  } finally {
    await place.clear();
  }
}

type Ways = Readonly<Record<string, () => Promise<number>>>;

function ways(place: Place, bundle: readonly string[]): Ways {
  const lines: Readonly<Record<string, readonly string[]>> = {
    'node -e 0': [node, '-e', '0'],
    'tasklane --version': [...bundle, '--version'],
    'tasklane --help': [...bundle, '--help'],
    'tasklane task list': [...bundle, 'task', 'list'],
    'Tab: a task’s name': [...bundle, '__complete', '--', 'task', 'show', ''],
    'tasklane --help, sources': [...tasklane, '--help'],
    'tasklane task list, sources': [...tasklane, 'task', 'list'],
    'git status': ['git', 'status'],
    'npm --version': ['npm', '--version'],
    'npm-check-updates --help': [
      node,
      join(root, 'node_modules', 'npm-check-updates', 'build', 'cli.js'),
      '--help',
    ],
  };
  return Object.fromEntries(
    Object.entries(lines).map(([name, argv]) => [name, async () => place.timed(argv)]),
  );
}

/**
 * Adds the processor time of each way, without its first round: on a machine with other work, which lets a program wait,
 * it says more than the clock on the wall.
 */
function counting(all: Ways, series: Series[]): Ways {
  const count = ([name, way]: readonly [string, () => Promise<number>]): readonly [string, typeof way] => {
    const values: number[] = [];
    series.push({ name, values });
    let isFirst = true;
    return [
      name,
      async () => {
        const before = childrenMs();
        const took = await way();
        if (!isFirst) values.push(childrenMs() - before);
        isFirst = false;
        return took;
      },
    ];
  };
  return Object.fromEntries(Object.entries(all).map(count));
}

/** Of all children of this process that have ended; Linux counts it in ticks of 10 ms. */
function childrenMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** The package as npm would put it there; returns how to start it. */
function bundleIn(place: Place): readonly string[] {
  execFileSync(node, [join(root, 'scripts', 'build.mjs')], { stdio: ['ignore', 2, 2] });
  const folder = join(place.dir, 'package');
  mkdirSync(folder);
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(place.dir, 'node_modules'));
  return [node, join(folder, 'bin', 'tasklane.js')];
}

function report(title: string, series: readonly Series[]): void {
  console.log(
    `\n${title}\n${compare(series)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
}

// The ticks are coarse: only a mean of all rounds says something.
function reportMeans(title: string, series: readonly Series[]): void {
  const means = series.map(({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const lines = series.map(({ name }, index) => {
    const mean = means[index] ?? Number.NaN;
    return `  ${name.padEnd(30)} ${mean.toFixed(0).padStart(6)} ms  ${(mean / (means[0] ?? Number.NaN)).toFixed(2)} ×`;
  });
  console.log(`\n${title}\n${lines.join('\n')}`);
}

await main();
