import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoderError } from './coder-error.ts';
import { parseTaskSearch } from './task-query.ts';

test('R77 terms have a key and a value; a bare word is an owner; case does not matter', () => {
  assert.deepEqual(parseTaskSearch(''), {});
  assert.deepEqual(parseTaskSearch('  Ada '), { owner: 'ada' });
  assert.deepEqual(parseTaskSearch('owner:me STATUS:Active organization:"My Shop"'), {
    owner: 'me',
    status: 'active',
    organization: 'my shop',
  });
});

test('R77 everything that is wrong with a query is said at once', () => {
  const fields = (q: string): readonly string[] => {
    try {
      parseTaskSearch(q);
    } catch (error) {
      assert.ok(error instanceof CoderError);
      assert.equal(error.status, 400);
      assert.equal(error.body.message, 'Invalid task search query.');
      return (error.body.validations ?? []).map(({ field }) => field);
    }
    return [];
  };
  assert.deepEqual(fields('colour:red status:blue owner:x'), ['colour', 'status']);
  assert.deepEqual(fields('owner:'), ['q']);
  assert.deepEqual(fields(':x'), ['q']);
});
