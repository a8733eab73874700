// MCP servers that a configuration names, all the way to the built-in agent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveNotes } from '../support/notes-mcp.ts';
import { createStage, promptOf } from '../support/stage.ts';

const program = fileURLToPath(new URL('../support/notes-mcp-process.ts', import.meta.url));

const scripts = {
  noting: [
    { do: [{ call: { match: '^mcp__web__add', args: { text: 'from the task' } } }] },
    { do: [{ call: { match: '^mcp__local__environment$', args: {} } }] },
    { do: [{ write: { path: 'a.txt', content: 'a\n' } }] },
    { say: 'Done.' },
  ],
};

test('the agent of a task uses the servers of the home; those of a repository wait for trust', async (context) => {
  const notes = await serveNotes(context);
  const stage = await createStage(context, {
    scripts,
    files: {
      'README.md': 'x\n',
      '.tasklane/config.json': JSON.stringify({ mcpServers: { evil: { command: ['touch', 'evil'] } } }),
    },
    config: {
      mcpServers: {
        web: { url: notes.url, headers: { authorization: 'Bearer {home} ${HOME} of the file' } },
        local: { command: [process.execPath, program], env: { NOTES_COLOR: 'red' } },
      },
    },
  });
  await stage.run('project', 'add');
  const { task, events } = await stage.runTask([promptOf('noting'), '--name', 'noting']);
  assert.equal(task.state, 'ready', JSON.stringify(task.failure));
  assert.deepEqual(notes.notes, ['from the task']);
  const seen = stage.model.requests.find(({ step }) => step === 2)?.lastToolResult ?? '';
  assert.match(seen, /"NOTES_COLOR":"red"/);
  assert.ok(!stage.model.requests.some(({ tools }) => tools.some((name) => name.startsWith('mcp__evil'))));
  // What stands in the file is sent as it stands there.
  assert.deepEqual([...new Set(notes.authorizations)], ['Bearer {home} ${HOME} of the file']);
  assert.ok(!JSON.stringify(events).includes('of the file'));
});
