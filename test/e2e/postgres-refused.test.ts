// Databases that the daemon cannot use: each is said in words, with what to do, and without the password; also by doctor.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { PostgresServer } from '../support/postgres.ts';
import { createStage } from '../support/stage.ts';
import { withPostgres } from '../support/with-postgres.ts';

async function refusal(context: TestContext, url: string): Promise<string> {
  const stage = await createStage(context, { env: { TASKLANE_STORE: url } });
  const result = await stage.run('task', 'list');
  assert.equal(result.code, 1, result.stdout);
  const doctor = await stage.run('doctor');
  assert.equal(doctor.code, 1);
  const log = readFileSync(join(stage.home, 'daemon.log'), 'utf8');
  assert.doesNotMatch(JSON.stringify([result, doctor, log]), /hush/);
  // One says it as an error, the other as a finding; both give the daemon's own words.
  const reason = /(?:error|tasklane): (.+)\n\s+next: .+/.exec(log)?.[1] ?? log;
  assert.ok(doctor.stdout.includes(reason.slice(0, 60)), doctor.stdout);
  return result.stderr;
}

async function withPasswords(server: PostgresServer): Promise<void> {
  const [file] = await server.query<{ setting: string }>(
    "select setting from pg_settings where name = 'hba_file'",
  );
  const rules = "values ('local all locked scram-sha-256'), ('local all all trust')";
  await server.query(`create role locked login password 'right'`);
  await server.query(`copy (${rules}) to '${file?.setting ?? ''}'`);
  await server.query('select pg_reload_conf()');
}

test('a server that is away', async (context) => {
  const said = await refusal(context, 'postgres://ada:hush@127.0.0.1:1/tasklane');
  assert.match(said, /There is no connection to postgres:\/\/ada@127\.0\.0\.1:1\/tasklane: .*ECONNREFUSED/);
  assert.match(said, /Check that the server runs/);
});

test('an address that is none', async (context) => {
  const said = await refusal(context, 'postgress://ada:hush@127.0.0.1:1/tasklane');
  assert.match(said, /TASKLANE_STORE is something else; allowed: "sqlite", or the address of a PostgreSQL/);
});

await withPostgres((server) => {
  test('a wrong password, and a right one that is not in the address (PostgreSQL)', async (context) => {
    await withPasswords(server);
    const database = await server.database(context);
    const said = await refusal(context, database.replace('ada@', 'locked:hush@'));
    assert.match(said, /The server refused .*password authentication failed for user "locked"/);
    assert.match(said, /Correct the user and the password/);
    await server.query('create schema tasklane authorization locked', database);
    const env = { TASKLANE_STORE: database.replace('ada@', 'locked@'), PGPASSWORD: 'right' };
    const stage = await createStage(context, { env });
    assert.equal((await stage.run('task', 'list')).code, 0);
  });

  test('a database that is not there (PostgreSQL)', async (context) => {
    const said = await refusal(context, server.url('nowhere').replace('ada@', 'ada:hush@'));
    assert.match(said, /There is no such database: .*nowhere/);
    assert.match(said, /createdb/);
  });

  test('a user without the right to create (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    await server.query('create role member login');
    const said = await refusal(context, url.replace('ada@', 'member:hush@'));
    assert.match(said, /lacks a right: permission denied for database/);
    assert.match(said, /grant it CREATE on the database/);
  });

  test('a database of a newer Tasklane (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    await server.query('create schema tasklane', url);
    const columns = 'version integer primary key, name text not null, applied_at bigint not null';
    await server.query(`create table tasklane.schema_versions (${columns})`, url);
    await server.query("insert into tasklane.schema_versions values (99, 'later', 1)", url);
    const said = await refusal(context, url);
    assert.match(said, /written by a newer Tasklane: its schema is version 99/);
    assert.match(said, /Update Tasklane/);
  });
});
