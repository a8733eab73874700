// `npm run simulate`: many seeds, or one with its story.
import { parseArgs } from 'node:util';
import { openMemoryStore } from './memory-store.ts';
import { mutations } from './mutations.ts';
import { simulate } from './simulation.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    mutation: { type: 'string' },
  },
});
const mutation = values.mutation === undefined ? undefined : mutations[values.mutation];
if (values.mutation !== undefined && mutation === undefined)
  throw new Error(`there is no mutation ${values.mutation}; there are: ${Object.keys(mutations).join('; ')}`);
const options = { open: openMemoryStore, ...(mutation !== undefined && { mutation }) };

async function tellOne(seed: number): Promise<void> {
  const outcome = await simulate({ ...options, seed, trace: (line) => console.log(line) });
  console.log(JSON.stringify(outcome));
}

async function runMany(from: number, runs: number): Promise<void> {
  const begun = performance.now();
  const sum = { claims: 0, crashes: 0, stalls: 0, steps: 0 };
  for (let seed = from; seed < from + runs; seed += 1) {
    try {
      const outcome = await simulate({ ...options, seed });
      for (const key of ['claims', 'crashes', 'stalls', 'steps'] as const) sum[key] += outcome[key];
    } catch (error) {
      console.error(
        `Seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      console.error(`Its story: npm run simulate -- --seed ${seed}`);
      process.exitCode = 1;
      return;
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${runs} runs in ${seconds.toFixed(1)} s (${(runs / seconds).toFixed(0)} a second): ${JSON.stringify(sum)}`,
  );
}

if (values.seed === undefined) await runMany(Number(values.from), Number(values.runs));
else await tellOne(Number(values.seed));
