// ARCHITECTURE.md shows the state machine; this keeps the picture and the table the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { stateDiagram } from '../src/domain/diagram.ts';

test('R212 the diagram in ARCHITECTURE.md is the one that the transition table draws', () => {
  const text = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8');
  const shown = /```mermaid\n(stateDiagram-v2[\s\S]*?)\n```/.exec(text)?.[1];
  assert.equal(shown, stateDiagram(), 'paste the output of `node scripts/diagram.mjs` into ARCHITECTURE.md');
});
