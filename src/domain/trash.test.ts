import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, isIn, sampleFailure, sampleIn } from '../../test/support/sample-tasks.ts';
import { mergeOf } from './merge-entry.ts';
import { phaseId } from './ids.ts';
import { taskStates } from './task.ts';
import { keptUntil, overdue, trashedAt, trashReason } from './trash.ts';

test('in the trash is what was deleted, cancelled or dismissed, until its work is deleted for good', () => {
  for (const state of taskStates) {
    const task = sampleIn(state);
    const expected = state === 'cancelled' || state === 'dismissed' ? state : null;
    assert.equal(trashReason(task), expected, state);
    if (expected !== null) assert.equal(trashReason(after(task, 'emptied')), null);
  }
  const deleted = after(sampleIn('dismissed'), 'deleted');
  assert.deepEqual([trashReason(deleted), trashedAt(deleted)], ['deleted', deleted.deletedAt]);
});

test('what was promised at a dismissal holds; the rest is kept for so long', () => {
  assert.equal(keptUntil(sampleIn('dismissed'), 5), 99_000);
  const cancelled = sampleIn('cancelled');
  assert.equal(keptUntil(cancelled, 5), cancelled.stateSince + 5);
  const deleted = after(sampleIn('dismissed'), 'deleted');
  assert.equal(keptUntil(deleted, 5), deleted.updatedAt + 5);
});

test('what was cancelled comes back as a draft when it never began, else as failed with the reason', () => {
  assert.equal(after(sampleIn('cancelled'), 'restored').state, 'draft');
  const begun = after(sampleIn('running'), 'cancelled', 'restored');
  assert.ok(isIn(begun, 'failed'));
  assert.match(begun.failure.message, /^It was cancelled \(not needed\)/);
  assert.equal(after(begun, 'retried').state, 'queued');
  const archived = after(sampleIn('failed'), 'archived', 'restored');
  assert.ok(isIn(archived, 'failed'));
  assert.deepEqual(archived.failure, sampleFailure);
  const ofPhase = after(sampleIn('queued', { phaseId: phaseId('p') }), 'cancelled', 'restored');
  assert.equal(ofPhase.state, 'failed', 'nobody would hand out a draft of a phase that is over');
});

test('a ready task that is restored has given up its place in the merge queue', () => {
  const ready = sampleIn('ready');
  assert.notEqual(mergeOf(ready), null);
  const back = after(ready, 'deleted', 'restored');
  assert.equal(mergeOf(back), null);
  assert.deepEqual(back.result, ready.result);
});

test('overdue is what is too old, and the oldest of what is too much', () => {
  const entry = (id: string, until: number, bytes: number): { id: string; until: number; bytes: number } => ({
    id,
    until,
    bytes,
  });
  const all = [entry('a', 90, 10), entry('b', 70, 10), entry('c', 80, 30), entry('d', 60, 1)];
  const names = (now: number, maxBytes: number | null): string =>
    overdue(all, { now, maxBytes })
      .map(({ id }) => id)
      .join('');
  assert.equal(names(0, null), '');
  assert.equal(names(70, null), 'bd');
  assert.equal(names(0, 51), '');
  assert.equal(names(0, 49), 'cd', 'what came before one that does not fit is older, and goes too');
  assert.equal(names(0, 0), 'abcd');
});
