import assert from 'node:assert/strict';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ApiRoom } from '../../../test/support/api-room.ts';
import { silentLog } from '../../lib/log.ts';
import { settingsFrom } from '../../daemon/project-settings.ts';
import { effective, loadHomeConfig } from '../../config.ts';
import { removeOldLogs } from './old-logs.ts';

const dayMs = 24 * 3_600_000;

test('logs that nobody added to for longer than they are kept are removed, and nothing else', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const now = Date.now();
  const logs = join(room.dir, 'logs');
  const make = (task: string, name: string, daysAgo: number): string => {
    const dir = join(logs, room.project.id, task, name);
    mkdirSync(dir, { recursive: true });
    const file = join(dir, '000001.jsonl');
    writeFileSync(file, '{}\n');
    for (const path of [file, dir])
      utimesSync(path, (now - daysAgo * dayMs) / 1000, (now - daysAgo * dayMs) / 1000);
    return dir;
  };
  const old = make('one', 'protocol-1', 31);
  const kept = [make('one', 'protocol-2', 29), make('one', 'protocol-x', 99), make('two', 'protocol-1', 0)];
  const config = effective(loadHomeConfig({ home: room.dir, environment: {}, readFile: () => null }), null);
  const deps = {
    store: room.store,
    settings: async () => settingsFrom(config),
    logDir: (project: string, task: string) => join(logs, project, task),
    now: () => now,
    log: silentLog,
    home: room.project.home,
  };
  assert.equal(await removeOldLogs({ ...deps, home: 'elsewhere' }), 0);
  assert.equal(await removeOldLogs(deps), 1);
  assert.equal(existsSync(old), false);
  assert.deepEqual(
    kept.filter((dir) => !existsSync(dir)),
    [],
  );
});
