// Intakes on a real store; a request is taken down and no planner is started for it.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { requestId, userId } from '../../domain/ids.ts';
import type { Intake } from '../../domain/planning/intake.ts';
import { newRequest } from '../../domain/planning/request.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { sampleProject } from '../../../test/contracts/store/setup.ts';
import { Intakes } from './intakes.ts';
import type { AddIntake, Delivered, Received } from './intakes.ts';
import type { Ways } from './schedule-run.ts';

interface Room {
  readonly store: Store;
  /** Another daemon on the same store. */
  readonly open: (submit?: Ways['submit']) => Intakes;
  readonly add: (given?: Partial<AddIntake>) => Promise<Intake>;
  readonly texts: () => Promise<readonly string[]>;
}

async function openRoom(context: TestContext): Promise<Room> {
  const store = await openSqliteStore({ file: ':memory:', now: () => 1000 });
  context.after(() => store.close());
  const project = sampleProject('shop');
  await store.projects.insert(project);
  const someone = { email: null, subject: null, password: null, createdAt: 1 };
  await store.users.insert({
    ...someone,
    id: userId(randomUUID()),
    name: 'ada',
    role: 'admin',
    state: 'active',
  });
  const submit: Ways['submit'] = async ({ id, kind, text }, by) => {
    const given = { id: id ?? requestId(randomUUID()), projectId: project.id, kind, text, by };
    const request = newRequest({
      ...given,
      agent: 'tasklane',
      model: null,
      about: null,
      directions: [],
      createdAt: 1000,
    });
    await store.requests.insert(request);
    return request;
  };
  const deps = { store, home: 'here', now: () => 1000, newId: randomUUID };
  const open: Room['open'] = (other = submit) => new Intakes(deps, other);
  return {
    store,
    open,
    add: (given) =>
      open().add({ project: 'shop', kind: 'github', labels: ['Tasklane'], makes: 'plan', ...given }, 'ada'),
    texts: async () => (await store.requests.list({})).map(({ text }) => text),
  };
}

function issueBody(number: number, labels: readonly string[] = ['tasklane'], body = 'Please.'): string {
  const url = `https://github.com/owner/name/issues/${number}`;
  const issue = {
    html_url: url,
    title: 'Fix it',
    body,
    state: 'open',
    labels: labels.map((name) => ({ name })),
  };
  return JSON.stringify({ action: 'labeled', issue });
}

function signed({ secret }: Intake, body: string, id: string | null = randomUUID()): Delivered {
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return { event: 'issues', id, body, proofs: { github: `sha256=${digest}`, gitea: digest } };
}

const idOf = ({ request }: Received): string | null => request?.id ?? null;

test('an issue with the label becomes one request, however often and however it is sent', async (context) => {
  const room = await openRoom(context);
  const intake = await room.add();
  const intakes = room.open();
  const first = await intakes.receive(intake.id, signed(intake, issueBody(12), 'one'));
  assert.match(first.request?.text ?? '', /Work on the issue https:\/\/github\.com\/owner\/name\/issues\/12/);
  const again = await Promise.all([
    intakes.receive(intake.id, signed(intake, issueBody(12), 'one')),
    intakes.receive(intake.id, signed(intake, issueBody(12), 'another id, which nobody signs')),
    intakes.receive(intake.id, signed(intake, issueBody(12, ['tasklane', 'bug']), 'other')),
    room.open().receive(intake.id, signed(intake, issueBody(12), null)),
  ]);
  assert.deepEqual(new Set(again.map(idOf)), new Set([idOf(first)]));
  assert.match(again[0].reason, /came before/);
  const other = await intakes.receive(intake.id, signed(intake, issueBody(13), 'two'));
  assert.notEqual(idOf(other), idOf(first));
  assert.equal((await room.texts()).length, 2);
});

test('what is not proven is refused before it is read', async (context) => {
  const room = await openRoom(context);
  const intakes = room.open();
  for (const kind of ['github', 'gitlab', 'gitea'] as const) {
    const intake = await room.add({ kind });
    const good = signed(intake, issueBody(1));
    const wrong: readonly (readonly [string, Delivered])[] = [
      ['no signature', { ...good, proofs: {} }],
      ['another body', { ...good, body: issueBody(2) }],
      ['another secret', signed({ ...intake, secret: 'x' }, issueBody(1))],
      ['what another tracker sends', { ...good, proofs: { other: good.proofs['github'], [kind]: '' } }],
      ['nonsense', { ...good, body: '{', proofs: { [kind]: 'sha256=' } }],
    ];
    for (const [title, delivered] of wrong)
      await assert.rejects(
        intakes.receive(intake.id, delivered),
        { code: 'unauthorized' },
        `${kind} ${title}`,
      );
  }
  await assert.rejects(intakes.receive('nobody', signed(await room.add(), '{}')), { code: 'not_found' });
  assert.deepEqual(await room.texts(), []);
  const gitlab = await room.add({ kind: 'gitlab' });
  const proven = { event: 'Push Hook', id: null, body: '{}', proofs: { gitlab: gitlab.secret } };
  assert.match((await intakes.receive(gitlab.id, proven)).reason, /not about an issue/);
});

test('an issue without the label makes nothing, and it does once it has it', async (context) => {
  const room = await openRoom(context);
  const intake = await room.add();
  const intakes = room.open();
  const without = await intakes.receive(intake.id, signed(intake, issueBody(12, ['bug'])));
  assert.deepEqual([without.request, without.reason], [null, 'the issue has none of the labels Tasklane']);
  assert.ok((await intakes.receive(intake.id, signed(intake, issueBody(12, ['bug', 'TASKLANE'])))).request);
});

test('a request that could not be made is made when the tracker sends it again, and only once', async (context) => {
  const room = await openRoom(context);
  const intake = await room.add();
  const delivered = signed(intake, issueBody(12));
  const broken = room.open(async () => Promise.reject(new Error('the daemon died')));
  await assert.rejects(broken.receive(intake.id, delivered), /died/);
  assert.deepEqual(await room.texts(), []);
  await room.open().receive(intake.id, delivered);
  await room.open().receive(intake.id, delivered);
  assert.equal((await room.texts()).length, 1);
});

test('whose maker may no more, and more than planners can take, is refused', async (context) => {
  const room = await openRoom(context);
  const intake = await room.add();
  const intakes = room.open();
  for (let number = 1; number <= 20; number += 1)
    await intakes.receive(intake.id, signed(intake, issueBody(number)));
  await assert.rejects(intakes.receive(intake.id, signed(intake, issueBody(21))), { code: 'rate_limited' });
  const ada = await room.store.users.find('ada');
  assert.ok(ada !== undefined);
  await room.store.users.update(ada.id, { state: 'suspended' });
  await assert.rejects(intakes.receive(intake.id, signed(intake, issueBody(1))), { code: 'suspended' });
});
