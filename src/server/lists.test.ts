// Lists page by page, what happened to a task, and versions: over HTTP, on a real store.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiRoom } from '../../test/support/api-room.ts';
import { createIn } from '../../test/contracts/store/setup.ts';
import { sampleEvidence, sampleResult } from '../../test/support/sample-tasks.ts';

type Page = Readonly<Record<string, unknown>> & { readonly next_cursor: string | null };

/** All items of a list, read with this limit; `between` happens after each page. */
async function readAll(
  room: ApiRoom,
  path: string,
  field: string,
  limit: number,
  between: () => Promise<unknown> = async () => undefined,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const answer = await room.ask(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    assert.equal(answer.status, 200, answer.text);
    const page = answer.json as Page;
    const items = page[field] as readonly unknown[];
    assert.ok(items.length <= limit);
    found.push(...items);
    assert.ok(found.length < 1000, `${path} has no end`);
    cursor = page.next_cursor;
    await between();
  } while (cursor !== null);
  return found;
}

test('every list has each thing once, in pages of any size', async (context) => {
  const room = await ApiRoom.open(context);
  await room.fill();
  for (const prompt of ['1 task: a (a/*)', '1 task: b (b/*)', '1 task: c (c/*)'])
    assert.equal((await room.ask('/api/v1/phases', { body: { project: 'shop', prompt } })).status, 201);
  const many = await createIn(room.store, room.project, 'running', { name: 'many-checks' });
  const checks = ['types', 'lint', 'test'].map((name) => ({ ...sampleEvidence, name }));
  const verified = { type: 'verified', result: { ...sampleResult, checks } } as const;
  await room.store.tasks.change(many.id, verified, { actor: 'ada' });
  const lists: Readonly<Record<string, string>> = {
    '/api/v1/tasks/many-checks/evidence': 'evidence',
    '/api/v1/tasks': 'tasks',
    '/api/v1/tasks?state=ready,draft,queued': 'tasks',
    '/api/v1/projects': 'projects',
    '/api/v1/phases': 'phases',
    '/api/v1/agents': 'agents',
    '/api/v1/events': 'events',
    '/api/v1/tasks/in-done/transitions': 'transitions',
    '/api/v1/tasks/in-done/messages': 'messages',
    '/api/v1/tasks/in-done/attempts': 'attempts',
    '/api/v1/tasks/in-done/evidence': 'evidence',
    '/api/v1/tasks/in-done/logs': 'logs',
  };
  for (const [path, field] of Object.entries(lists)) {
    const whole = (await readAll(room, path, field, 500)).map(timeless);
    assert.ok(whole.length > 0, path);
    for (const limit of [1, 2, 3])
      assert.deepEqual((await readAll(room, path, field, limit)).map(timeless), whole, path);
  }
});

/** Without what a task at work has used of its time so far. */
function timeless(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? { ...entry, limits: null } : entry;
}
test('what agents want is listed while it is open, page by page, of one task or of all', async (context) => {
  const room = await ApiRoom.open(context);
  await room.fill();
  const task = await room.store.tasks.find('in-waiting', room.project.id);
  assert.ok(task !== undefined);
  for (const id of ['a', 'b', 'c', 'd'])
    await room.store.inquiries.insert({
      id,
      taskId: task.id,
      projectId: task.projectId,
      attempt: 1,
      kind: 'question',
      question: `Which ${id}?`,
      suggestions: [],
      askedAt: 1000,
      outcome: { kind: 'open' },
    });
  await room.store.inquiries.close('b', { kind: 'answered', by: 'ada', at: 2000, answer: 'this' });
  const ids = async (query: string, limit: number): Promise<readonly unknown[]> =>
    (await readAll(room, `/api/v1/inquiries?${query}`, 'inquiries', limit)).map(
      (inquiry) => (inquiry as { readonly id: string }).id,
    );
  for (const limit of [1, 2, 500]) {
    assert.deepEqual(await ids('task=in-waiting', limit), ['a', 'c', 'd']);
    assert.deepEqual(await ids('state=all', limit), ['a', 'b', 'c', 'd']);
  }
  assert.deepEqual(await ids('state=answered', 10), ['b']);
  assert.deepEqual(await ids('kind=approval', 10), []);
  assert.equal((await room.ask('/api/v1/inquiries?cursor=W10')).status, 400);
  const answer = await room.ask('/api/v1/tasks/in-waiting/approvals/a/approve', { body: {} });
  assert.equal(answer.status, 404, 'a question is no approval');
});

