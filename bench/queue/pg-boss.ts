// pg-boss: fetch and complete, one job at a time in as many loops as asked for. Its own workers look every half second at
// the soonest, which would measure that.
import { PgBoss } from 'pg-boss';
import { Completions } from './contender.ts';
import type { Contender } from './contender.ts';

const queue = 'nothing';
const perCall = 5000;

export async function pgBoss(connectionString: string): Promise<Contender> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 12 });
  const failures: unknown[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  await boss.createQueue(queue);
  const moveOne = async (): Promise<void> => {
    const [job] = await boss.fetch(queue);
    if (job === undefined) throw new Error('pg-boss gave no job', { cause: failures[0] });
    await boss.complete(queue, job.id);
  };
  return {
    name: 'pg-boss',
    durability: 'committed and synced',
    fill: async (jobs) => {
      for (let left = jobs; left > 0; left -= perCall)
        await boss.insert(
          queue,
          Array.from({ length: Math.min(left, perCall) }, () => ({ data: {} })),
        );
    },
    move: async (jobs, atOnce) => {
      const completions = new Completions(jobs);
      const loop = async (): Promise<void> => {
        while (!completions.isEnough) {
          await moveOne();
          completions.add();
        }
      };
      await Promise.all(Array.from({ length: atOnce }, loop));
      return completions.moved;
    },
    close: async () => boss.stop({ graceful: false }),
  };
}
