import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';
import { clashesBetween, rebased } from '../edits/three-way.ts';
import { createBody, editBody, fieldsOf, newFields } from './schedule-fields.ts';

const schedule: ScheduleJson = {
  id: 's',
  project_id: 'p',
  project_name: 'shop',
  name: 'nightly',
  cron: '0 9 * * 1-5',
  at: null,
  zone: 'Europe/Berlin',
  makes: 'task',
  text: 'Look at it.',
  agent: 'qwen',
  model: null,
  missed: 'once',
  state: 'active',
  next_run_at: '2026-11-23T08:00:00.000Z',
  next_run: '',
  runs: [],
  created_by: 'ada',
  created_at: '2026-11-22T08:00:00.000Z',
  updated_at: '2026-11-22T08:00:00.000Z',
  version: 4,
};
const base = fieldsOf(schedule);

test('a new schedule has either a cron expression or a time, and nothing that was left empty', () => {
  const fields = { ...newFields('Europe/Berlin'), text: 'Look at it.' };
  const rest = { project: 'shop', text: 'Look at it.', makes: 'task', missed: 'once', zone: 'Europe/Berlin' };
  assert.deepEqual(createBody('shop', fields), { ...rest, cron: '0 9 * * 1-5' });
  const once = {
    ...fields,
    repeats: 'once',
    at: '2026-12-01T09:00',
    name: ' later ',
    agent: 'qwen',
  } as const;
  assert.deepEqual(createBody('shop', once), {
    ...rest,
    at: '2026-12-01T09:00',
    name: 'later',
    agent: 'qwen',
  });
});

test('of an edited one only what reads otherwise is sent, a time always with its zone', () => {
  assert.equal(editBody(base, base, 4), null);
  assert.deepEqual(editBody(base, { ...base, text: 'Mend it.', agent: '' }, 4), {
    version: 4,
    text: 'Mend it.',
    agent: null,
  });
  assert.deepEqual(editBody(base, { ...base, cron: '0 7 * * *' }, 4), {
    version: 4,
    cron: '0 7 * * *',
    zone: 'Europe/Berlin',
  });
  const once = fieldsOf({ ...schedule, cron: null, at: '2026-12-01T08:00:00.000Z' });
  assert.deepEqual([once.repeats, once.at], ['once', '2026-12-01T09:00'], 'by the clocks of its zone');
  assert.deepEqual(editBody(once, { ...once, zone: 'UTC' }, 4), {
    version: 4,
    at: '2026-12-01T09:00',
    zone: 'UTC',
  });
});

test('what somebody else changed clashes only in the same field, and else is kept', () => {
  const mine = { ...base, cron: '0 7 * * *' };
  const names = ['text', 'cron'] as const;
  const theirs = { ...base, text: 'Mend it.' };
  assert.deepEqual(clashesBetween(names, { base, mine }, theirs), []);
  assert.deepEqual(rebased({ base, mine }, theirs), { ...theirs, cron: '0 7 * * *' });
  assert.deepEqual(clashesBetween(names, { base, mine }, { ...base, cron: '0 8 * * *' }), ['cron']);
  assert.deepEqual(clashesBetween(names, { base, mine }, { ...base, cron: '0 7 * * *' }), []);
});
