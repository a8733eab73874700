// The schedules of a project, as the server has them: read once, and again when it says that they have changed.
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import type { Change } from '../data/use-change.ts';
import { usePlanningNews } from '../planning/follow.ts';

export function useSchedules(project: string): UseQueryResult<readonly ScheduleJson[]> {
  usePlanningNews();
  return useQuery({
    queryKey: ['schedules', project],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listSchedules, { query: { project, limit: 500 }, signal })).schedules,
  });
}

export function useScheduleChange(): Change {
  return useChange('schedules');
}
