// Messages to agents from outside, and what becomes of a phase as its tasks tell it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { Given } from '../support/phase-stage.ts';
import { phaseStage, queueOf, refusal } from '../support/phase-stage.ts';
import type { PhaseStage } from '../support/phase-stage.ts';

async function heartbeat(it: PhaseStage, agent: string, given: Given): Promise<readonly string[]> {
  const answer = await it.stage.client().call(endpoints.heartbeatPhaseTask, {
    params: { phase: 'task-queue', task: String(given.task.id) },
    body: { agent, fence: given.lease.fence },
  });
  return answer.messages;
}

test('a message that an agent from outside has not seen keeps its task from being complete, and goes to the next agent', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]));
  const ada = await it.claim('ada');
  const [task] = (await it.phase()).tasks;
  const id = task?.task_id ?? '';
  await it.stage.task(['task', 'send', id, 'Use tabs.']);
  const refused = await refusal(it.complete('ada', ada));
  assert.deepEqual([refused.code, refused.details['waiting']], ['invalid_transition', 1]);
  assert.match(refused.next ?? '', /Send a heartbeat/);
  assert.deepEqual(await heartbeat(it, 'ada', ada), ['Use tabs.']);
  assert.deepEqual(await heartbeat(it, 'ada', ada), []);
  // She gives it back: whoever is next has to know.
  await it.stage.client().call(endpoints.releasePhaseTask, {
    params: { phase: 'task-queue', task: '1' },
    body: { agent: 'ada', fence: ada.lease.fence },
  });
  const bob = await it.claim('bob');
  assert.deepEqual(bob.messages, ['Use tabs.']);
  assert.equal((await it.complete('bob', bob)).kind, 'completed');
});

test('an agent from outside is not paused by us, and its phase is in the logs of its tasks', async (context) => {
  const it = await phaseStage(context, queueOf([{ ownership: ['src/*'] }]), '--check', 'test -f src/b.txt');
  const ada = await it.claim('ada');
  const [task] = (await it.phase()).tasks;
  const id = task?.task_id ?? '';
  const { code, stderr } = await it.stage.run('task', 'pause', id);
  assert.equal(code, 1);
  assert.match(stderr, /is done by an agent from outside\.\n {2}next: Have that agent give it back/);
  const shown = await it.stage.task(['task', 'show', id]);
  assert.equal(shown.phase_id, (await it.phase()).id);
  assert.match((await it.stage.run('task', 'show', id)).stdout, /phase +task-queue\n/);

  it.write(ada, 'src/a.txt', 'one\n');
  await it.complete('ada', ada);
  await it.until((phase) => phase.notice !== null);
  const { stdout } = await it.stage.run('task', 'logs', id);
  assert.match(stdout, /phase “task-queue” is open\n[^]*is integrating\n[^]*is open: .*does not pass/);
});
