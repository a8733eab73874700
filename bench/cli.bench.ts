// What a command costs from its start to its end, beside a Node that does nothing and beside programs that people use next
// to it: git, and command lines on Node. The bundle that is published is measured, and the sources.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, interleave } from './start/figures.ts';
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
    report('From its start to its end', await interleave(rounds, ways(place, bundle)));
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

function report(title: string, series: Parameters<typeof compare>[0]): void {
  console.log(
    `\n${title}\n${compare(series)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
}

await main();
