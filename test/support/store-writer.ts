// A process of its own that writes to the store at argv[2] (a file, or the address of a database) for ever and prints a
// line for each write that was acknowledged. A test kills it in the middle and looks whether every line is true.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { projectId, taskId } from '../../src/domain/ids.ts';
import { sampleSpec } from './sample-tasks.ts';
import { openStoreAt } from './store-at.ts';

const place = process.argv[2];
if (place === undefined) throw new Error('which store?');
const store = await openStoreAt(place);
const project = (await store.projects.find('shop')) ?? (await addProject());

// Synchronous, so that a line is out before the next write begins.
const acknowledge = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

for (;;) {
  const task = await store.transition(async (within) => {
    const draft = { ...sampleSpec(), id: taskId(randomUUID()), projectId: project.id, name: 'task' };
    const created = await within.tasks.create(draft, 'writer');
    return within.tasks.change(created.id, { type: 'accepted' }, { actor: 'writer' });
  });
  acknowledge({ task: task.id, version: task.version });
  for (let count = 0; count < 5; count += 1) {
    const bodies = [{ type: 'agent.message', text: 'x'.repeat(600) }] as const;
    const [record] = await store.events.append(task.id, bodies, { actor: 'writer' });
    acknowledge({ event: record?.id });
  }
}

async function addProject() {
  const added = {
    id: projectId('project-1'),
    name: 'shop',
    home: 'here',
    root: '/repositories/shop',
    branch: 'main',
    trusted: false,
    createdAt: 0,
  };
  await store.projects.insert(added);
  return added;
}
