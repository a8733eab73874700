// A ready task in any project of a world, made with git in the project's hub.
import { taskId } from '../../src/domain/ids.ts';
import type { Project } from '../../src/domain/project.ts';
import type { Task, TaskSpec } from '../../src/domain/task.ts';
import type { MergeWorld } from './merge-world.ts';
import { sampleSpec } from './sample-tasks.ts';

/** It made a file of its own name. */
export async function readyIn(
  world: MergeWorld,
  project: Project,
  name: string,
  spec: Partial<TaskSpec> = {},
): Promise<Task> {
  const hub = await world.deps.workspaces.openHub(project.id, project.root);
  const { head: base } = await hub.sync(project.branch);
  const blob = await hub.addBlob(Buffer.from(name));
  const tree = await hub.treeWith(await hub.treeOf(base), [{ path: name, mode: '100644', blob }]);
  const author = { name: 'Test', email: 'test@example.com' };
  const head = await hub.commit({ tree, parents: [base], message: `make ${name}\n`, author });
  await hub.pin(`made/${name}`, head);
  const [files, commits] = [await hub.changedFiles(base, head), await hub.commits(base, head)];
  const result = { summary: `I made ${name}.`, base, head, tree, files, commits, checks: [] };
  return world.store.transition(async ({ tasks }) => {
    const draft = { ...sampleSpec({ checks: [], ...spec }), title: name, name };
    const { id } = await tasks.create(
      { ...draft, id: taskId(world.deps.newId()), projectId: project.id },
      'ada',
    );
    const by = { actor: 'ada' };
    await tasks.change(id, { type: 'accepted' }, by);
    await tasks.change(id, { type: 'claimed', worker: 'here' }, by);
    await tasks.change(id, { type: 'stepped', step: 'workspace', baseCommit: base }, by);
    await tasks.change(id, { type: 'started' }, by);
    return tasks.change(id, { type: 'verified', result }, by);
  });
}
