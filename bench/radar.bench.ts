// What the conflict radar costs on a large repository: 50 tasks against the branch and each other, one task that changed, a
// branch that moved, nothing; beside merging two branches by hand in a checkout, as one does it without it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oid, taskId } from '../src/domain/ids.ts';
import type { Oid } from '../src/domain/ids.ts';
import { judge, Verdicts } from '../src/engine/radar/judge.ts';
import type { Work } from '../src/engine/radar/judge.ts';
import { silentLog } from '../src/lib/log.ts';
import { openWorkspaces } from '../src/workspaces/open-workspaces.ts';
import { gitEnvironment } from '../test/support/git-repo.ts';
import { fastImport } from './radar/history.ts';

const quick = process.argv.includes('--quick');
const fileCount = quick ? 500 : 50_000;
const taskCount = quick ? 8 : 50;
const rounds = quick ? 1 : 5;

const dir = mkdtempSync(join(tmpdir(), 'tasklane-bench-radar-'));
try {
  const root = join(dir, 'person');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' }).trim();
  const heads = fastImport(root, { fileCount, taskCount });
  const environment = { PATH: gitEnvironment['PATH'] ?? '', HOME: dir };
  const workspaces = openWorkspaces({ home: join(dir, 'home'), log: silentLog, environment });
  const hub = await workspaces.openHub('project', root);
  const { head: base } = await hub.sync('main');
  for (const [index] of heads.entries()) await hub.takeBranch(`task-${index}`, `task-${index}/head`);
  const works = heads.map((head, index): Work => ({
    task: taskId(`task-${index}`),
    head: oid(head),
    key: head,
  }));
  const pairs = (taskCount * (taskCount - 1)) / 2;

  const all = await median(async () => judge(hub, base, works, new Verdicts()));
  const changed = await median(async (round) => {
    const known = new Verdicts();
    await judge(hub, base, works, known);
    const other = await anew(base, works[0]?.head ?? base, round);
    return { start: performance.now(), end: judge(hub, base, works.with(0, other), known) };
  });
  const known = new Verdicts();
  await judge(hub, base, works, known);
  const nothing = await median(async () => judge(hub, base, works, known));

  git('checkout', '--quiet', 'task-0');
  const byHand = await median(
    async () => {
      const start = performance.now();
      try {
        git('merge', '--quiet', '--no-commit', '--no-ff', 'task-1');
      } catch {
        // It conflicts: that is an answer too.
      }
      return { start, end: Promise.resolve(), stop: performance.now() };
    },
    () => git('reset', '--hard', '--quiet', 'task-0'),
  );

  const found = await judge(hub, base, works, new Verdicts());
  const clashes = found.pairs.filter(({ verdict }) => verdict.kind === 'conflict').length;
  console.log(
    `${fileCount} files, ${taskCount} tasks, ${pairs} pairs of which ${clashes} conflict; medians of ${rounds}`,
  );
  console.log(
    `everything anew (as after the branch moved)  ${ms(all)}, ${ms(all / (pairs + taskCount))} a merge`,
  );
  console.log(`one task changed (${taskCount - 1} pairs)               ${ms(changed)}`);
  console.log(`nothing changed                              ${ms(nothing)}`);
  console.log(`one pair by hand (git merge in a checkout)   ${ms(byHand)}`);
  console.log(
    `by hand, all pairs would take ${((byHand * pairs) / all).toFixed(0)} times as long as the radar`,
  );

  async function anew(parent: Oid, head: Oid, round: number): Promise<Work> {
    const tree = await hub.treeOf(head);
    const author = { name: 'Bench', email: 'bench@example.com' };
    const made = await hub.commit({ tree, parents: [parent], message: `again ${round}`, author });
    return { task: taskId('task-0'), head: made, key: made };
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

interface Span {
  readonly start: number;
  readonly end: Promise<unknown>;
  readonly stop?: number;
}

/** In milliseconds. `work` may say itself from when to when it counts. */
async function median(
  work: (round: number) => Promise<unknown>,
  after: () => unknown = () => undefined,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const answer = await work(round);
    const span = isSpan(answer) ? answer : null;
    if (span !== null) await span.end;
    times.push((span?.stop ?? performance.now()) - (span?.start ?? from));
    await after();
  }
  times.sort((one, other) => one - other);
  return times[Math.floor(times.length / 2)] ?? 0;
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
