// The calls about schedules.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as s from '../schedule-schemas.ts';
import { nothing, operation } from './operation.ts';

const tag = 'Schedules';
const one: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const change: readonly ErrorCode[] = [...one, 'invalid_transition', 'stale_version', 'other_home'];

export const scheduleOperations = {
  createSchedule: operation(at.createSchedule, {
    tag,
    summary: 'Make a schedule',
    description: 'With either `cron` or `at`. Its runs have the rights that its maker has then.',
    body: s.scheduleCreate,
    response: s.schedule,
    status: 201,
    errors: ['not_found', 'already_exists', 'other_home'],
  }),
  listSchedules: operation(at.listSchedules, {
    tag,
    summary: 'List schedules',
    query: s.scheduleQuery,
    response: s.scheduleList,
    errors: ['not_found'],
  }),
  showSchedule: operation(at.showSchedule, {
    tag,
    summary: 'Show a schedule',
    description: 'With its last runs.',
    response: s.schedule,
    errors: one,
  }),
  editSchedule: operation(at.editSchedule, {
    tag,
    summary: 'Change a schedule',
    description: 'What is left out stays. Its runs have the rights of who changed it, from then on.',
    body: s.scheduleEdit,
    response: s.schedule,
    errors: [...one, 'already_exists', 'stale_version', 'other_home'],
  }),
  pauseSchedule: operation(at.pauseSchedule, {
    tag,
    summary: 'Pause a schedule',
    response: s.schedule,
    errors: change,
  }),
  resumeSchedule: operation(at.resumeSchedule, {
    tag,
    summary: 'Resume a schedule',
    description: 'It goes on with the next time from now.',
    response: s.schedule,
    errors: change,
  }),
  runSchedule: operation(at.runSchedule, {
    tag,
    summary: 'Run a schedule now',
    description: 'Also a paused one. Its next time stays. What came of it is the last of `runs`.',
    response: s.schedule,
    errors: change,
  }),
  deleteSchedule: operation(at.deleteSchedule, {
    tag,
    summary: 'Delete a schedule',
    description: 'What it made stays.',
    response: nothing,
    errors: [...one, 'other_home'],
  }),
};
