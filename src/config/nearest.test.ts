import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const known = ['port', 'parallel', 'policy', 'checkTimeoutMs', 'setupTimeoutMs'];

test('the known name with the fewest wrong letters is found, whatever its case', () => {
  assert.equal(nearest('prot', known), 'port');
  assert.equal(nearest('porrt', known), 'port');
  assert.equal(nearest('paralel', known), 'parallel');
  assert.equal(nearest('CHECKTIMEOUT', known), 'checkTimeoutMs');
  assert.equal(nearest('setupTimeout', known), 'setupTimeoutMs');
});

test('a name like none of them gets no suggestion', () => {
  assert.equal(nearest('colour', known), null);
  assert.equal(nearest('x', []), null);
});
