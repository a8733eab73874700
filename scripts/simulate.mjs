// `npm run simulate`: random histories of the queue with crashes, stalls and clock jumps, on all processors.
//   npm run simulate -- --runs 5000            many seeds; the first that breaks an invariant is named
//   npm run simulate -- --seed 17              one seed with its story
//   … --mutation "writes are not fenced"       with a deliberate mistake (test/simulation/mutations.ts)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, main, node24, root } from './setup.mjs';

await main(async (args) => {
  ensureInstalled({ dev: true });
  const options = { seed: { type: 'string' }, runs: { type: 'string' }, from: { type: 'string' } };
  const { values } = parseArgs({ args, options, strict: false });
  if (values.seed !== undefined) return simulate(args);
  const from = Number(values.from ?? 1);
  const runs = Number(values.runs ?? 2000);
  const parts = Math.min(runs, availableParallelism());
  const share = Math.ceil(runs / parts);
  const others = args.filter((_, index) => !isRange(args[index]) && !isRange(args[index - 1]));
  const codes = await Promise.all(
    Array.from({ length: parts }, (_, part) =>
      simulate([...others, '--from', from + part * share, '--runs', Math.min(share, runs - part * share)]),
    ),
  );
  return Math.max(...codes);
});

function isRange(arg) {
  return arg === '--from' || arg === '--runs';
}

async function simulate(args) {
  const program = join(root, 'test', 'simulation', 'main.ts');
  const child = spawn(node24(), [program, ...args.map(String)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
