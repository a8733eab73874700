// The live socket of the page, spoken to directly: who is let in, what a channel says, and how it goes on after a cut.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { SseParser } from '../../src/api/sse.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface Said {
  readonly channel: string;
  readonly data: Partial<EventJson> & {
    readonly type: string;
    readonly error?: { readonly code: string };
    readonly what?: string;
    readonly request?: { readonly id: string; readonly state: string };
    readonly is_gone?: boolean;
  };
}

class Peer {
  readonly #socket: WebSocket;
  readonly #said: Said[] = [];
  readonly #parser = new SseParser();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      const end = text.indexOf('\n');
      for (const data of this.#parser.feed(text.slice(end + 1)))
        this.#said.push({ channel: text.slice(0, end), data: JSON.parse(data) as Said['data'] });
      socket.emit('said');
    });
  }

  order(order: object): void {
    this.#socket.send(JSON.stringify(order));
  }

  /** The first thing that fits, said already or yet to come. */
  async hear(fits: (said: Said) => boolean): Promise<Said> {
    const signal = AbortSignal.timeout(20_000);
    for (;;) {
      const found = this.#said.find(fits);
      if (found !== undefined) return found;
      await once(this.#socket, 'said', { signal });
    }
  }

  get said(): readonly Said[] {
    return this.#said;
  }

  get closed(): Promise<unknown> {
    return once(this.#socket, 'close', { signal: AbortSignal.timeout(20_000) });
  }

  end(): void {
    this.#socket.terminate();
  }
}

async function stageWithDaemon(context: TestContext): Promise<Stage> {
  const stage = await createStage(context);
  await stage.run('project', 'add');
  return stage;
}

async function ticketOf(stage: Stage): Promise<string> {
  return (await stage.client().call(endpoints.createLiveTicket)).ticket;
}

function addressOf(stage: Stage, ticket: string): string {
  return `${stage.client().url.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`;
}

async function connect(context: TestContext, stage: Stage): Promise<Peer> {
  const socket = new WebSocket(addressOf(stage, await ticketOf(stage)));
  context.after(() => socket.terminate());
  const peer = new Peer(socket);
  await once(socket, 'open');
  return peer;
}

/** The status with which it was refused. */
async function refusal(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response', {
    signal: AbortSignal.timeout(20_000),
  })) as [unknown, { statusCode: number }];
  return response.statusCode;
}

async function draft(stage: Stage, title: string): Promise<string> {
  const body = { project: 'sample', title, prompt: 'x', draft: true };
  return (await stage.client().call(endpoints.createTask, { body })).id;
}

test('a ticket opens one socket, once; without one, from another page or under another name nobody is let in', async (context) => {
  const stage = await stageWithDaemon(context);
  const ticket = await ticketOf(stage);
  const first = new WebSocket(addressOf(stage, ticket));
  await once(first, 'open');
  first.terminate();
  assert.equal(await refusal(addressOf(stage, ticket)), 401, 'used');
  assert.equal(await refusal(addressOf(stage, 'guessed')), 401);
  const foreign = { origin: 'http://evil.example' };
  assert.equal(await refusal(addressOf(stage, await ticketOf(stage)), foreign), 421);
  assert.equal(await refusal(addressOf(stage, await ticketOf(stage)), { host: 'evil.example' }), 421);
  assert.equal(await refusal(addressOf(stage, await ticketOf(stage)).replace('/live', '/else')), 404);
});

