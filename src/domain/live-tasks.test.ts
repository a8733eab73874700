import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, sampleIn } from '../../test/support/sample-tasks.ts';
import { projectId, taskId } from './ids.ts';
import { LiveTasks } from './live-tasks.ts';
import type { NewTask, Task } from './task.ts';

const running = (number: number, given: Partial<NewTask> = {}): Task =>
  sampleIn('running', { number, ...given });

test('live tasks are counted in all that they take a slot of, until they are removed', () => {
  const parentId = taskId('parent');
  const live = new LiveTasks([
    running(1),
    running(2, { policy: 'parallel', parentId }),
    running(3, { policy: 'subagent', parentId, projectId: projectId('other') }),
  ]);
  const counts = (): number[] =>
    (
      [
        'all',
        'project:project-1',
        'policy:board:project-1',
        'policy:parallel:project-1',
        'parent:parent',
      ] as const
    ).map((scope) => live.count(scope));
  assert.deepEqual(counts(), [3, 2, 1, 1, 2]);
  live.remove('task-2');
  live.remove('task-2');
  live.remove('nobody');
  assert.deepEqual(counts(), [2, 1, 1, 0, 1]);
  assert.equal(live.size, 2);
});

test('a task that is added again in a later state counts once', () => {
  const starting = sampleIn('starting', { number: 1 });
  const live = new LiveTasks([starting, after(starting, 'started')]);
  assert.equal(live.count('all'), 1);
});

test('a task that was claimed again counts as what it is now', () => {
  const first = running(1, { owns: ['a/**'] });
  const live = new LiveTasks([first]);
  live.add(after(first, 'lost', { type: 'edited', patch: { owns: ['b/**'] } }, 'claimed'));
  assert.equal(live.conflict(running(2, { owns: ['a/x'] })), null);
  assert.equal(live.conflict(running(2, { owns: ['b/x'] }))?.path, 'b/x');
});

test('R19 a lane is taken as long as one of its tasks is live', () => {
  const live = new LiveTasks([
    running(1, { policy: 'develop' }),
    running(2, { policy: 'develop' }),
    running(3),
  ]);
  assert.equal(live.inLane('project-1')?.number, 1);
  live.remove('task-1');
  assert.equal(live.inLane('project-1')?.number, 2);
  live.remove('task-2');
  assert.equal(live.inLane('project-1'), undefined);
});

test('R201 a conflict names the holder, a path that both own, and the globs of both', () => {
  const live = new LiveTasks([running(1, { owns: ['docs/*.md'] }), running(2, { owns: ['src/api/*'] })]);
  const conflict = live.conflict(running(3, { owns: ['test', 'src/api/auth/*'] }));
  assert.equal(conflict?.holder.number, 2);
  assert.match(conflict?.path ?? '', /^src\/api\/auth\//);
  assert.equal(conflict?.mine, 'src/api/auth/*');
  assert.equal(conflict?.theirs, 'src/api/*');
});

test('nobody is in conflict with itself, with another project, or with who declares nothing', () => {
  const owns = ['src/**'];
  const live = new LiveTasks([running(1, { owns }), running(2)]);
  assert.equal(live.conflict(running(1, { owns })), null);
  assert.equal(live.conflict(running(3, { owns, projectId: projectId('other') })), null);
  assert.equal(live.conflict(running(3)), null);
  live.remove('task-1');
  assert.equal(live.conflict(running(3, { owns })), null);
});
