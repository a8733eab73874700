// The event log as it is answered and streamed.
import { z } from 'zod';
import { time } from './schemas.ts';

export const eventRecord = z.object({
  id: z.int(),
  project_id: z.string(),
  task_id: z.string(),
  seq: z.int(),
  at: time,
  actor: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const eventList = z.object({ events: z.array(eventRecord), next_after: z.int() });

export const eventQuery = z.object({
  task: z.string().optional(),
  project: z.string().optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
});

export type EventJson = z.infer<typeof eventRecord>;
export type EventListJson = z.infer<typeof eventList>;
export type EventQueryJson = z.input<typeof eventQuery>;