test('a page is not moved by what is added meanwhile', async (context) => {
  const room = await ApiRoom.open(context);
  await room.fill();
  const before = (await readAll(room, '/api/v1/tasks', 'tasks', 500)) as readonly { id: string }[];
  const add = (): Promise<unknown> => createIn(room.store, room.project, 'draft');
  const during = (await readAll(room, '/api/v1/tasks', 'tasks', 2, add)) as readonly { id: string }[];
  assert.deepEqual(
    during.map(({ id }) => id),
    before.map(({ id }) => id),
  );
});

test('R215 each transition says who, when, from where, to where, and why', async (context) => {
  const room = await ApiRoom.open(context);
  const created = await room.ask('/api/v1/tasks', {
    body: { project: 'shop', prompt: 'Do it.', draft: true },
  });
  assert.equal(created.status, 201);
  await room.ask('/api/v1/tasks/1/accept', { method: 'POST' });
  await room.ask('/api/v1/tasks/1/cancel', { body: { reason: 'not needed' } });
  const { transitions } = (await room.ask('/api/v1/tasks/1/transitions')).json as { transitions: Page[] };
  assert.deepEqual(
    transitions.map(({ actor, from, to, change, reason, version }) => [
      actor,
      from,
      to,
      change,
      reason,
      version,
    ]),
    [
      ['ada', null, 'draft', 'created', null, 1],
      ['ada', 'draft', 'queued', 'accepted', null, 2],
      ['ada', 'queued', 'cancelled', 'cancelled', 'not needed', 3],
    ],
  );
});

test('the thread puts pieces together; evidence and output say where they are from', async (context) => {
  const room = await ApiRoom.open(context);
  await room.fill();
  const read = async (what: string): Promise<Page> =>
    (await room.ask(`/api/v1/tasks/in-done/${what}`)).json as Page;
  const { messages } = (await read('messages')) as unknown as { messages: { from: string; text: string }[] };
  assert.deepEqual(
    messages.map(({ from, text }) => `${from}: ${text}`),
    ['person: Add a schema for orders.', 'agent: I am done.', 'person: Thank you.'],
  );
  const { evidence } = (await read('evidence')) as unknown as {
    evidence: { attempt: number; outcome: string }[];
  };
  assert.deepEqual(evidence.map(({ attempt, outcome }) => [attempt, outcome])[0], [1, 'passed']);
  const { logs } = (await read('logs?source=setup')) as unknown as {
    logs: { source: string; text: string }[];
  };
  assert.deepEqual(
    logs.map(({ source, text }) => [source, text]),
    [['setup', 'installing\n']],
  );
});

test('a task at rest that is the same answers 304; If-Match lets one of two edits pass', async (context) => {
  const room = await ApiRoom.open(context);
  await room.fill();
  const first = await room.ask('/api/v1/tasks/in-draft');
  const etag = first.headers.get('etag') ?? '';
  assert.equal(etag, '"1"');
  const same = await room.ask('/api/v1/tasks/in-draft', { headers: { 'if-none-match': etag } });
  assert.equal(same.status, 304);
  assert.equal(same.text, '');
  const edits = ['one', 'two'].map((title) =>
    room.ask('/api/v1/tasks/in-draft', { method: 'PATCH', headers: { 'if-match': etag }, body: { title } }),
  );
  const statuses = (await Promise.all(edits)).map(({ status }) => status).toSorted((a, b) => a - b);
  assert.deepEqual(statuses, [200, 409]);
  const changed = await room.ask('/api/v1/tasks/in-draft', { headers: { 'if-none-match': etag } });
  assert.equal(changed.status, 200);
  assert.equal(changed.headers.get('etag'), '"2"');
  const queued = await room.ask('/api/v1/tasks/in-queued');
  const again = await room.ask('/api/v1/tasks/in-queued', {
    headers: { 'if-none-match': queued.headers.get('etag') ?? '' },
  });
  assert.equal(again.status, 200, 'why it waits may have changed');
});
