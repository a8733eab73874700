import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { createIn, sampleProject } from '../../../test/contracts/store/setup.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import type { Schema } from '../sql/schema.ts';
import { nodeSqliteDialect } from '../sqlite/dialect.ts';
import { openSqliteStore } from '../sqlite/sqlite-store.ts';
import { up } from './007-contract.ts';

test('tasks of before can be found by their words and agents after', async (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  const before = await openSqliteStore({ file, now: () => 1 });
  const project = sampleProject('shop');
  await before.projects.insert(project);
  const task = await createIn(before, project, 'ready', { title: 'Kürbisse schälen' });
  await before.close();
  const database = new DatabaseSync(file);
  database.exec('drop table answers; drop index tasks_phase');
  for (const column of ['agent', 'policy', 'words', 'phase_id'])
    database.exec(`alter table tasks drop column ${column}`);
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  await db.transaction().execute(up);
  await db.destroy();

  const after = await openSqliteStore({ file, now: () => 2 });
  context.after(() => after.close());
  assert.deepEqual(await after.tasks.list({ text: 'kürbis', agent: task.agent, policy: task.policy }), [
    task,
  ]);
  assert.deepEqual(await after.tasks.list({ text: 'nothing' }), []);
});
