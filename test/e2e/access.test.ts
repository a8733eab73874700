// Who may do what, over HTTP, for every call that there is: the table of calls is walked, so that a new one is tested too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TokenCreateJson, TokenCreatedJson, UserJson } from '../../src/api/account-schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { Endpoint } from '../../src/api/endpoints.ts';
import type { EventListJson, ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import { rules } from '../../src/domain/access.ts';
import { ask, codeIn, homeToken } from '../support/asking.ts';
import type { Answer, Asked } from '../support/asking.ts';
import { createRepository } from '../support/git-repo.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

type Call = Endpoint<unknown, unknown, unknown>;
const calls: readonly (readonly [string, Call])[] = Object.entries(endpoints);
const closed = calls.filter(([, call]) => call.action !== 'public');

/** Two projects with a task and a phase each; ada belongs to the first, and is the one whom tests send. */
interface Town {
  readonly stage: Stage;
  readonly url: string;
  readonly own: Place;
  readonly foreign: Place;
  readonly ada: UserJson;
  readonly token: (given?: Partial<TokenCreateJson>) => Promise<TokenCreatedJson>;
  readonly admin: (path: string, asked?: Asked) => Promise<Answer>;
}

interface Place {
  readonly project: ProjectJson;
  readonly task: TaskJson;
  readonly phase: string;
}

async function town(context: TestContext, role: 'viewer' | 'member' | 'owner' = 'member'): Promise<Town> {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  const { url } = stage.client();
  const admin = async (path: string, asked: Asked = {}): Promise<Answer> => {
    const answer = await ask(url, path, { token: homeToken(stage.home), ...asked });
    assert.ok(answer.status < 400, answer.text);
    return answer;
  };
  const own = await place(stage, admin, stage.repository.dir);
  const foreign = await place(stage, admin, createRepository(`${stage.dir}/bank`).dir);
  const ada = (await admin('/api/v1/users', { method: 'POST', body: { name: 'ada' } })).json() as UserJson;
  const members = `/api/v1/projects/${own.project.id}/members`;
  await admin(members, { method: 'POST', body: { user: 'ada', role } });
  const token = async (given: Partial<TokenCreateJson> = {}): Promise<TokenCreatedJson> => {
    const body = { name: 'test', user: 'ada', scopes: ['read', 'write', 'apply'], ...given };
    return (await admin('/api/v1/tokens', { method: 'POST', body })).json() as TokenCreatedJson;
  };
  return { stage, url, own, foreign, ada, token, admin };
}

async function place(stage: Stage, admin: Town['admin'], path: string): Promise<Place> {
  const post = async (to: string, body: object): Promise<unknown> =>
    (await admin(to, { method: 'POST', body })).json();
  const project = (await post('/api/v1/projects', { path })) as ProjectJson;
  const draft = { project: project.id, prompt: `work in ${path}`, draft: true };
  const task = (await post('/api/v1/tasks', draft)) as TaskJson;
  const queue = { tasks: [{ id: 1, description: 'x', ownership: ['x/**'], blocked_by: [] }] };
  const registered = (await post('/api/v1/phases', {
    project: project.id,
    name: `phase-of-${project.name}`,
    queue,
    finish: 'manual',
  })) as { phase: { id: string } };
  assert.ok(stage.home);
  return { project, task, phase: registered.phase.id };
}

/** The address of a call, with the things of a place in it. */
function addressOf({ path }: Call, at: Place): string {
  const values: Readonly<Record<string, string>> = {
    phase: at.phase,
    task: path.includes('/phases/') ? '1' : at.task.id,
    project: at.project.id,
  };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? 'nothing');
}

