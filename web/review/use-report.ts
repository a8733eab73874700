// What is known of a task's work now, and where apply would bring it.
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson, VerificationReportJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';

export function useReport(task: TaskJson): UseQueryResult<VerificationReportJson> {
  return useQuery({
    queryKey: ['verification', task.id, task.version],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => call(endpoints.taskVerification, { params: { task: task.id }, signal }),
  });
}
