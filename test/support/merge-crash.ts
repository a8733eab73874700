// A process that applies all ready tasks of a merge world and dies without a word at the n-th step: after one of the calls
// by which the queue changes the hub, the person's repository or the store.
// Usage: merge-crash.ts DIR STEP, where a step beyond the last lets it come to its end; it prints how many there were.
import { argv, kill, pid, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EngineDeps } from '../../src/engine/deps.ts';
import { openMergeWorld } from './merge-world.ts';

/** Between two of these nothing that outlives the process changes, but for files that nobody has pointed at yet. */
const watched: ReadonlySet<string> = new Set([
  'transition',
  'change',
  'moveBranch',
  'push',
  'deliver',
  'publish',
]);

/** The same parts, and behind each watched call a step at which it may end. */
function dyingAt(deps: EngineDeps, step: () => void): EngineDeps {
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value === 'object' && value !== null && (name === 'tasks' || name === 'steps'))
          return wrap(value);
        if (typeof value !== 'function') return value;
        if (!watched.has(String(name))) return value.bind(target) as unknown;
        return async (...given: unknown[]): Promise<unknown> => {
          const answer: unknown = await Reflect.apply(value, target, given);
          step();
          return answer;
        };
      },
    });
  const openHub: EngineDeps['workspaces']['openHub'] = async (...at) =>
    wrap(await deps.workspaces.openHub(...at));
  return {
    ...deps,
    store: wrap(deps.store),
    workspaces: wrap({ ...deps.workspaces, openHub, strategy: deps.workspaces.strategy }),
  };
}

async function main(dir: string, last: number): Promise<void> {
  let steps = 0;
  let isArmed = false;
  const step = (): void => {
    if (!isArmed) return;
    steps += 1;
    if (steps === last) kill(pid, 'SIGKILL');
  };
  const world = await openMergeWorld(dir, { wrap: (deps) => dyingAt(deps, step) });
  await world.engine.start();
  isArmed = true;
  await world.applyAll();
  isArmed = false;
  await world.close();
  stdout.write(`${steps}\n`);
}

const [, file, dir, last] = argv;
if (file === fileURLToPath(import.meta.url)) {
  if (dir === undefined || last === undefined) throw new Error('usage: merge-crash.ts DIR STEP');
  await main(dir, Number(last));
}