test('R218 without a token, with a wrong, revoked or expired one, no call is answered', async (context) => {
  const { url, own, token, admin, stage } = await town(context);
  const revoked = await token();
  await admin(`/api/v1/tokens/${revoked.id}`, { method: 'DELETE' });
  const expired = await token({ lifetime_ms: 1 });
  const right = await token();
  const cases: readonly (readonly [string, Asked, RegExp])[] = [
    ['none', {}, /token is missing/],
    ['wrong', { token: `${right.id}-${'x'.repeat(22)}` }, /missing or wrong/],
    ['unknown', { token: `${'x'.repeat(10)}-${right.token.slice(11)}` }, /missing or wrong/],
    ['revoked', { token: revoked.token }, /was revoked/],
    ['expired', { token: expired.token }, /has expired/],
    // A cookie is no credential on localhost, also with the right token in it.
    ['cookie', { headers: { cookie: `__Host-tasklane_session=${right.token}` } }, /token is missing/],
    ['query', {}, /token is missing/],
  ];
  // One address may show 200 wrong tokens: each of the two ways to be wrong is tried on every other call.
  const callsFor = (what: string): typeof closed => {
    const rest = ['wrong', 'unknown'].indexOf(what);
    return rest === -1 ? closed : closed.filter((_, index) => index % 2 === rest);
  };
  for (const [what, asked, words] of cases)
    for (const [name, call] of callsFor(what)) {
      const query = what === 'query' ? `?coder_session_token=${right.token}` : '';
      const answer = await ask(url, addressOf(call, own) + query, { ...asked, method: call.method });
      assert.deepEqual([answer.status, codeIn(answer)], [401, 'unauthorized'], `${name}, ${what}`);
      assert.match(answer.text, words, `${name}, ${what}`);
    }
  const health = { headers: { 'coder-session-token': right.token } };
  assert.equal((await ask(url, '/api/v1/health', health)).status, 200, 'Coder’s header');
  assert.equal((await ask(url, '/api/v1/health', { token: homeToken(stage.home) })).status, 200);
});

test('R218 with a token that only reads, every call that changes something is refused with the scope', async (context) => {
  const { url, own, token } = await town(context, 'owner');
  const { token: text } = await token({ scopes: ['read'] });
  for (const [name, call] of closed) {
    if (call.action === 'public') continue;
    const { scope } = rules[call.action];
    const answer = await ask(url, addressOf(call, own), {
      token: text,
      method: call.method,
      // Not even looked at.
      ...(call.method !== 'GET' && { body: { nonsense: true } }),
    });
    if (scope === 'read') assert.doesNotMatch(answer.text, /lacks the scope/, name);
    else {
      assert.deepEqual([answer.status, codeIn(answer)], [403, 'forbidden'], `${name}: ${answer.text}`);
      assert.match(answer.text, new RegExp(`lacks the scope “${scope}”`), name);
    }
  }
});

test('R218 what is of a foreign project is not there, by any call and by any name', async (context) => {
  const { url, own, foreign, token } = await town(context, 'owner');
  const { token: text } = await token({ scopes: ['read', 'write', 'apply'] });
  const named = closed.filter(([, call]) => /:(?:project|task|phase)\b/.test(call.path));
  assert.ok(named.length > 25);
  for (const [name, call] of named) {
    const asked = { token: text, method: call.method, ...(call.method !== 'GET' && { body: {} }) };
    const answer = await ask(url, addressOf(call, foreign), asked);
    assert.deepEqual([answer.status, codeIn(answer)], [404, 'not_found'], `${name}: ${answer.text}`);
    assert.doesNotMatch(answer.text, /bank(?!-)/, `${name} does not tell a name`);
  }
  const asked = { token: text };
  for (const path of [
    `/api/v1/tasks/${foreign.task.name}?project=bank`,
    '/api/v1/tasks/1?project=bank',
    '/api/v1/tasks?project=bank',
    '/api/v1/queue?project=bank',
    `/api/v1/phases?project=${foreign.project.id}`,
    `/api/v1/events?task=${foreign.task.id}`,
    '/api/v1/events?project=bank',
    '/api/v1/agents?project=bank',
    '/api/v1/phases/phase-of-bank',
  ])
    assert.equal((await ask(url, path, asked)).status, 404, path);
  // Both projects have a task 1: to ada there is only hers.
  const mine = (await ask(url, '/api/v1/tasks/1', asked)).json() as TaskJson;
  assert.equal(mine.id, own.task.id);
  const waiting = { project: own.project.id, prompt: 'x', draft: true, depends_on: [foreign.task.id] };
  const created = await ask(url, '/api/v1/tasks', { ...asked, method: 'POST', body: waiting });
  assert.equal(created.status, 404, created.text);
});

test('R218 lists and events show only what is of one’s own projects', async (context) => {
  const { url, own, foreign, token, stage, admin } = await town(context);
  const restricted = await token({ projects: ['sample'] });
  for (const text of [(await token()).token, restricted.token]) {
    const get = async (path: string): Promise<unknown> => (await ask(url, path, { token: text })).json();
    assert.deepEqual(
      ((await get('/api/v1/projects')) as { projects: ProjectJson[] }).projects.map(({ id }) => id),
      [own.project.id],
    );
    for (const path of ['/api/v1/tasks', '/api/v1/queue', '/api/v1/phases', '/api/v1/events?limit=1000']) {
      const all = JSON.stringify((await admin(path)).json());
      assert.ok(all.includes(foreign.project.id) || path.endsWith('queue'), `${path}: there is more`);
      const seen = JSON.stringify(await get(path));
      assert.ok(!seen.includes(foreign.project.id) && !seen.includes(foreign.task.id), path);
    }
    const { events } = (await get('/api/v1/events?limit=1000')) as EventListJson;
    assert.deepEqual(new Set(events.map((event) => event.project_id)), new Set([own.project.id]));
  }
  assert.ok(stage.home);
});

