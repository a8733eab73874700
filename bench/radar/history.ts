// A generated repository of any size, with one branch for each task: written by git's own fast-import, in seconds.
import { execFileSync } from 'node:child_process';
import { gitEnvironment } from '../../test/support/git-repo.ts';
import { seededRandom } from '../../test/support/random.ts';

export interface HistoryOptions {
  readonly fileCount: number;
  readonly taskCount: number;
}

const linesEach = 30;
/** Files that one task changes. */
const changedEach = 12;

/** Answers with the commits of the branches `task-0`, `task-1`, …; each changes a few files, some of them the same lines. */
export function fastImport(root: string, { fileCount, taskCount }: HistoryOptions): readonly string[] {
  const random = seededRandom(7);
  const run = (args: readonly string[], input?: string): string =>
    execFileSync('git', args, {
      env: gitEnvironment,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(input !== undefined && { input }),
    }).trim();
  run(['init', '--quiet', '-b', 'main', root]);
  const base = [...commit('main', null), ...range(fileCount).flatMap((file) => put(file, null))];
  const branches = range(taskCount).flatMap((task) => [
    ...commit(`task-${task}`, 'refs/heads/main'),
    ...range(changedEach).flatMap(() => put(random.below(fileCount), `task ${task}`)),
    // One file that some tasks share, so that there is something to find.
    ...(task % 5 === 0 ? put(0, `task ${task}`) : []),
  ]);
  run(['-C', root, 'fast-import', '--quiet'], [...base, ...branches, 'done', ''].join('\n'));
  run(['-C', root, 'reset', '--hard', '--quiet', 'main']);
  return range(taskCount).map((task) => run(['-C', root, 'rev-parse', `task-${task}`]));
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function commit(branch: string, from: string | null): readonly string[] {
  return [
    `commit refs/heads/${branch}`,
    'committer Bench <bench@example.com> 1767322800 +0000',
    ...data(branch),
    ...(from === null ? [] : [`from ${from}`]),
  ];
}

function put(file: number, changed: string | null): readonly string[] {
  const path = `d${file % 50}/s${Math.floor(file / 50) % 40}/f${file}.txt`;
  const text = range(linesEach)
    .map((line) => (line === 10 && changed !== null ? changed : `file ${file} line ${line}`))
    .join('\n');
  return [`M 100644 inline ${path}`, ...data(`${text}\n`)];
}

function data(text: string): readonly string[] {
  return [`data ${Buffer.byteLength(text)}`, text];
}