test('R216 several channels on one socket; who comes back with the last id misses nothing and hears nothing twice', async (context) => {
  const stage = await stageWithDaemon(context);
  const one = await draft(stage, 'one');
  const peer = await connect(context, stage);
  peer.order({ open: 'board', query: { types: 'task.*', after: 0 } });
  peer.order({ open: `task:${one}`, query: { task: one, after: 0 } });
  const seen = await peer.hear(({ channel }) => channel === 'board');
  await peer.hear(({ channel }) => channel === `task:${one}`);
  const two = await draft(stage, 'two');
  await peer.hear(({ data }) => data.task_id === two);
  assert.equal(
    peer.said.some(({ channel, data }) => channel.startsWith('task:') && data.task_id === two),
    false,
  );
  peer.end();

  const three = await draft(stage, 'three');
  const again = await connect(context, stage);
  assert.ok(seen.data.id !== undefined);
  again.order({ open: 'board', query: { types: 'task.*', after: seen.data.id } });
  await again.hear(({ data }) => data.task_id === three);
  const { events } = await stage
    .client()
    .call(endpoints.events, { query: { after: seen.data.id, types: 'task.*' } });
  assert.deepEqual(
    again.said.map(({ data }) => data.id),
    events.map(({ id }) => id),
  );
});

test('R216 a channel tells of requests and schedules: first what is open, then where it follows, then each change', async (context) => {
  const stage = await stageWithDaemon(context);
  const order = {
    open: 'planning',
    query: { requests: '1', schedules: '1', types: 'task.created', after: Number.MAX_SAFE_INTEGER },
  };
  const peer = await connect(context, stage);
  peer.order(order);
  for (const what of ['requests', 'schedules']) await peer.hear(({ data }) => data.what === what);
  const body = { project: 'sample', text: '- [ ] Add a test' };
  const made = await stage.client().call(endpoints.createFromChecklist, { body });
  const told = await peer.hear(({ data }) => data.type === 'request');
  assert.deepEqual([told.data.request?.id, told.data.request?.state], [made.id, 'proposed']);
  const nightly = { project: 'sample', name: 'nightly', text: 'Look at it.', cron: '0 3 * * *' };
  await stage.client().call(endpoints.createSchedule, { body: nightly });
  await stage.client().call(endpoints.deleteSchedule, { params: { schedule: 'nightly' } });
  await peer.hear(({ data }) => data.is_gone === true);
  peer.end();

  const again = await connect(context, stage);
  again.order(order);
  await again.hear(({ data }) => data.what === 'requests');
  const types = again.said.filter(({ data }) => data.what !== 'schedules').map(({ data }) => data.type);
  assert.ok(types.indexOf('request') < types.indexOf('following'), types.join(', '));
  assert.notEqual(types.indexOf('request'), -1, 'who comes back is told what is open');
});

test('a channel that cannot be followed is refused in words, a position of another log resets it, nonsense ends the socket', async (context) => {
  const stage = await stageWithDaemon(context);
  await draft(stage, 'one');
  const peer = await connect(context, stage);
  peer.order({ open: 'a', query: { task: 'nobody', after: 0 } });
  const refused = await peer.hear(({ channel }) => channel === 'a');
  assert.equal(refused.data.error?.code, 'not_found');
  peer.order({ open: 'b', query: { types: 'no.such', after: 0 } });
  const wrong = await peer.hear(({ channel }) => channel === 'b');
  assert.equal(wrong.data.error?.code, 'invalid_input');
  peer.order({ open: 'c', query: { after: 999_999 } });
  assert.equal((await peer.hear(({ channel }) => channel === 'c')).data.type, 'reset');
  const { closed } = peer;
  peer.order({ do: 'something' });
  await closed;
});

test('a session that is revoked loses its socket', async (context) => {
  const stage = await stageWithDaemon(context);
  const link = JSON.parse((await stage.run('open', '-o', 'json')).stdout) as { url: string };
  const code = new URL(link.url).hash.slice('#code='.length);
  const { token } = await stage.client().call(endpoints.loginWithCode, { body: { code } });
  const asSession = await fetch(`${stage.client().url}${endpoints.createLiveTicket.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const { ticket } = (await asSession.json()) as { ticket: string };
  const socket = new WebSocket(addressOf(stage, ticket));
  context.after(() => socket.terminate());
  await once(socket, 'open');
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(20_000) });
  const { tokens } = await stage.client().call(endpoints.listTokens);
  const session = tokens.find((one) => one.kind === 'session');
  await stage.client().call(endpoints.revokeToken, { params: { token: session?.id ?? '' } });
  await closed;
});