test('a token for one project of an admin is no admin elsewhere', async (context) => {
  const { url, foreign, admin } = await town(context);
  const body = { name: 'narrow', projects: ['sample'], scopes: ['admin'] };
  const made = await admin('/api/v1/tokens', { method: 'POST', body });
  const { token } = made.json() as TokenCreatedJson;
  assert.equal((await ask(url, `/api/v1/tasks/${foreign.task.id}`, { token })).status, 404);
  assert.equal((await ask(url, '/api/v1/users', { token })).status, 403);
  assert.equal((await ask(url, '/api/v1/users/ada', { token })).status, 404);
  // What is made with it reaches no further.
  const child = await ask(url, '/api/v1/tokens', { token, method: 'POST', body: { name: 'child' } });
  assert.deepEqual((child.json() as TokenCreatedJson).projects?.length, 1);
});

test('a viewer looks, a member works, and only an owner decides who belongs to a project', async (context) => {
  const { url, own, token, admin } = await town(context, 'viewer');
  const { token: text } = await token({ scopes: ['admin'] });
  const members = `/api/v1/projects/${own.project.id}/members`;
  const cancel = { token: text, method: 'POST' };
  const task = `/api/v1/tasks/${own.task.id}`;
  const invite = { token: text, method: 'POST', body: { user: 'ada', role: 'owner' } };
  assert.equal((await ask(url, task, { token: text })).status, 200);
  const refused = await ask(url, `${task}/archive`, cancel);
  assert.deepEqual([refused.status, codeIn(refused)], [403, 'forbidden']);
  assert.match(refused.text, /Only a member of the project/);
  assert.equal((await ask(url, members, invite)).status, 403);
  await admin(members, { method: 'POST', body: { user: 'ada', role: 'member' } });
  assert.equal((await ask(url, members, invite)).status, 403);
  assert.equal((await ask(url, `${task}/archive`, cancel)).status, 200);
  await admin(members, { method: 'POST', body: { user: 'ada', role: 'owner' } });
  assert.equal((await ask(url, members, invite)).status, 200);
  assert.equal((await ask(url, '/api/v1/users', { token: text })).status, 403);
});

test('R218 a suspended person hears that, whatever they ask, and is back as before afterwards', async (context) => {
  const { url, own, token, admin } = await town(context);
  const { token: text } = await token();
  await admin('/api/v1/users/ada', { method: 'PATCH', body: { state: 'suspended' } });
  for (const [name, call] of closed) {
    const answer = await ask(url, addressOf(call, own), { token: text, method: call.method });
    assert.deepEqual([answer.status, codeIn(answer)], [401, 'suspended'], name);
    assert.match(answer.text, /User ada is suspended/);
  }
  await admin('/api/v1/users/ada', { method: 'PATCH', body: { state: 'active' } });
  assert.equal((await ask(url, '/api/v1/health', { token: text })).status, 200);
});

test('a token that may not apply cannot have work applied in another way', async (context) => {
  const { url, own, token } = await town(context);
  const { token: text } = await token({ scopes: ['write'] });
  const post = (path: string, body: object): Promise<Answer> =>
    ask(url, path, { token: text, method: 'POST', body });
  const task = { project: own.project.id, prompt: 'x', draft: true };
  const phase = { project: own.project.id, name: 'auto', prompt: 'one: src/a/*' };
  for (const [path, body] of [
    ['/api/v1/tasks', { ...task, policy: 'develop' }],
    ['/api/v1/phases', phase],
    [`/api/v1/tasks/${own.task.id}/apply`, {}],
  ] as const) {
    const answer = await post(path, body);
    assert.deepEqual([answer.status, codeIn(answer)], [403, 'forbidden'], `${path}: ${answer.text}`);
    assert.match(answer.text, /apply/);
  }
  const edited = await ask(url, `/api/v1/tasks/${own.task.id}`, {
    token: text,
    method: 'PATCH',
    body: { policy: 'develop' },
  });
  assert.equal(edited.status, 403, edited.text);
  assert.equal((await post('/api/v1/tasks', task)).status, 201);
});

