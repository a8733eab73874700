// A process of its own with the live events of the daemon over a store (argv[2]: a file, or the address of a database) and
// writers that append at once, as agents do. A test kills it in the middle and starts it again. The first line is its port.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { projectId, taskId } from '../../src/domain/ids.ts';
import type { TaskId } from '../../src/domain/ids.ts';
import { tasksAt } from '../../src/engine/tasks-at.ts';
import { silentLog } from '../../src/lib/log.ts';
import { LiveEvents } from '../../src/server/live-events.ts';
import { sampleEvents, sampleSpec } from './sample-tasks.ts';
import { openStoreAt } from './store-at.ts';

const [place, writers = '4'] = process.argv.slice(2);
if (place === undefined) throw new Error('which store?');
const store = await openStoreAt(place);
const project = (await store.projects.find('shop')) ?? (await addProject());

const never = new AbortController().signal;
const live = new LiveEvents(
  {
    lastEvent: () => store.events.last(),
    onEvents: (listener) => store.onEvents(listener),
    events: (query) => store.events.read(query),
    tasksAt: (scope) => tasksAt(store, scope),
  },
  never,
  silentLog,
);

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const last = request.headers['last-event-id'];
  void live.stream(
    {
      scope: {},
      types: url.searchParams.get('types')?.split(','),
      after: Number(last ?? url.searchParams.get('after') ?? 0),
      isSnapshotWanted: url.searchParams.has('snapshot') && last === undefined,
    },
    response,
    never,
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});

for (let writer = 0; writer < Number(writers); writer += 1) void write(writer);

/** Tasks come, change and go; their agents talk. */
async function write(writer: number): Promise<never> {
  for (let round = 0; ; round += 1) {
    const draft = { ...sampleSpec(), id: taskId(randomUUID()), projectId: project.id, name: `w${writer}` };
    // SQLite writes without ever waiting: others must get their turn.
    await new Promise(setImmediate);
    const { id } = await store.tasks.create(draft, 'writer');
    await change(id, 'accepted');
    await change(id, 'claimed');
    await change(id, 'started');
    for (let count = 0; count < 3; count += 1)
      await store.events.append(id, [{ type: 'agent.message', text: `${round} ${count}` }], {
        actor: 'writer',
      });
    await change(id, round % 3 === 0 ? 'failed' : 'verified');
    if (round % 4 === 3) await change(id, 'deleted');
  }
}

async function change(id: TaskId, type: keyof typeof sampleEvents): Promise<void> {
  await new Promise(setImmediate);
  await store.tasks.change(id, sampleEvents[type], { actor: 'writer' });
}

async function addProject() {
  const added = {
    id: projectId('project-1'),
    name: 'shop',
    home: 'writer',
    root: '/repositories/shop',
    branch: 'main',
    trusted: false,
    createdAt: 0,
  };
  await store.projects.insert(added);
  return added;
}
