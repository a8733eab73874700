// A file of a version without homes is taken over as it is.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { createIn } from '../../../test/contracts/store/setup.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { openStore } from '../../daemon/open-store.ts';
import { projectId } from '../../domain/ids.ts';
import type { Schema } from '../sql/schema.ts';
import { openDatabase } from '../sqlite/database.ts';
import { nodeSqliteDialect } from '../sqlite/dialect.ts';
import * as first from './001-first.ts';
import * as phases from './002-phases.ts';

test('the projects of a home that had no name yet become its own', async (context) => {
  const home = tempDir(context);
  const database = openDatabase(join(home, 'tasklane.db'));
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  for (const { up } of [first, phases]) await up(db);
  database.exec(`
    create table schema_versions (version integer primary key, name text not null, applied_at bigint not null);
    insert into schema_versions values (1, 'first', 1), (2, 'phases', 1);
    insert into projects values ('p1', 1, 'shop', '/repositories/shop', 'main', 0, 500, 0)`);
  await db.destroy();

  for (const worker of ['ada-1', 'renamed-2']) {
    const store = await openStore({ home, worker, store: 'sqlite' });
    const shop = {
      id: projectId('p1'),
      name: 'shop',
      home: worker,
      root: '/repositories/shop',
      branch: 'main',
      trusted: false,
      createdAt: 500,
    };
    assert.deepEqual(await store.projects.list(), [shop]);
    await createIn(store, shop, 'queued');
    await store.close();
  }
});
