// Planning by an agent from outside, over MCP: ask for drafts, look, have them revised, change them, and decide.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectMcp } from '../support/mcp.ts';
import { createStage, promptOf } from '../support/stage.ts';

interface Shown {
  readonly request: {
    readonly id: string;
    readonly state: string;
    readonly revision: number;
    readonly answer: string | null;
    readonly tasks: readonly { readonly key: string; readonly title: string }[];
    readonly drafts: readonly { readonly number: number; readonly state: string }[];
  };
}

const call = (title: string, path: string) => ({
  do: [
    {
      call: {
        match: 'propose_tasks$',
        args: {
          tasks: [{ key: 'one', title, prompt: promptOf('write', { path, content: 'x' }), owns: ['*.txt'] }],
        },
      },
    },
  ],
});
const scripts = {
  first: [call('First', 'a.txt'), { say: 'Done.' }],
  second: [call('Second', 'b.txt'), { say: 'Done.' }],
};

test('R161 R166 R165 over MCP a plan is asked for, shown, revised, changed, accepted and archived', async (context) => {
  const stage = await createStage(context, { scripts });
  assert.equal((await stage.run('project', 'add')).code, 0);
  const mcp = await connectMcp(context, stage);
  const settled = async (request: string): Promise<Shown['request']> => {
    let shown = (await mcp.ask<Shown>('show_request', { request, wait_ms: 20_000 })).request;
    for (let turn = 0; turn < 10 && shown.state === 'working'; turn += 1)
      shown = (await mcp.ask<Shown>('show_request', { request, wait_ms: 20_000 })).request;
    return shown;
  };
  const begun = await mcp.ask<Shown>('create_request', { kind: 'plan', text: promptOf('first') });
  const { id } = begun.request;
  const first = await settled(id);
  assert.deepEqual([first.state, first.tasks[0]?.title], ['proposed', 'First']);
  await mcp.ask('revise_request', { request: id, text: promptOf('second') });
  const second = await settled(id);
  assert.deepEqual([second.revision, second.tasks[0]?.title, second.drafts.length], [2, 'Second', 1]);

  const change = { type: 'edit', key: 'one', title: 'Third' };
  const { code, text } = await mcp.refusal('edit_request', { request: id, revision: 1, change });
  assert.equal(code, 'stale_version');
  assert.match(text, /Revision 1 is not the newest; that is 2/);
  const third = await mcp.ask<Shown>('edit_request', { request: id, revision: 2, change });
  assert.deepEqual([third.request.revision, third.request.tasks[0]?.title], [3, 'Third']);
  const accepted = await mcp.ask<Shown>('accept_request', { request: id });
  assert.equal(accepted.request.state, 'accepted');
  await mcp.until(1, 'ready');

  const other = await mcp.ask<Shown>('create_request', { kind: 'plan', text: promptOf('first') });
  assert.equal((await settled(other.request.id)).state, 'proposed');
  const archived = await mcp.ask<Shown>('archive_request', { request: other.request.id });
  assert.deepEqual([archived.request.state, archived.request.drafts[0]?.state], ['archived', 'cancelled']);
});
