// graphile-worker: as it comes, with as many jobs at once as asked for.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { Completions } from './contender.ts';
import type { Contender } from './contender.ts';

const logger = new Logger(() => () => undefined);
const perCall = 5000;

export async function graphileWorker(connectionString: string): Promise<Contender> {
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  return {
    name: 'graphile-worker',
    durability: 'committed and synced',
    fill: async (jobs) => {
      for (let left = jobs; left > 0; left -= perCall)
        await utils.addJobs(
          Array.from({ length: Math.min(left, perCall) }, () => ({ identifier: 'nothing', payload: {} })),
        );
    },
    move: async (jobs, atOnce) => {
      const completions = new Completions(jobs);
      const runner = await run({
        connectionString,
        logger,
        concurrency: atOnce,
        maxPoolSize: atOnce + 2,
        noHandleSignals: true,
        taskList: { nothing: async () => undefined },
      });
      runner.events.on('job:error', ({ error }) => completions.fail(error));
      // Emitted when its end is written.
      runner.events.on('job:complete', () => completions.add());
      try {
        await completions.enough();
      } finally {
        await runner.stop();
      }
      return completions.moved;
    },
    close: async () => utils.release(),
  };
}
