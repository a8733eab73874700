import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  after,
  eventTypes,
  sampleDraft,
  sampleEvents,
  sampleIn,
  pathTo,
} from '../../test/support/sample-tasks.ts';
import { projectId, taskId } from './ids.ts';
import { isAllowed, reduce } from './lifecycle.ts';
import { replay } from './event.ts';
import type { EventBody, EventRecord } from './event.ts';
import { taskStates } from './task.ts';
import type { Task } from './task.ts';

/** The log that a store would write: one record a millisecond, as `after` counts. */
function logOf(draft: Task, changes: readonly (keyof typeof sampleEvents)[]): readonly EventRecord[] {
  let task = draft;
  const bodies: EventBody[] = [{ type: 'task.created', task: draft }];
  for (const type of changes) {
    const next = reduce(task, sampleEvents[type], task.updatedAt + 1);
    bodies.push({ type: 'task.changed', change: sampleEvents[type], from: task.state, to: next.state });
    task = next;
  }
  return bodies.map((body, index) => ({
    id: index + 1,
    projectId: projectId('project-1'),
    taskId: taskId('task-12'),
    seq: index + 1,
    at: draft.updatedAt + index,
    actor: 'system',
    body,
  }));
}

test('R215 replaying the log of a task gives the task, in every state and after every event', () => {
  for (const state of taskStates) {
    const path = pathTo[state];
    assert.deepEqual(replay(logOf(sampleDraft(), path)), sampleIn(state));
    for (const type of eventTypes.filter((candidate) => isAllowed(state, candidate)))
      assert.deepEqual(
        replay(logOf(sampleDraft(), [...path, type])),
        after(sampleIn(state), type),
        `${state} × ${type}`,
      );
  }
});

test('what an agent says does not change the replay', () => {
  const [created, accepted] = logOf(sampleDraft(), ['accepted']);
  assert.ok(created && accepted);
  const said: EventRecord = { ...created, id: 9, seq: 2, body: { type: 'agent.message', text: 'hello' } };
  assert.deepEqual(replay([created, said, accepted]), sampleIn('queued'));
});

test('a log without its beginning is a bug and throws', () => {
  assert.throws(() => replay(logOf(sampleDraft(), ['accepted']).slice(1)), /task\.created/);
  assert.throws(() => replay([]), /task\.created/);
});
