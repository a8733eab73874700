// BullMQ: its own worker, with as many jobs at once as asked for.
import { Queue, Worker } from 'bullmq';
import { Completions } from './contender.ts';
import type { Contender } from './contender.ts';

const perCall = 5000;

/** On the Redis with this socket. */
export async function bullMq(socket: string, durability: string): Promise<Contender> {
  const connection = { path: socket, maxRetriesPerRequest: null };
  const queue = new Queue('nothing', { connection });
  await queue.waitUntilReady();
  return {
    name: 'BullMQ',
    durability,
    fill: async (jobs) => {
      for (let left = jobs; left > 0; left -= perCall)
        await queue.addBulk(
          Array.from({ length: Math.min(left, perCall) }, () => ({ name: 'nothing', data: {} })),
        );
    },
    move: async (jobs, atOnce) => {
      const completions = new Completions(jobs);
      const worker = new Worker(queue.name, async () => undefined, {
        connection,
        concurrency: atOnce,
        autorun: false,
      });
      worker.on('completed', () => completions.add());
      worker.on('error', (error) => completions.fail(error));
      const running = worker.run();
      try {
        await completions.enough();
      } finally {
        await worker.close();
      }
      await running;
      return completions.moved;
    },
    close: async () => {
      await queue.obliterate({ force: true });
      await queue.close();
    },
  };
}
