import { storeCrashContract } from '../../../test/contracts/store-crash.contract.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';

await withPostgres((server) => storeCrashContract('PostgreSQL', (context) => server.migrated(context)));
