import { join } from 'node:path';
import { storeCrashContract } from '../../../test/contracts/store-crash.contract.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';

storeCrashContract('SQLite', async (context) => join(tempDir(context), 'store.sqlite'));
