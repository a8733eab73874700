// What an agent said of itself when it introduced itself, from its protocol log.
import { z } from 'zod';
import { partsIn } from '../protocol/read-log.ts';

const introduction = z.object({
  dir: z.literal('in'),
  message: z.object({
    result: z.object({
      agentInfo: z.object({ name: z.string(), title: z.string().nullish(), version: z.string().nullish() }),
    }),
  }),
});

/** It comes first of all that it says. */
const linesToLookAt = 50;

/** Name and version; null when it did not say them, or there is no log. */
export async function agentInfoIn(dir: string): Promise<string | null> {
  for await (const { bytes } of partsIn(dir)) {
    for (const line of bytes.toString('utf8').split('\n', linesToLookAt)) {
      const info = introduction.safeParse(parsed(line)).data?.message.result.agentInfo;
      if (info !== undefined) return `${info.title ?? info.name} ${info.version ?? ''}`.trim();
    }
    return null;
  }
  return null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The last line of a daemon that was killed.
    return null;
  }
}
