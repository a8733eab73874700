import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { killByHome } from './leftovers.ts';

test(
  'processes whose HOME lies in the folder are killed, and no others',
  { skip: process.platform !== 'linux' },
  async (context) => {
    const dir = tempDir(context);
    const start = (home: string): ReturnType<typeof spawn> => {
      mkdirSync(home, { recursive: true });
      return spawn('sleep', ['600'], {
        detached: true,
        env: { PATH: process.env['PATH'] ?? '', HOME: home },
      });
    };
    const ours = start(join(dir, 'task', 'home'));
    const other = start(join(dir, 'task-2', 'home'));
    await Promise.all([once(ours, 'spawn'), once(other, 'spawn')]);
    const ended = once(ours, 'exit');
    assert.equal(await killByHome(join(dir, 'task')), 1);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.equal(other.exitCode, null);
    assert.equal(other.signalCode, null);
    other.kill('SIGKILL');
    await once(other, 'exit');
  },
);
