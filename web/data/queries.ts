// What is read with a request, and kept for a while: each by one hook.
import { QueryClient, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/api/errors.ts';
import type { MeJson } from '../../src/api/account-schemas.ts';
import type { InquiryListJson } from '../../src/api/inquiry-schemas.ts';
import type { JobListJson } from '../../src/api/job-schemas.ts';
import type { ProjectNewsJson } from '../../src/api/project-schemas.ts';
import type { QueueJson } from '../../src/api/queue-schemas.ts';
import type { AgentJson, AttemptListJson, DiffJson, ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import type { StatisticsJson, StatisticsQueryJson } from '../../src/api/statistics-schemas.ts';
import type { UsageQueryJson, UsageReportJson } from '../../src/api/usage-schemas.ts';
import { call } from './call.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // Only what may pass by itself is worth another try.
      retry: (count, error) => count < 2 && error instanceof AppError && error.code === 'daemon_unreachable',
    },
  },
});

/** To be called when the settings of a project were changed, by whomever: what is shown of them, and what Apply would do. */
export async function readSettingsAgain({ project_id: id }: ProjectNewsJson): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['project-settings', id] }),
    queryClient.invalidateQueries({ queryKey: ['verification'] }),
  ]);
}

/** `version` is that of the card: a task that changed is read again. */
export function useTask(ref: string, version?: number): UseQueryResult<TaskJson> {
  return useQuery({
    queryKey: ['task', ref, version],
    queryFn: ({ signal }) => call(endpoints.showTask, { params: { task: ref }, signal }),
    placeholderData: (before) => (before?.id === ref ? before : undefined),
  });
}

export function useProjects(): UseQueryResult<readonly ProjectJson[]> {
  return useQuery({
    queryKey: ['projects'],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listProjects, { query: { limit: 500 }, signal })).projects,
  });
}

export function useAgents(): UseQueryResult<readonly AgentJson[]> {
  return useQuery({
    queryKey: ['agents'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await call(endpoints.listAgents, { signal })).agents,
  });
}

export function useMe(): UseQueryResult<MeJson> {
  return useQuery({
    queryKey: ['me'],
    staleTime: 60_000,
    queryFn: ({ signal }) => call(endpoints.whoAmI, { signal }),
  });
}

export function useQueue(version: number): UseQueryResult<QueueJson> {
  return useQuery({
    queryKey: ['queue', version],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => call(endpoints.queue, { query: { limit: 500 }, signal }),
  });
}

/** What agents ask now; `marks` is what makes the answer another one. */
export function useOpenInquiries(
  marks: string,
  isWanted: boolean,
): UseQueryResult<InquiryListJson['inquiries']> {
  return useQuery({
    queryKey: ['inquiries', 'open', marks],
    enabled: isWanted,
    placeholderData: (before) => before,
    queryFn: async ({ signal }) => (await call(endpoints.listInquiries, { signal })).inquiries,
  });
}

/** Read again every two seconds while somebody looks: not all of it is in the log. */
export function useJobs(): UseQueryResult<JobListJson['jobs']> {
  return useQuery({
    queryKey: ['jobs'],
    refetchInterval: 2000,
    queryFn: async ({ signal }) => (await call(endpoints.jobs, { signal })).jobs,
  });
}

export function useStatistics(query: StatisticsQueryJson): UseQueryResult<StatisticsJson> {
  return useQuery({
    queryKey: ['statistics', query],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => call(endpoints.statistics, { query, signal }),
  });
}

/** `whitespace: 'ignore'` leaves out lines that differ in white space alone; null asks for nothing. */
export function useDiff(
  task: string,
  head: string | null,
  whitespace: 'show' | 'ignore' | null = 'show',
): UseQueryResult<DiffJson> {
  return useQuery({
    queryKey: ['diff', task, head, whitespace],
    enabled: whitespace !== null,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      call(endpoints.diffTask, {
        params: { task },
        query: whitespace === 'ignore' ? { whitespace } : {},
        timeoutMs: 0,
        signal,
      }),
  });
}

/** That an attempt has ended, and what it used, is in no version of the task: read again while one is under way. */
export function useAttempts(
  task: string,
  version: number | undefined,
): UseQueryResult<AttemptListJson['attempts']> {
  return useQuery<AttemptListJson['attempts']>({
    queryKey: ['attempts', task, version],
    placeholderData: (before) => before,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.ended_at === null) === true ? 5000 : false,
    queryFn: async ({ signal }) =>
      (await call(endpoints.taskAttempts, { params: { task }, signal })).attempts,
  });
}

export function useCheckLog(task: string, log: string | null): UseQueryResult<string> {
  return useQuery({
    queryKey: ['log', task, log],
    enabled: log !== null,
    staleTime: Infinity,
    queryFn: ({ signal }) => call(endpoints.checkLog, { params: { task, log: log ?? '' }, signal }),
  });
}

export function useUsage(query: UsageQueryJson): UseQueryResult<UsageReportJson> {
  return useQuery({
    queryKey: ['usage', query],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => call(endpoints.usage, { query, signal }),
  });
}
