// What the tools of MCP refuse: what the token may not, what is of others, and whatever makes no sense.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { AuditListJson, TokenCreatedJson } from '../../src/api/account-schemas.ts';
import type { ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import type { Scope } from '../../src/domain/access.ts';
import { ask, homeToken } from '../support/asking.ts';
import { createRepository } from '../support/git-repo.ts';
import { connectMcp, wordsOf } from '../support/mcp.ts';
import { leastInput, readSchema, rightInput, wrongInputs } from '../support/schema-fuzz.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface Place {
  readonly project: ProjectJson;
  readonly task: TaskJson;
  readonly phase: string;
}
interface Town {
  readonly stage: Stage;
  readonly own: Place;
  readonly foreign: Place;
  readonly post: (path: string, body: object) => Promise<unknown>;
  /** A token of ada, who is a member of the first project alone. */
  readonly token: (...scopes: readonly Scope[]) => Promise<TokenCreatedJson>;
}

async function town(context: TestContext): Promise<Town> {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await ask(stage.client().url, path, {
      token: homeToken(stage.home),
      method: 'POST',
      body,
    });
    assert.ok(answer.status < 400, answer.text);
    return answer.json();
  };
  const place = async (path: string): Promise<Place> => {
    const project = (await post('/api/v1/projects', { path })) as ProjectJson;
    const draft = { project: project.id, prompt: 'secret', draft: true };
    const task = (await post('/api/v1/tasks', draft)) as TaskJson;
    const queue = { tasks: [{ id: 1, description: 'x', ownership: ['x/**'], blocked_by: [] }] };
    const name = `phase-of-${project.name}`;
    const wanted = { project: project.id, name, queue, finish: 'manual' };
    const { phase } = (await post('/api/v1/phases', wanted)) as { phase: { id: string } };
    return { project, task, phase: phase.id };
  };
  const own = await place(stage.repository.dir);
  const foreign = await place(createRepository(join(stage.dir, 'bank')).dir);
  await post('/api/v1/users', { name: 'ada' });
  await post(`/api/v1/projects/${own.project.id}/members`, { user: 'ada', role: 'member' });
  const token = async (...scopes: readonly Scope[]): Promise<TokenCreatedJson> =>
    (await post('/api/v1/tokens', { name: 'agent', user: 'ada', scopes })) as TokenCreatedJson;
  return { stage, own, foreign, post, token };
}

/** Values with which a tool finds something, so that what it is refused for is what the test is about. */
function known({ project, task, phase }: Place): Record<string, unknown> {
  return { project: project.id, task: task.id, phase, wait_seconds: 0, after: 0, fence: 1, agent: 'ada' };
}
const ofPhase = new Set(['heartbeat', 'may_write', 'complete_task', 'fail_task', 'release_task']);
const knownFor = (name: string, place: Place): Record<string, unknown> =>
  ofPhase.has(name) ? { ...known(place), task: 1 } : known(place);

test('R218 a client is offered what its token may, and is refused the rest with the scope that it lacks', async (context) => {
  const { stage, own, token } = await town(context);
  const page = readFileSync(new URL('../../docs/mcp.md', import.meta.url), 'utf8');
  const row = (scope: string): readonly string[] => {
    const line = page.split('\n').find((one) => one.startsWith(`| \`${scope}\``)) ?? '';
    return [...line.matchAll(/`([a-z_]+)`/g)].map((match) => match[1] ?? '').filter((name) => name !== scope);
  };
  const full = await connectMcp(context, stage);
  const tools = (await full.client.listTools()).tools;
  const read = row('read');
  const applying = ['apply', ...row('apply').filter((name) => name !== 'read')];
  const expected: readonly (readonly [Scope, readonly string[]])[] = [
    ['read', read],
    ['claim', [...read, ...row('claim')]],
    ['write', [...read, ...row('claim'), ...row('write')]],
    ['apply', [...read, ...applying]],
  ];
  assert.deepEqual(
    tools.map((tool) => tool.name).toSorted(),
    [...read, ...row('claim'), ...row('write'), ...applying].toSorted(),
    'docs/mcp.md has every tool',
  );
  for (const [scope, names] of expected) {
    const mcp = await connectMcp(context, stage, { token: (await token(scope)).token });
    const offered = await mcp.toolNames();
    assert.deepEqual(offered.toSorted(), names.toSorted(), scope);
    for (const { name, inputSchema, annotations } of tools) {
      if (offered.includes(name)) continue;
      assert.equal(annotations?.readOnlyHint, false, name);
      const input = leastInput(readSchema(inputSchema), knownFor(name, own));
      const { code, text } = await mcp.refusal(name, input);
      assert.equal(code, 'forbidden', `${scope}: ${name}: ${text}`);
      assert.match(text, /lacks the scope “(?:claim|write|apply)”/, name);
    }
  }
});

