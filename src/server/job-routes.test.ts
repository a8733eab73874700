import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobListJson } from '../api/job-schemas.ts';
import type { StatisticsJson } from '../api/statistics-schemas.ts';
import { ApiRoom } from '../../test/support/api-room.ts';

async function read<Answer>(room: ApiRoom, path: string): Promise<Answer> {
  const answer = await room.ask(path);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Answer;
}

test('R51 what goes on in the background: agents at work and merges under way, and nothing that is at rest', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  assert.deepEqual((await read<JobListJson>(room, '/api/v1/jobs')).jobs, []);
  await room.fill();
  const { jobs } = await read<JobListJson>(room, '/api/v1/jobs');
  assert.deepEqual(jobs.map(({ kind, state, title }) => `${kind} ${state}: ${title}`).sort(), [
    'merge waiting: A task that is applying',
    // As the sample has it: ready, and waits for its turn to be applied.
    'merge waiting: A task that is ready',
    'task running: A task that is running',
    'task running: A task that is starting',
    'task waiting: A task that is waiting',
  ]);
  assert.ok(jobs.every((job) => job.task_id !== null && job.project_name === room.project.name));
  const { jobs: of } = await read<JobListJson>(room, `/api/v1/jobs?project=${room.project.name}`);
  assert.equal(of.length, jobs.length);
  assert.equal((await room.ask('/api/v1/jobs?project=nobody')).status, 404);
});

test('statistics: a run of each task, by agent and day, how long it took and had waited; wrong days are refused', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  await room.fill();
  const found = await read<StatisticsJson>(room, '/api/v1/statistics?from=1970-01-01&to=1970-01-02');
  assert.deepEqual(
    found.agents.map(({ key, runs }) => [key, runs]),
    [['builtin', 12]],
  );
  assert.deepEqual(found.total.outcomes, {
    succeeded: 3,
    failed: 1,
    dismissed: 1,
    cancelled: 1,
    again: 2,
    open: 4,
  });
  assert.deepEqual(found.total.worked, { count: 12, median: 1000, p90: 1000, longest: 1000 });
  assert.deepEqual(found.total.waited, { count: 12, median: 600, p90: 600, longest: 600 });
  assert.equal(found.days.length, 1);
  // Without days it is the last thirty, and nothing was started in them.
  assert.equal((await read<StatisticsJson>(room, '/api/v1/statistics')).total.runs, 0);
  for (const query of ['from=2026-11-21&to=2026-11-20', 'from=2026-13-45', 'from=today'])
    assert.equal((await room.ask(`/api/v1/statistics?${query}`)).status, 400, query);
});
