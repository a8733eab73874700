// The measured process: a real store that gets so many events a second, and one of two ways to stream them over Hono: that
// of the daemon (LiveEvents), or the plainest loop over Hono's own helper for server-sent events.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { tasksAt } from '../../src/engine/tasks-at.ts';
import type { EventRecord } from '../../src/domain/event.ts';
import { projectId, taskId } from '../../src/domain/ids.ts';
import { silentLog } from '../../src/lib/log.ts';
import { LiveEvents } from '../../src/server/live-events.ts';
import { eventJson } from '../../src/server/present.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { sampleSpec } from '../../test/support/sample-tasks.ts';
import type { ServerOrder, ServerSays } from './messages.ts';

// In memory: how fast this machine's disk is just now would drown what is measured, and is the same for both.
const store = await openSqliteStore({ file: ':memory:', now: Date.now });
const project = {
  id: projectId('project-1'),
  name: 'shop',
  home: 'bench',
  root: '/repositories/shop',
  branch: 'main',
  trusted: false,
  createdAt: 0,
};
await store.projects.insert(project);
const draft = { ...sampleSpec(), id: taskId('task-1'), projectId: project.id, name: 'task' };
await store.tasks.create(draft, 'bench');

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

const app = new Hono<{ Bindings: HttpBindings }>();
app.get('/ours', async (context) => {
  await live.stream(
    { scope: {}, types: undefined, after: 1, isSnapshotWanted: false },
    context.env.outgoing,
    never,
  );
  return RESPONSE_ALREADY_SENT;
});
app.get('/bare', (context) =>
  streamSSE(context, async (stream) => {
    const waiting: EventRecord[] = [];
    let wake: () => void = () => undefined;
    const stop = store.onEvents((records) => {
      waiting.push(...records);
      wake();
    });
    stream.onAbort(() => {
      stop();
      wake();
    });
    while (!stream.aborted) {
      const record = waiting.shift();
      if (record === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else await stream.writeSSE({ id: String(record.id), data: JSON.stringify(eventJson(record)) });
    }
  }),
);

const say = (message: ServerSays): void => void process.send?.(message);
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') say({ kind: 'port', port: address.port });
});

const rssMiB = (): number => process.memoryUsage.rss() / 1024 / 1024;

async function write(perSecond: number, seconds: number): Promise<void> {
  const began = performance.now();
  let last = 0;
  let peak = 0;
  for (let count = 0; count < perSecond * seconds; count += 1) {
    const due = began + (count * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    // The monotonic clock is the same for all processes of a machine.
    const text = `${process.hrtime.bigint()} ${'x'.repeat(120)}`;
    const [record] = await store.events.append(draft.id, [{ type: 'agent.message', text }], { actor: 'a' });
    last = record?.id ?? last;
    if (count % 25 === 0) peak = Math.max(peak, rssMiB());
  }
  say({ kind: 'written', last, peakMiB: Math.max(peak, rssMiB()) });
}

process.on('message', (message) => {
  const order = message as ServerOrder;
  const { user, system } = process.cpuUsage();
  if (order.do === 'measure') say({ kind: 'usage', cpuMs: (user + system) / 1000, rssMiB: rssMiB() });
  if (order.do === 'write') void write(order.perSecond ?? 1, order.seconds ?? 1);
  if (order.do === 'stop') process.exit(0);
});
