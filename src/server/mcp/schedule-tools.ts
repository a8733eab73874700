// The tools about schedules: each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as s from '../../api/schedule-schemas.ts';
import { projectOf, projectRef } from './task-place.ts';
import { adds, decides, looks, sets, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const place = { schedule: z.string().min(1).max(200).describe('Name or id of the schedule.') };
const say = ({ name, state, next_run: next }: s.ScheduleJson): string => `${name} (${state}): ${next}`;

const list = tool({
  name: 'list_schedules',
  title: 'List schedules',
  description: 'What is made again and again, or later, with the next times.',
  endpoint: endpoints.listSchedules,
  hints: looks,
  input: z.strictObject({ project: projectRef }),
  output: s.scheduleList,
  work: async ({ project }, desk) => desk.call(endpoints.listSchedules, { query: { project } }),
  say: ({ schedules }) => schedules.map(say).join('\n') || 'There are no schedules.',
});

const create = tool({
  name: 'create_schedule',
  title: 'Make a schedule',
  description:
    'Makes a task, a plan or a prompt again and again (cron: five parts) or once (at). Its runs have your rights.',
  endpoint: endpoints.createSchedule,
  hints: adds,
  input: z.strictObject({
    ...s.scheduleCreate.shape,
    project: projectRef.describe('Name or id of a project; not needed while there is only one.'),
  }),
  output: s.schedule,
  work: async (given, desk) =>
    desk.call(endpoints.createSchedule, {
      body: { ...given, project: await projectOf(desk, given.project) },
    }),
  say,
});

const edit = tool({
  name: 'edit_schedule',
  title: 'Change a schedule',
  description: 'What is left out stays. Its runs have your rights from then on.',
  endpoint: endpoints.editSchedule,
  hints: sets,
  input: z.strictObject({ ...place, ...s.scheduleEdit.shape }),
  output: s.schedule,
  work: async ({ schedule, ...body }, desk) =>
    desk.call(endpoints.editSchedule, { params: { schedule }, body }),
  say,
});

function change(
  name: string,
  title: string,
  endpoint: (typeof endpoints)['pauseSchedule' | 'resumeSchedule' | 'runSchedule'],
  hints: Tool['hints'],
  description: string,
): Tool {
  return tool({
    name,
    title,
    description,
    endpoint,
    hints,
    input: z.strictObject(place),
    output: s.schedule,
    work: async ({ schedule }, desk) => desk.call(endpoint, { params: { schedule } }),
    say,
  });
}

const remove = tool({
  name: 'delete_schedule',
  title: 'Delete a schedule',
  description: 'Ends a schedule for good; what it made stays.',
  endpoint: endpoints.deleteSchedule,
  hints: decides,
  input: z.strictObject(place),
  output: z.object({ deleted: z.string().describe('As it was named.') }),
  work: async ({ schedule }, desk) => {
    await desk.call(endpoints.deleteSchedule, { params: { schedule } });
    return { deleted: schedule };
  },
  say: ({ deleted }) => `${deleted} is deleted.`,
});

export const scheduleTools: readonly Tool[] = [
  list,
  create,
  edit,
  change(
    'pause_schedule',
    'Pause a schedule',
    endpoints.pauseSchedule,
    sets,
    'Nothing runs until it is resumed.',
  ),
  change(
    'resume_schedule',
    'Resume a schedule',
    endpoints.resumeSchedule,
    sets,
    'It goes on with the next time.',
  ),
  change(
    'run_schedule',
    'Run a schedule now',
    endpoints.runSchedule,
    adds,
    'One run now; the next time stays.',
  ),
  remove,
];