test('R218 what is of a foreign project is not there, by any tool', async (context) => {
  const { stage, foreign, token, post } = await town(context);
  const mcp = await connectMcp(context, stage, { token: (await token('write', 'apply')).token });
  const { tools } = await mcp.client.listTools();
  let tried = 0;
  for (const { name, inputSchema } of tools) {
    const schema = readSchema(inputSchema);
    for (const thing of ['project', 'task', 'phase']) {
      if (schema.properties?.[thing] === undefined) continue;
      if (ofPhase.has(name) && thing === 'task') continue;
      const values = { ...knownFor(name, foreign), draft: true };
      const least = leastInput(schema, values);
      const answer = await mcp.call(name, { ...least, [thing]: knownFor(name, foreign)[thing] });
      const text = wordsOf(answer);
      assert.equal(answer.isError, true, `${name} by ${thing}: ${text}`);
      assert.match(text, /"code":"not_found"/, `${name} by ${thing}`);
      assert.doesNotMatch(text, /secret|bank/, name);
      tried += 1;
    }
  }
  assert.ok(tried > 40, `${tried}`);
  const all = wordsOf(await mcp.call('list_tasks')) + wordsOf(await mcp.call('queue'));
  assert.ok(!all.includes(foreign.task.id) && !all.includes('bank'), all);
  const begin = await mcp.ask<{ position: number }>('watch');
  await post('/api/v1/tasks', { project: foreign.project.id, prompt: 'secret', draft: true });
  const seen = await mcp.ask<{ changes: unknown[] }>('watch', { after: begin.position, wait_seconds: 0 });
  assert.deepEqual(seen.changes, []);
});

test('R215 what a tool changes or is refused stands in the audit log as the call that it is', async (context) => {
  const { stage, own, token } = await town(context);
  const made = await token('read', 'write');
  const mcp = await connectMcp(context, stage, { token: made.token });
  await mcp.ask('archive', { task: own.task.id });
  await mcp.refusal('archive', { task: own.task.id });
  await mcp.refusal('apply', { task: own.task.id });
  await mcp.ask('show_task', { task: own.task.id });
  const answer = await ask(stage.client().url, '/api/v1/audit?user=ada', { token: homeToken(stage.home) });
  const { entries } = answer.json() as AuditListJson;
  assert.deepEqual(
    entries.map(({ token: by, action, outcome, error }) => [by, action, outcome, error]),
    [
      [made.id, 'task.apply', 'refused', 'forbidden'],
      [made.id, 'task.archive', 'refused', 'invalid_transition'],
      [made.id, 'task.archive', 'done', null],
    ],
  );
});

test('whatever a tool is given, it answers, and never with an error of its own', async (context) => {
  const { stage, own } = await town(context);
  const mcp = await connectMcp(context, stage);
  const { tools } = await mcp.client.listTools();
  let refused = 0;
  const check = async (name: string, input: Record<string, unknown>): Promise<void> => {
    const answer = await mcp.call(name, input);
    const what = `${name} ${JSON.stringify(input).slice(0, 300)}`;
    const text = wordsOf(answer);
    assert.ok(text.length < 100_000, what);
    if (answer.isError !== true) return;
    refused += 1;
    const { error } = JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as { error: { code: string } };
    assert.notEqual(error.code, 'internal', `${what}: ${text}`);
  };
  // With drafts, so that nothing that is made starts an agent.
  const draft = { draft: true };
  const creates = (name: string): boolean => name === 'create_task' || name === 'create_variants';
  const all = tools.flatMap(({ name, inputSchema }) => {
    const schema = readSchema(inputSchema);
    const values = { ...knownFor(name, own), ...(creates(name) && draft) };
    return [rightInput(schema, values), ...wrongInputs(schema, values)].map(
      (input) => () => check(name, creates(name) ? { ...draft, ...input } : { ...input }),
    );
  });
  for (let at = 0; at < all.length; at += 8)
    await Promise.all(all.slice(at, at + 8).map(async (call) => call()));
  assert.ok(all.length > 500 && refused > all.length / 2, `${refused} of ${all.length} refused`);
  const log = readFileSync(join(stage.home, 'daemon.log'), 'utf8');
  assert.doesNotMatch(log, /a tool failed|a request failed/);
});
