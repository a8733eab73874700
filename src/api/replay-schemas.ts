// What a replay of an exported task found.
import { z } from 'zod';
import { eventRecord } from './event-schemas.ts';

const end = z.object({
  of: z.enum(['open', 'prompt']).describe('The start of a session, or a turn.'),
  recorded: z.string().describe('How it ended then: a kind of end, or the code of an error.'),
  replayed: z.string().describe('How it ended in the replay.'),
});

const difference = z.object({
  index: z.int().describe('From 1, among the events of the agent with their pieces put together.'),
  recorded: z.string().nullable().describe('The event in the log, as JSON; null where it has no more.'),
  replayed: z.string().nullable().describe('The event that came out, as JSON; null where no more came.'),
});

export const replay = z.object({
  same: z
    .boolean()
    .nullable()
    .describe('Whether the events came out the same; null where a recording is missing or not whole.'),
  exported_at: z.string().describe('When the bundle was made.'),
  tasklane: z.string().describe('The version that made it.'),
  task: z
    .object({
      id: z.string().describe('Its id where it was exported.'),
      number: z.int().describe('Its number there.'),
      name: z.string().describe('Its name.'),
      title: z.string().describe('What it is about.'),
      state: z.string().describe('Where it stood.'),
      agent: z.string().describe('Its agent.'),
    })
    .describe('The task that was exported.'),
  attempts: z
    .array(
      z.object({
        number: z.int().describe('From 1.'),
        says: z.string().nullable().describe('What its agent said of itself.'),
        sessions: z.int().describe('How many sessions were played.'),
        recorded: z.int().describe('Events of the agent in the log.'),
        replayed: z.int().describe('Events that came out.'),
        same: z.boolean().nullable().describe('Whether they are the same; null where it cannot be said.'),
        difference: difference.nullable().describe('The first one.'),
        ends: z.array(end).describe('How its sessions began and its turns ended, then and now.'),
        gaps: z.array(z.string()).describe('Why the recording is not whole, where it is not.'),
      }),
    )
    .describe('Those with a recording.'),
  events: z
    .array(eventRecord)
    .describe('The thread: what came out of the replay, between what people and the system did.'),
  omitted: z.int().describe('How many older events of the thread were left out.'),
});
export type ReplayJson = z.infer<typeof replay>;
