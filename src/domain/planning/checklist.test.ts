import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChecklist } from './checklist.ts';

const list = `# Release

Some words that belong to nothing.

- [x] Done already
  - [ ] below what is done
- [ ] Add a schema for orders
  It has a total.
  - [ ] a table
  - [x] a name
- [ ] Show orders

## Later
1. [ ] Add a schema for orders
* [ ]   Trailing space  

\`\`\`
- [ ] in code, which is no item
\`\`\`
`;

test('each open item becomes a task, with what stands below it; what is checked or in code does not', () => {
  const tasks = readChecklist(list);
  assert.deepEqual(
    tasks.map(({ key, title }) => [key, title]),
    [
      ['add-a-schema-for-orders', 'Add a schema for orders'],
      ['show-orders', 'Show orders'],
      ['add-a-schema-for-orders-2', 'Add a schema for orders'],
      ['trailing-space', 'Trailing space'],
    ],
  );
  const [first, , third] = tasks;
  assert.equal(first?.prompt, 'Add a schema for orders\n\nIt has a total.\n\nIt is part of: Release');
  assert.deepEqual(first?.plan.steps, ['a table']);
  assert.match(third?.prompt ?? '', /part of: Later/);
});

test('a text without open items, too many of them, and one that is too long are refused', () => {
  assert.throws(() => readChecklist('- [x] done\n- no box'), /no open item/);
  assert.throws(() => readChecklist('- [ ] again\n'.repeat(500)), /500 open items; at most 30/);
  assert.throws(() => readChecklist(`- [ ] one\n  ${'x'.repeat(9000)}`), /“one” is too long/);
  assert.throws(() => readChecklist(`- [ ] ${'x'.repeat(2 * 1024 * 1024)}`), /is too long/);
});
