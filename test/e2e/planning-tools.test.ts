// Planners that hand over what they propose by the tool of their session: refused and repaired in the same turn, on the board
// while they go on, seen live, and counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson, RequestNewsJson } from '../../src/api/request-schemas.ts';
import type { ScheduleNewsJson } from '../../src/api/schedule-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const api = {
  key: 'api',
  title: 'Serve orders',
  prompt: promptOf('write', { path: 'src/api.ts', content: 'orders' }),
  steps: ['Add the route'],
  done_when: ['GET /orders answers'],
  owns: ['src/api.ts'],
  targets: [{ kind: 'symbol', name: 'Shop' }],
};
const page = {
  key: 'page',
  title: 'Show orders',
  prompt: 'A page for orders.',
  owns: ['web/**'],
  depends_on: [{ key: 'api', reason: 'it asks for them' }],
};
const propose = (tasks: readonly object[]) => ({
  do: [{ call: { match: 'propose_tasks$', args: { tasks } } }],
});

const scripts = {
  'by-tool': [
    { say: 'I look around.', do: [{ read: { path: 'src/shop.ts' } }] },
    propose([{ ...api, owns: ['../out/**'] }]),
    propose([api]),
    propose([api, page]),
    { say: 'That is all.' },
  ],
  'one-wish': [
    {
      do: [
        {
          call: {
            match: 'propose_prompt$',
            args: {
              task: {
                ...api,
                category: 'feature',
                prohibitions: ["Don't change any prices"],
                testing: { framework: 'pytest', mocks: 'Redis', coverage: 90 },
                review: { files: 'Yes: the shop.', scope: 'Yes.', tests: 'Yes, with pytest.' },
              },
            },
          },
        },
      ],
    },
    { say: 'Done.' },
  ],
};
const files = { 'src/shop.ts': 'export class Shop { total() { return "/api/carts"; } }\n' };

async function listed(stage: Stage): Promise<readonly RequestJson[]> {
  return (await stage.client().call(endpoints.listRequests, {})).requests;
}

test('R162 R163 R164 R179 R181 a planner proposes by tool: it is told what is wrong, drafts come while it works, and what it uses counts', async (context) => {
  const stage = await createStage(context, { files, scripts });
  // So that there is a daemon and a project before the stream begins.
  assert.equal((await stage.run('project', 'add')).code, 0);
  const ended = new AbortController();
  const news: RequestNewsJson[] = [];
  const schedules: string[] = [];
  let opened = (): void => undefined;
  const isOpen = new Promise<void>((done) => (opened = done));
  const heard = new Promise<void>((done) => {
    const onRequest = (message: RequestNewsJson): void => {
      news.push(message);
      if (message.request.state === 'proposed') done();
    };
    const query = { requests: '1', schedules: '1', snapshot: '1' } as const;
    const onSchedule = ({ schedule, is_gone: isGone }: ScheduleNewsJson): void =>
      void schedules.push(`${schedule.name} ${schedule.state}${isGone ? ' gone' : ''}`);
    const handlers = { onRequest, onSchedule, onSnapshot: () => opened() };
    const stream = stage.client().events(query, ended.signal, handlers);
    void (async () => {
      for await (const event of stream) assert.equal(typeof event.id, 'number');
    })();
  });
  await isOpen;
  const nightly = { project: 'sample', name: 'nightly', text: 'Look at it.', cron: '0 3 * * *' };
  await stage.client().call(endpoints.createSchedule, { body: nightly });
  await stage.client().call(endpoints.deleteSchedule, { params: { schedule: 'nightly' } });
  const result = await stage.run('plan', '--follow', promptOf('by-tool'));
  assert.equal(result.code, 0, result.stderr);
  await heard;
  ended.abort();
  assert.deepEqual(schedules, ['nightly active', 'nightly active gone']);

  const [request] = await listed(stage);
  assert.equal(request?.state, 'proposed');
  const [revision] = request?.revisions ?? [];
  assert.deepEqual(
    revision?.tasks.map(({ key }) => key),
    ['api', 'page'],
  );
  assert.equal(revision?.tasks[0]?.targets[0]?.is_there, true);
  assert.deepEqual(
    revision?.activity.map(({ kind }) => kind).filter((kind) => kind === 'refused' || kind === 'proposed'),
    ['refused', 'proposed', 'proposed'],
  );
  assert.match(
    revision?.activity.find(({ kind }) => kind === 'refused')?.text ?? '',
    /leads out of the repository/,
  );
  const [first, second] = request?.drafts ?? [];
  assert.deepEqual([first?.state, second?.state], ['draft', 'draft']);
  const dependant = await stage.show(second?.task_id ?? '');
  assert.deepEqual(dependant.depends_on, [first?.task_id]);
  assert.ok(
    news.some(({ request: now }) => now.state === 'working' && now.drafts.length === 1),
    'the first draft was there while the planner worked on',
  );
  assert.match(result.stderr, /proposes: Serve orders\n/);
  assert.match(result.stderr, /proposes: Serve orders; Show orders/);
  assert.match(result.stdout, /plan:\n {4}- Add the route/);

  assert.ok((request?.usage.input_tokens ?? 0) > 0, 'what the planner used is counted');
  const usage = await stage.run('usage', '--json');
  assert.match(usage.stdout, /"input_tokens": [1-9]/);
  await stage.quiet();
});

