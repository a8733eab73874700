// The tests of one file on a PostgreSQL of their own.
import { after, test } from 'node:test';
import { PostgresMissing, startPostgres } from './postgres.ts';
import type { PostgresServer } from './postgres.ts';

/** Calls `define` with a server that runs until the file's tests have ended. Without PostgreSQL it is one skipped test. */
export async function withPostgres(define: (server: PostgresServer) => void): Promise<void> {
  let server: PostgresServer;
  try {
    server = await startPostgres();
  } catch (error) {
    if (!(error instanceof PostgresMissing)) throw error;
    test('the store on PostgreSQL', { skip: error.message });
    return;
  }
  after(() => server.stop());
  define(server);
}
