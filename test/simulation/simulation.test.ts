import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Broken } from './judge.ts';
import { openMemoryStore as open } from './memory-store.ts';
import { mutations } from './mutations.ts';
import { simulate } from './simulation.ts';

/** `npm run simulate -- --runs 5000` walks more. */
const seeds = 60;
/** Each mistake was found before this seed with room to spare. */
const seedsForMutations = 1500;

test(`R217 R203 R19 R180 R201 whatever crashes, stalls and jumps, every invariant holds and every task ends, over ${seeds} histories`, async () => {
  const sum = { claims: 0, crashes: 0, stalls: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const outcome = await simulate({ seed, open }).catch((error: unknown) => {
      throw new Error(`see it with: npm run simulate -- --seed ${seed}`, { cause: error });
    });
    sum.claims += outcome.claims;
    sum.crashes += outcome.crashes;
    sum.stalls += outcome.stalls;
  }
  // The histories must be worth looking at.
  assert.ok(sum.claims > 5 * seeds && sum.crashes > seeds && sum.stalls > seeds, JSON.stringify(sum));
});

test('a seed always tells the same story', async () => {
  const tell = async (): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulate({ seed: 7, open, trace: (line) => lines.push(line) });
    return lines;
  };
  const story = await tell();
  assert.ok(story.length > 30);
  assert.deepEqual(await tell(), story);
});

for (const [mistake, mutation] of Object.entries(mutations))
  test(`the simulation notices when ${mistake}`, async () => {
    for (let seed = 1; seed <= seedsForMutations; seed += 1)
      try {
        await simulate({ seed, open, mutation });
      } catch (error) {
        assert.ok(error instanceof Broken, String(error));
        return;
      }
    assert.fail(`${seedsForMutations} histories and nothing was found`);
  });