test('R2 R3 R4 R5 R6 R7 R8 R9 R10 R12 one wish in plain words becomes one good prompt, shown beside the original, and nothing runs before it is accepted', async (context) => {
  const stage = await createStage(context, { files, scripts });
  const words = `Serve orders. Don't change any prices. ${promptOf('one-wish')}`;
  const result = await stage.run('request', words);
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stdout, /You wrote:\n {2}Serve orders\. Don't change any prices\./);
  assert.match(result.stdout, /✓ the right files\? It names 1 in the repository\. \(Yes: the shop\.\)/);
  assert.match(result.stdout, /✓ the tests that are wanted\? use pytest; mocks: Redis/);
  const [request] = await listed(stage);
  const [task] = request?.revisions[0]?.tasks ?? [];
  assert.deepEqual(task?.owns, ['src/api.ts']);
  assert.deepEqual(task?.prohibitions, ["Don't change any prices"]);
  assert.deepEqual(task?.testing, { framework: 'pytest', mocks: 'Redis', coverage: 90 });
  assert.deepEqual(
    Object.values(task?.review ?? {}).map(({ is_fine: isFine }) => isFine),
    [true, true, true],
  );
  const draft = await stage.show('1');
  assert.deepEqual([draft.state, draft.attempt, draft.category], ['draft', 0, 'feature']);
  await stage.quiet();
  assert.equal(stage.head('main'), request?.revisions[0]?.commit, 'nothing ran');

  assert.equal((await stage.run('plan', 'accept', request?.id ?? '')).code, 0);
  const ready = await stage.until(draft.id, 'ready');
  assert.deepEqual(
    ready.result?.files.map(({ path }) => path),
    ['src/api.ts'],
  );
});

test('a budget of the day holds for planners too: it ends one at work, and lets none begin', async (context) => {
  const stage = await createStage(context, { files, scripts, config: { dayTokens: 1 } });
  const first = await stage.run('plan', promptOf('by-tool'), '--json');
  assert.equal(first.code, 1, first.stderr);
  const [before] = await listed(stage);
  assert.match(before?.revisions[0]?.problems.join() ?? '', /used up the daily budget of 1 tokens/);
  const asked = stage.model.requests.length;
  assert.equal((await stage.run('ask', promptOf('by-tool'))).code, 1);
  assert.equal(stage.model.requests.length, asked, 'the model is not asked any more');
  assert.deepEqual((await stage.client().call(endpoints.listTasks, {})).tasks, []);
});
