import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyNames } from '../../domain/policy.ts';
import { conflictAnswers } from '../../domain/resolution.ts';
import { mayResolve } from './may-resolve.ts';

test('conflicts of the parallel policy are never resolved automatically, nor any with the setting never', () => {
  const may = conflictAnswers.flatMap((conflicts) =>
    policyNames
      .filter((policy) => mayResolve({ conflicts }, { policy }))
      .map((policy) => `${conflicts} ${policy}`),
  );
  const others = policyNames.filter((policy) => policy !== 'parallel');
  assert.deepEqual(may, [
    ...others.map((policy) => `agent ${policy}`),
    ...others.map((policy) => `memory ${policy}`),
  ]);
});