test('nobody can make a token that may more, or lasts longer, than their own', async (context) => {
  const { url, token } = await town(context);
  const weak = await token({ scopes: ['write'], lifetime_ms: 600_000 });
  const make = (body: object): Promise<Answer> =>
    ask(url, '/api/v1/tokens', { token: weak.token, method: 'POST', body: { name: 'child', ...body } });
  assert.equal((await make({ scopes: ['admin'], lifetime_ms: 1000 })).status, 403);
  assert.equal((await make({ scopes: ['apply'], lifetime_ms: 1000 })).status, 403);
  assert.equal((await make({})).status, 403, 'without an end it would outlive its parent');
  assert.equal((await make({ user: 'root', lifetime_ms: 1000 })).status, 404);
  const child = await make({ lifetime_ms: 1000 });
  assert.deepEqual((child.json() as TokenCreatedJson).scopes, ['read', 'write']);
  const password = { password: 'correct horse battery' };
  for (const [path, body] of [
    ['/api/v1/users/me/password', password],
    ['/api/v1/login/link', {}],
  ] as const)
    assert.equal((await ask(url, path, { token: weak.token, method: 'POST', body })).status, 403, path);
});

test('R216 a live stream ends when its token is revoked, and shows nothing of others meanwhile', async (context) => {
  const { stage, url, foreign, token, admin } = await town(context);
  const { token: text, id } = await token();
  const response = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${text}`, accept: 'text/event-stream' },
  });
  assert.equal(response.status, 200);
  await admin('/api/v1/tasks', {
    method: 'POST',
    body: { project: foreign.project.id, prompt: 'secret', draft: true },
  });
  await admin(`/api/v1/tokens/${id}`, { method: 'DELETE' });
  const seen = await response.text();
  assert.ok(seen.includes('task.created'));
  assert.ok(!seen.includes(foreign.project.id) && !seen.includes('secret'), seen);
  assert.ok(stage.home);
});

test('R218 the tools of MCP are under the same rules as the calls', async (context) => {
  const { url, own, foreign, token } = await town(context);
  const call = async (text: string, name: string, phase: string): Promise<string> => {
    const given = name === 'show_phase' ? { phase } : { phase, agent: 'a' };
    const params = { name, arguments: given };
    const answer = await ask(url, '/mcp', {
      token: text,
      method: 'POST',
      headers: { accept: 'application/json, text/event-stream' },
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
    });
    return answer.text;
  };
  const reader = (await token({ scopes: ['read'] })).token;
  const agent = (await token({ scopes: ['claim'] })).token;
  assert.match(await call(reader, 'show_phase', own.phase), /\\"total\\"|in_progress|pending/);
  assert.match(await call(reader, 'request_next_task', own.phase), /lacks the scope “claim”/);
  assert.match(await call(agent, 'request_next_task', foreign.phase), /There is no phase/);
  assert.match(await call(agent, 'request_next_task', own.phase), /lease/);
});

test('R215 whatever changes something stands in the audit log, also what was refused', async (context) => {
  const { stage, url, own, foreign, token, admin } = await town(context);
  const made = await token({ scopes: ['write'] });
  const archive = (task: string): Promise<Answer> =>
    ask(url, `/api/v1/tasks/${task}/archive`, { token: made.token, method: 'POST' });
  assert.equal((await archive(own.task.id)).status, 200);
  assert.equal((await archive(own.task.id)).status, 409);
  assert.equal((await archive(foreign.task.id)).status, 404);
  assert.equal((await ask(url, `/api/v1/tasks/${own.task.id}`, { token: made.token })).status, 200);
  const answer = await admin('/api/v1/audit?user=ada');
  const { entries } = answer.json() as { entries: Record<string, unknown>[] };
  const shown = entries.map(({ actor, token: by, action, resource, outcome, error, ip }) =>
    [actor, by, action, resource, outcome, error, ip].join(' '),
  );
  assert.deepEqual(shown, [
    `ada ${made.id} task.archive /api/v1/tasks/${foreign.task.id}/archive refused not_found 127.0.0.1`,
    `ada ${made.id} task.archive task ${own.task.id} refused invalid_transition 127.0.0.1`,
    `ada ${made.id} task.archive task ${own.task.id} done  127.0.0.1`,
  ]);
  const mine = await ask(url, '/api/v1/audit', { token: made.token });
  assert.equal(mine.status, 403);
  const log = (await admin(`/api/v1/events?task=${own.task.id}`)).json() as EventListJson;
  assert.equal(log.events.at(-1)?.actor, 'ada', 'the log of the task names the person too');
  const printed = await stage.run('audit', '--user', 'ada');
  assert.match(
    printed.stdout,
    new RegExp(`ada +${made.id} +127.0.0.1 +task.archive +done +task ${own.task.id}`),
  );
});
