// An agent that talks without end, through the whole system: it is cut, that is said, memory and the event log stay as they
// are, and other tasks go on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';

const flooding = fileURLToPath(new URL('../support/agents/flooding-agent.ts', import.meta.url));

/** The most memory that a process ever had, in MiB. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

test('an agent that says 40 MB is cut, and the rest goes on', async (context) => {
  const agents = { talker: { command: ['node', flooding, 'talks-without-end', '5120'] } };
  const stage = await createStage(context, { config: { agents, protocolLogMb: 2 } });
  const started = await stage.task(['task', 'create', 'talk', '--name', 'talk', '--agent', 'talker']);
  const before = peakOf(stage.daemonPid);
  const other = await stage.runTask([promptOf('hello'), '--name', 'hello']);
  assert.equal(other.task.state, 'ready');
  const talked = await stage.until('talk', 'waiting', 'failed');
  assert.equal(talked.state, 'waiting');
  const grown = peakOf(stage.daemonPid) - before;
  assert.ok(grown < 400, `the daemon grew by ${Math.round(grown)} MiB`);
  let text = 0;
  const notes: string[] = [];
  for (let after = 0; ;) {
    const query = { task: started.id, after, limit: 1000 };
    const page = await stage.client().call(endpoints.events, { query });
    for (const { type, data } of page.events) {
      if (type === 'agent.message') text += String(data['text']).length;
      if (type === 'run.note') notes.push(String(data['text']));
    }
    if (page.next_cursor === null) break;
    after = page.next_after;
  }
  assert.ok(text > 15 * 1024 * 1024 && text <= 16 * 1024 * 1024, String(text));
  assert.equal(notes.filter((note) => note.includes('said more than 16 MiB')).length, 1);
  context.diagnostic(`the daemon grew by ${Math.round(grown)} MiB`);
});
