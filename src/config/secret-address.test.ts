import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutPassword } from './secret-address.ts';

const shown = [
  ['sqlite', 'sqlite'],
  ['postgres://ada@db/tasklane', 'postgres://ada@db/tasklane'],
  ['postgres://db:5432/tasklane', 'postgres://db:5432/tasklane'],
  ['postgres://ada:hush@db:5432/tasklane', 'postgres://ada:***@db:5432/tasklane'],
  ['postgres://ada:hu@sh/hush:1@db/tasklane', 'postgres://ada:***@db/tasklane'],
  ['postgres://ada:hush@/tasklane?host=/run/pg', 'postgres://ada:***@/tasklane?host=/run/pg'],
  ['postgres://:hush@db/tasklane', 'postgres://:***@db/tasklane'],
  [
    'postgres://db/tasklane?user=ada&password=hush&ssl=1',
    'postgres://db/tasklane?user=ada&password=***&ssl=1',
  ],
  ['postgres://db/tasklane?sslpassword=hush', 'postgres://db/tasklane?sslpassword=***'],
  ['postgress://ada:hush@db/tasklane', 'postgress://ada:***@db/tasklane'],
] as const;

for (const [address, expected] of shown)
  test(`${address} is shown as ${expected}`, () => assert.equal(withoutPassword(address), expected));
