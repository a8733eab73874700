// docs/agents.md shows the known agents; this keeps the page and their entries the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { agentsTables } from './support/agents-table.ts';

test('R55 the tables in docs/agents.md are those of the entries', () => {
  const text = readFileSync(new URL('../docs/agents.md', import.meta.url), 'utf8');
  const shown = /<!-- entries -->\n\n([\s\S]*?)\n\n<!-- end -->/.exec(text)?.[1];
  assert.equal(shown, agentsTables(), 'run `npm run agents-table`');
});
