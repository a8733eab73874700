// The calls about schedules.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as s from './schedule-schemas.ts';

const one = '/api/v1/schedules/:schedule';

export const scheduleEndpoints = {
  createSchedule: endpoint<None, s.ScheduleCreateJson, s.ScheduleJson>(
    'POST',
    '/api/v1/schedules',
    'schedule.create',
  ),
  listSchedules: endpoint<s.ScheduleQueryJson, undefined, s.ScheduleListJson>(
    'GET',
    '/api/v1/schedules',
    'schedule.read',
  ),
  showSchedule: endpoint<None, undefined, s.ScheduleJson>('GET', one, 'schedule.read'),
  editSchedule: endpoint<None, s.ScheduleEditJson, s.ScheduleJson>('PATCH', one, 'schedule.edit'),
  pauseSchedule: endpoint<None, undefined, s.ScheduleJson>('POST', `${one}/pause`, 'schedule.pause'),
  resumeSchedule: endpoint<None, undefined, s.ScheduleJson>('POST', `${one}/resume`, 'schedule.resume'),
  /** Answers when what it makes is made. */
  runSchedule: endpoint<None, undefined, s.ScheduleJson>('POST', `${one}/run`, 'schedule.run'),
  deleteSchedule: endpoint<None, undefined, undefined>('DELETE', one, 'schedule.delete'),
};
